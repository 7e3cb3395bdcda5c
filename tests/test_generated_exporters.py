"""Classes of a Swift library that provide memory, as exporters."""

import contextlib
import gc
import os
import resource
import threading
import weakref
from pathlib import Path

import numpy as np
import pytest
from support import assert_no_growth, together

import swiftbuf


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


def test_first_views_in_several_threads_are_all_counted(sample):
    for _ in range(10):
        histograms, views = [sample.Histogram(4) for _ in range(2000)], []
        together(lambda _, h=histograms, v=views: v.append([*map(memoryview, h)]), range(4))
        for histogram in histograms:
            with pytest.raises(BufferError, match=r"\(exports=4\)"):
                histogram.resize(8)
        views.clear()
        for histogram in histograms:
            histogram.resize(8)


def test_views_are_taken_or_the_memory_moves_in_several_threads(sample):
    histogram = sample.Histogram(1000)

    def work(codes):
        for _ in range(500):
            with contextlib.suppress(BufferError):
                histogram.resize(codes)
            with contextlib.suppress(BufferError), memoryview(histogram) as view:
                assert len(view) in (1000, 5000)
                assert view.tolist() == [0] * len(view)

    together(work, [1000, 5000, 1000, 5000])
    histogram.resize(4)
    assert memoryview(histogram).tolist() == [0] * 4


MISTAKES = [
    lambda histogram, codes: histogram.resize_without_saying(codes),
    lambda histogram, codes: setattr(histogram, "codes", codes),
    lambda histogram, codes: histogram.same().resize(codes),
]


@pytest.mark.parametrize("move", MISTAKES)
@pytest.mark.parametrize("codes", [0, 2, 5_000_000])
def test_views_outlive_what_moves_the_memory_without_saying_so(sample, move, codes):
    histogram = sample.Histogram(1_000_000)
    view = memoryview(histogram)
    view[1] = 3
    move(histogram, codes)
    assert (len(histogram), len(view), view[1], view[999_999]) == (codes, 1_000_000, 3, 0)
    view[1] = 7
    del view
    assert memoryview(histogram)[1:2].tolist() == [3][: codes // 2]


@contextlib.contextmanager
def under_way(call):
    """While a thread is in a call of Swift, which has given up the GIL."""
    pipes = [os.pipe() for _ in range(2)]
    (wait, go), (began, tell) = pipes
    result = []
    thread = threading.Thread(target=lambda: result.append(call(wait, tell)))
    thread.start()
    try:
        os.read(began, 1)
        yield result
    finally:
        os.write(go, b"x")
        thread.join()
        for end in (wait, go, began, tell):
            os.close(end)


@pytest.mark.parametrize("way", ["method", "argument", "optional argument"])
def test_memory_stays_during_a_call_without_the_gil(sample, histogram, way):
    calls = {
        "method": lambda wait, tell: histogram.total_after(wait, telling=tell),
        "argument": lambda wait, tell: sample.total_of(histogram, after=wait, telling=tell),
        "optional argument": lambda wait, tell: sample.total_of(
            sample.Histogram(1), other=histogram, after=wait, telling=tell
        ),
    }
    with under_way(calls[way]) as result:
        with pytest.raises(BufferError, match=r"memory is in use \(exports=1\)"):
            histogram.resize(2_000_000)
        with pytest.raises(BufferError, match=r"memory is in use \(exports=1\)"):
            histogram.__init__(2)
        histogram.codes = 2  # as a mistake: safe, and what it returns is either sum
    assert result[0] in (2, 3)
    histogram.resize(8)


@pytest.mark.parametrize("codes", [-1, 2**58, 2**60, 2**63 - 1])
def test_memory_that_cannot_be_is_an_exception(sample, codes):
    with pytest.raises((ValueError, MemoryError)):
        sample.Histogram(codes)
    histogram = sample.Histogram(2)
    with pytest.raises((ValueError, MemoryError)):
        histogram.resize(codes)
    assert memoryview(histogram).tolist() == [0, 0]


def test_an_instance_whose_memory_cannot_be_leaves_nothing_behind(sample):
    def refuse():
        with contextlib.suppress(ValueError, MemoryError):
            sample.Histogram(-1)
        with contextlib.suppress(ValueError, MemoryError):
            sample.Histogram(2**60)

    assert_no_growth(refuse)


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


# Memory of which only the object knows how many dimensions it has.


def test_dimensions_that_are_known_at_run_time(sample):
    flat, deep = sample.tiles()
    assert np.asarray(flat).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert np.asarray(deep).tolist() == [[[0, 1, 2], [3, 4, 5]]]
    np.asarray(deep)[0, 1] = 7
    assert memoryview(deep).tolist() == [[[0, 1, 2], [7, 7, 7]]]
    with memoryview(flat) as view, pytest.raises(BufferError):
        assert view.obj is flat
        flat.__init__(1, 1)


@pytest.mark.parametrize("depth", [1, 3])
def test_a_new_view_shows_the_memory_as_it_is_then(sample, depth):
    tile = sample.Tile(2, 3, depth)
    expected = np.arange(6 * depth, dtype="=u2").reshape((2, 3, 3) if depth > 1 else (2, 3))
    np.testing.assert_array_equal(np.asarray(tile), expected)
    tile.is_flipped = True
    np.testing.assert_array_equal(np.asarray(tile), expected[::-1])
    tile.is_big_endian = True
    assert np.asarray(tile).dtype == np.dtype(">u2")
    tile.is_read_only = True
    assert not np.asarray(tile).flags.writeable
    tile.is_flipped = tile.is_big_endian = tile.is_read_only = False
    np.testing.assert_array_equal(np.asarray(tile), expected)


def test_memory_that_changes_under_a_view_is_refused_for_new_ones(sample):
    tile = sample.Tile(2, 3)
    view = memoryview(tile)
    tile.is_flipped = True
    with pytest.raises(BufferError, match=r"exports \(1\)"):
        memoryview(tile)
    assert view.tolist() == [[0, 1, 2], [3, 4, 5]]


def test_another_number_of_dimensions_is_an_error(sample):
    tile = sample.Tile(2, 3)
    memoryview(tile).release()
    tile.__init__(2, 3, depth=2)
    with pytest.raises(ValueError, match="shape: 3 dimensions instead of 2"):
        memoryview(tile)
    tile.__init__(1, 2)
    assert memoryview(tile).tolist() == [[0, 1]]


# Memory that a function hands over.


def test_a_function_hands_its_memory_over(sample):
    view = sample.ramp(3)
    assert type(view) is memoryview
    assert (view.format, view.shape, view.readonly) == ("d", (3,), False)
    array = np.asarray(view)
    array[1] = 7
    assert view.tolist() == [0, 7, 2]
    assert np.shares_memory(array, np.asarray(view))
    assert sample.ramp(0).tolist() == []
    wave = swiftbuf.Waveform.from_buffer(view)
    wave[2] = -1
    assert array.tolist() == [0, 7, -1]


def test_methods_hand_memory_over_too(sample):
    samples = np.array([3, -32768, 0], "i2")
    assert sample.squares(samples).tolist() == [9, 2**30, 0]
    assert sample.squares(of=samples).format == "i"
    blocks = sample.Blocks()
    assert [bytes(blocks.block(of=2)) for _ in range(2)] == [b"\0\1", b"\2\3"]
    assert blocks.position == 4
    assert sample.Blocks.zeros(2).tolist() == [0.0, 0.0]


def test_iteration_hands_memory_over(sample):
    blocks = sample.Blocks()
    assert [bytes(block) for block in blocks] == [b"\0\1", b"\2\3", b"\4\5"]
    assert next(blocks, None) is None
    growing = sample.Growing()
    first = next(growing)
    assert type(first) is memoryview
    gone = weakref.ref(first.obj)
    with pytest.raises(sample.RampError, match="noMemory"):
        next(growing)
    assert [block.nbytes for block in growing] == [3]
    assert first.tolist() == [0]
    del first
    assert gone() is None


@pytest.mark.parametrize(("count", "error"), [(-1, ValueError), (2**60, MemoryError)])
def test_memory_that_is_not_there_is_not_handed_over(sample, count, error):
    with pytest.raises(error, match="^count: "):
        sample.ramp(count)


@pytest.mark.parametrize(("count", "error"), [(-1, ValueError), (2**60, MemoryError)])
def test_memory_that_is_not_there_without_the_gil(sample, count, error):
    assert sample.ramp_length(3) == 3
    assert sample.ramp_length(count) == -1
    with pytest.raises(error, match="^count: "):
        sample.ramp_length(count, forgetting=False)
    assert sample.ramp_without_gil(2).tolist() == [0, 0]
    with pytest.raises(error, match="^count: "):
        sample.ramp_without_gil(count)


def test_memory_that_is_handed_over_is_freed_with_its_last_view(sample):
    view = sample.ramp(10)
    gone = weakref.ref(view.obj)
    array = np.asarray(view)[2:4]
    del view
    assert array.tolist() == [2, 3]
    assert gone() is not None
    del array
    assert gone() is None
    before = resident_bytes()
    for _ in range(20):
        sample.ramp(2**21)
    assert resident_bytes() - before < 8 * 2**21


def resident_bytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
