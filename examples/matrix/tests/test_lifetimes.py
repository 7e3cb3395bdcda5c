"""Who keeps whom, what is given back, and several threads at once."""

import ctypes
import gc
import sys
import threading
import weakref

import numpy as np
import pytest


class MallInfo(ctypes.Structure):
    """glibc's `struct mallinfo2`."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


mallinfo = ctypes.CDLL(None).mallinfo2
mallinfo.restype = MallInfo


def in_use(*watched):
    """Bytes of malloc, blocks of Python's allocator, and references to objects."""
    gc.collect()
    memory = mallinfo()
    references = [sys.getrefcount(thing) for thing in watched]
    return [memory.uordblks + memory.hblkhd, 64 * sys.getallocatedblocks(), *references]


def test_a_view_keeps_the_matrix(filled):
    made = filled(2, 2)
    view, alive = memoryview(made), weakref.ref(made)
    del made
    gc.collect()
    assert alive() is view.obj
    assert view.tolist() == [[0, 1], [2, 3]]
    view.release()
    assert alive() is None


def test_a_part_of_an_array_keeps_the_matrix(filled):
    made = filled(2, 2)
    alive = weakref.ref(made)
    part = np.asarray(made)[1]
    del made
    gc.collect()
    assert part.tolist() == [2, 3]
    assert alive() is not None
    del part
    assert alive() is None


def test_a_view_counts_as_one_reference(filled):
    made = filled(1, 1)
    before = sys.getrefcount(made)
    views = [memoryview(made) for _ in range(5)]
    assert sys.getrefcount(made) == before + 5
    del views
    assert sys.getrefcount(made) == before


def test_a_subclass_is_a_matrix(Matrix):
    class Named(Matrix):
        def __init__(self, columns, name):
            super().__init__(columns)
            self.name = name

        def add_rows(self, count):
            for _ in range(count):
                self.add_row()

    made = Named(2, "named")
    made.add_rows(3)
    assert (made.name, memoryview(made).shape, memoryview(made).obj is made) == (
        *("named", (3, 2)),
        True,
    )
    assert isinstance(made, Matrix)


def test_a_subclass_can_choose_the_columns(Matrix):
    class Points(Matrix):
        def __init__(self):
            super().__init__(3)

    assert memoryview(Points()).shape == (0, 3)


def test_another_init_is_refused_while_there_are_views(filled):
    made = filled(1, 2)
    with memoryview(made) as view:
        with pytest.raises(BufferError):
            made.__init__(3)
        assert view.tolist() == [[0, 1]]
    made.__init__(3)
    assert memoryview(made).shape == (0, 3)


def test_a_view_in_the_dict_of_its_own_matrix_is_collected(Matrix):
    class Self(Matrix):
        pass

    made = Self(2)
    made.add_row()
    made.view = memoryview(made)
    alive = weakref.ref(made)
    del made
    gc.collect()
    assert alive() is None


def assert_nothing_is_left(use, *watched):
    """A leak of one reference or of the smallest block in each round is over these limits."""
    limits = [16_000, 32_000] + [500] * len(watched)
    for _ in range(50):
        use()
    before = in_use(*watched)
    for _ in range(1000):
        use()
    grown = [new - old for new, old in zip(in_use(*watched), before, strict=True)]
    assert all(more < limit for more, limit in zip(grown, limits, strict=True)), grown


@pytest.mark.parametrize("rows", [0, 1, 40])
def test_nothing_is_left_of_a_matrix(Matrix, rows):
    def use():
        made = Matrix(5)
        for _ in range(rows):
            made.add_row()
        with memoryview(made), pytest.raises(BufferError):
            made.add_row()
        np.asarray(made)[:] = 1

    assert_nothing_is_left(use, Matrix)


@pytest.mark.parametrize("columns", [-1, 2**64, 2**62, "x"])
def test_nothing_is_left_of_a_refusal(Matrix, columns):
    def use():
        with pytest.raises((ValueError, TypeError, MemoryError)):
            Matrix(columns)

    assert_nothing_is_left(use, Matrix, columns)


def test_threads_share_a_matrix(Matrix):
    made, rounds, workers = Matrix(4), 300, 6
    added, wrong = [0] * workers, []
    start = threading.Barrier(workers)

    def work(number):
        start.wait()
        for _ in range(rounds):
            try:
                made.add_row()
                added[number] += 1
            except BufferError:
                pass
            view = memoryview(made)
            if view.nbytes != 16 * view.shape[0] or any(view[0, column] for column in range(4)):
                wrong.append(view.shape)
            view.release()

    made.add_row()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    made.add_row()  # no view is left
    assert memoryview(made).shape == (2 + sum(added), 4)
