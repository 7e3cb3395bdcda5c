"""What views show: the same of both classes, and what memoryview says of any two dimensions."""

import array
import struct

import numpy as np
import pytest

SHAPES = [(0, 3), (1, 3), (3, 1), (1, 1), (2, 3), (5, 4), (0, 0), (4, 0), (0, 1)]
each_shape = pytest.mark.parametrize(("rows", "columns"), SHAPES)


@each_shape
def test_memoryview_has_two_dimensions_of_float32(filled, rows, columns):
    view = memoryview(filled(rows, columns))
    assert (view.format, view.itemsize, view.ndim, view.readonly) == ("f", 4, 2, False)
    assert view.shape == (rows, columns)
    assert view.strides == (4 * columns, 4)
    assert view.nbytes == 4 * rows * columns
    assert view.suboffsets == ()
    assert view.c_contiguous


@each_shape
def test_memoryview_tells_contiguity_as_of_its_own_memory(filled, rows, columns):
    view = memoryview(filled(rows, columns))
    expected = np.empty((rows, columns), "f4").flags
    assert (view.f_contiguous, view.contiguous) == (expected.f_contiguous, True)


@each_shape
def test_both_classes_show_the_same(request, rows, columns):
    import matrix

    views = []
    for kind in (matrix.Matrix, request.getfixturevalue("cython_matrix").Matrix):
        made = kind(columns)
        for _ in range(rows):
            made.add_row()
        views.append(memoryview(made))
    names = ("format", "itemsize", "ndim", "shape", "strides", "suboffsets", "nbytes", "readonly")
    names += ("c_contiguous", "f_contiguous", "contiguous")
    swift, cython = ({name: getattr(view, name) for name in names} for view in views)
    assert swift == cython
    assert views[0] == views[1]


def test_obj_is_the_matrix(filled):
    made = filled(2, 3)
    assert memoryview(made).obj is made


def test_cells_lie_row_by_row(filled):
    assert bytes(filled(2, 3)) == struct.pack("6f", *range(6))
    assert memoryview(filled(2, 3)).tolist() == [[0, 1, 2], [3, 4, 5]]


def test_an_array_is_the_same_memory(filled):
    made = filled(2, 3)
    table = np.asarray(made)
    assert (table.dtype, table.shape, table.flags.writeable) == (np.float32, (2, 3), True)
    assert not table.flags.owndata
    table[1, 2] = 7.5
    assert memoryview(made)[1, 2] == 7.5
    memoryview(made)[0, 0] = -1
    assert table[0, 0] == -1


def test_two_views_are_the_same_memory(filled):
    made = filled(2, 3)
    first, second = np.asarray(made), np.asarray(made)
    first[:] = 3
    assert second.tolist() == [[3, 3, 3]] * 2


def test_readinto_writes_the_cells(filled, tmp_path):
    path = tmp_path / "cells"
    path.write_bytes(struct.pack("4f", 4, 3, 2, 1))
    made = filled(2, 2)
    with path.open("rb") as file:
        assert file.readinto(made) == 16
    assert np.asarray(made).tolist() == [[4, 3], [2, 1]]


def test_what_reads_plain_bytes_reads_the_cells(filled):
    assert array.array("f", bytes(filled(1, 3))) == array.array("f", [0, 1, 2])
    assert np.frombuffer(filled(2, 2), "f4").tolist() == [0, 1, 2, 3]


def test_without_rows_or_columns_there_are_no_bytes(filled):
    assert bytes(filled(0, 3)) == bytes(filled(4, 0)) == b""
    assert np.asarray(filled(0, 3)).tolist() == []
    assert np.asarray(filled(2, 0)).tolist() == [[], []]
