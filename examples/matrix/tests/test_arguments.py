"""What cannot be is refused by an error that names it."""

import pytest


class Four:
    def __index__(self):
        return 4


class Broken:
    def __index__(self):
        raise LookupError("no number today")


@pytest.mark.parametrize("columns", [4, True, Four()], ids=["int", "bool", "__index__"])
def test_columns_are_any_integer(Matrix, columns):
    assert memoryview(Matrix(columns)).shape == (0, int(columns.__index__()))


def test_columns_can_be_given_by_name(Matrix):
    assert memoryview(Matrix(columns=2)).shape == (0, 2)


@pytest.mark.parametrize("columns", [-1, -(2**62)])
def test_negative_columns(Matrix, columns):
    with pytest.raises(ValueError, match=rf"columns: {columns} is negative"):
        Matrix(columns)


@pytest.mark.parametrize("columns", [2**63, 10**30])
def test_columns_that_no_index_reaches(Matrix, columns):
    with pytest.raises(ValueError, match=rf"columns: {columns} does not fit"):
        Matrix(columns)


@pytest.mark.parametrize("columns", [2**61, 2**63 - 1])
def test_columns_that_no_address_space_holds(Matrix, columns):
    with pytest.raises(MemoryError):
        Matrix(columns)


@pytest.mark.parametrize("columns", ["3", 3.0, None, b"3", 1j])
def test_columns_that_are_no_integer(Matrix, columns):
    with pytest.raises(TypeError, match="columns: .* is not an integer"):
        Matrix(columns)


def test_what_index_raises_comes_through(Matrix):
    with pytest.raises(LookupError, match="no number today"):
        Matrix(Broken())


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((1, 2), {}), ((1,), {"columns": 1}), ((), {"rows": 1})]
)
def test_one_argument_is_what_there_is(Matrix, given, named):
    with pytest.raises(TypeError, match=r"(__init__|Matrix)\(\) "):
        Matrix(*given, **named)


def test_add_row_takes_nothing(Matrix):
    with pytest.raises(TypeError, match="add_row"):
        Matrix(1).add_row(1)
    assert Matrix(1).add_row() is None


def test_a_method_needs_a_matrix(Matrix):
    with pytest.raises(TypeError):
        Matrix.add_row(bytearray(4))


def test_an_instance_cannot_be_had_around_the_class(Matrix):
    with pytest.raises(TypeError, match="not safe"):
        object.__new__(Matrix)
