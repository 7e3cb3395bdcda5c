"""Classes of a Swift library that provide memory, as exporters."""

import contextlib
import gc
import weakref

import numpy as np
import pytest


@pytest.fixture
def histogram(sample):
    histogram = sample.Histogram(4)
    assert histogram.add(np.array([1, 1, 3, 9], "u2")) == 1
    return histogram


def test_the_memory_is_shown_in_place(histogram):
    counts = np.asarray(histogram)
    assert counts.tolist() == [0, 2, 0, 1]
    assert counts.dtype == np.uint64
    histogram.add(np.array([0], "u2"))
    counts[2] = 7
    assert (counts.tolist(), histogram.total()) == ([1, 2, 7, 1], 11)


def test_a_view_is_of_the_object_and_keeps_it(sample):
    histogram = sample.Histogram(4)
    gone = weakref.ref(histogram)
    view = memoryview(histogram)
    assert view.obj is histogram
    assert (view.format, view.shape, view.readonly) == ("L", (4,), False)
    del histogram
    gc.collect()
    assert (view.tolist(), gone() is None) == ([0] * 4, False)
    del view
    assert gone() is None


def test_memory_of_two_dimensions(sample):
    grid = sample.Grid(3)
    assert memoryview(grid).shape == (0, 3)
    grid.add_row()
    grid.add_row()
    cells = np.asarray(grid)
    cells[1] = 5
    assert cells.tolist() == [[0, 0, 0], [5, 5, 5]]


def test_what_moves_the_memory_is_refused_while_there_are_views(histogram):
    views = [memoryview(histogram) for _ in range(2)]
    for view in views:
        with pytest.raises(BufferError, match=r"^cannot move or resize: .*\(exports=\d\)"):
            histogram.resize(8)
        view.release()
    histogram.resize(8)
    assert memoryview(histogram).tolist() == [0, 2, 0, 1, 0, 0, 0, 0]
    histogram.resize(1)
    assert memoryview(histogram).tolist() == [0]


def test_no_view_is_taken_while_the_memory_moves(histogram):
    refused = []

    def look():
        with pytest.raises(BufferError, match="is being moved by a call under way"):
            memoryview(histogram)
        with pytest.raises(BufferError, match="is being moved by a call under way"):
            histogram.resize(9)
        refused.append(True)

    histogram.on_resize = look
    histogram.resize(8)
    assert refused
    assert len(memoryview(histogram)) == 8


def test_another_instance_is_refused_while_there_are_views(histogram):
    with memoryview(histogram) as view:
        with pytest.raises(BufferError, match="exports"):
            histogram.__init__(2)
        assert view.tolist() == [0, 2, 0, 1]
    histogram.__init__(2)
    assert memoryview(histogram).tolist() == [0, 0]


def test_a_request_is_refused_as_by_a_memoryview(histogram):
    with pytest.raises(ValueError, match="its format is 'L', not 'H'"):
        histogram.add(histogram)
    memoryview(histogram).cast("B").release()
    histogram.resize(5)
    with contextlib.suppress(ValueError):
        np.frombuffer(histogram, "f8", offset=1)
    histogram.resize(6)


def test_a_method_that_moves_and_does_not_say_so_is_found_out(histogram):
    with memoryview(histogram):
        histogram.resize_without_saying(100_000)
        with pytest.raises(BufferError, match="what moves it must say so, '- Python: moves'"):
            memoryview(histogram)
    assert len(memoryview(histogram)) == 100_000


@pytest.mark.parametrize("codes", [-1, 2**58, 2**60, 2**63 - 1])
def test_memory_that_cannot_be_is_an_exception(sample, codes):
    with pytest.raises((ValueError, MemoryError)):
        sample.Histogram(codes)
    histogram = sample.Histogram(2)
    with pytest.raises((ValueError, MemoryError)):
        histogram.resize(codes)
    assert memoryview(histogram).tolist() == [0, 0]


def test_no_elements_are_memory_too(sample):
    empty = sample.Histogram(0)
    with memoryview(empty) as view, pytest.raises(BufferError):
        assert view.tolist() == []
        empty.resize(1)


def test_an_object_and_its_view_in_one_cycle_are_collected(sample):
    histogram = sample.Histogram(2)
    view = memoryview(histogram)
    histogram.on_resize = lambda owners=(histogram, view): None
    gone = weakref.ref(histogram)
    del histogram, view
    gc.collect()
    assert gone() is None


def test_before_init_there_is_no_memory(sample):
    with pytest.raises(ValueError, match=r"__init__\(\) has not been called"):
        memoryview(sample.Histogram.__new__(sample.Histogram))


def test_a_derived_class_exports_too(sample):
    class Named(sample.Histogram):
        def __init__(self, name):
            super().__init__(3)
            self.name = name

    assert memoryview(Named("x")).nbytes == 24
