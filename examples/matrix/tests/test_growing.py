"""add_row: refused while views are alive, because the cells may move."""

import contextlib

import numpy as np
import pytest

VIEWS = {
    "memoryview": memoryview,
    "array": np.asarray,
    "part of an array": lambda made: np.asarray(made)[1:, ::2],
    "flat bytes": lambda made: memoryview(made).cast("B"),
    "two views": lambda made: (memoryview(made), memoryview(made)),
}


def cells(made):
    with memoryview(made) as view:
        return view.tolist()


def test_a_new_row_is_zero_and_the_last(filled):
    made = filled(2, 3)
    made.add_row()
    assert cells(made) == [[0, 1, 2], [3, 4, 5], [0, 0, 0]]


@pytest.mark.parametrize("take", VIEWS.values(), ids=VIEWS)
def test_with_a_live_view_it_is_refused_and_nothing_changes(filled, take):
    made = filled(2, 3)
    view = take(made)
    with pytest.raises(BufferError):
        made.add_row()
    assert cells(made) == [[0, 1, 2], [3, 4, 5]]
    del view
    made.add_row()
    assert cells(made) == [[0, 1, 2], [3, 4, 5], [0, 0, 0]]


def test_it_is_refused_up_to_the_last_view(filled):
    made = filled(1, 2)
    views = [memoryview(made) for _ in range(3)]
    for view in views:
        with pytest.raises(BufferError):
            made.add_row()
        view.release()
    made.add_row()
    assert cells(made) == [[0, 1], [0, 0]]


def test_a_view_that_is_released_twice_counts_once(filled):
    made = filled(1, 2)
    kept, released = memoryview(made), memoryview(made)
    released.release()
    released.release()
    with pytest.raises(BufferError):
        made.add_row()
    kept.release()
    made.add_row()


def test_many_rows_keep_what_is_in_them(Matrix):
    made = Matrix(3)
    for row in range(500):
        made.add_row()
        np.asarray(made)[row] = row
    assert np.asarray(made).tolist() == [[row] * 3 for row in range(500)]


def test_rows_without_columns_are_counted(Matrix):
    made = Matrix(0)
    for _ in range(3):
        made.add_row()
    assert memoryview(made).shape == (3, 0)


def test_a_view_of_no_rows_counts_too(Matrix):
    made = Matrix(3)
    with memoryview(made), pytest.raises(BufferError):
        made.add_row()
    made.add_row()
    assert memoryview(made).shape == (1, 3)


def test_a_row_that_no_memory_holds_changes_nothing(Matrix):
    made = Matrix(2**60)
    with pytest.raises(MemoryError):
        made.add_row()
    assert memoryview(made).shape == (0, 2**60)


def test_what_fails_for_a_consumer_leaves_no_view_behind(filled):
    made = filled(2, 3)
    with contextlib.suppress(ValueError):
        np.frombuffer(made, "f8", offset=1)
    made.add_row()
    assert memoryview(made).shape == (3, 3)
