"""Waveform.from_values: new memory, in the shape of the values."""

import array
import collections

import numpy as np
import pytest
from hypothesis import given
from modelling import shown, waveforms

from swiftbuf import Waveform


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([1, 2, 3], (3,)),
        (([1, 2], [3, 4], [5, 6]), (3, 2)),
        (range(4), (4,)),
        ((1.5,) * 3000, (3000,)),
        ([], (0,)),
        ([[], []], (2, 0)),
        ([[[1], [2]]], (1, 2, 1)),
        (collections.deque([1]), (1,)),
        (np.arange(6).reshape(2, 3), (2, 3)),
        (np.array(5), ()),
        (np.zeros((0, 3)), (0, 3)),
        (np.arange(6)[::-2], (3,)),
        (array.array("h", [1]), (1,)),
        (Waveform((2, 2), "h"), (2, 2)),
        ([np.int8(1), np.array(2)], (2,)),
        ([np.arange(2), (3, 4)], (2, 2)),
    ],
    ids=shown,
)
def test_the_nesting_gives_the_shape(values, shape):
    waveform = Waveform.from_values(values)
    assert (waveform.format, waveform.shape, waveform.obj) == ("d", shape, None)
    assert waveform.tolist() == np.array(values, "d").tolist()


def test_an_iterator_is_consumed_once():
    rows = (iter(row) for row in [[1, 2], [3, 4]])
    assert Waveform.from_values(rows, ">h").tolist() == [[1, 2], [3, 4]]


@given(waveforms())
def test_lists_round_trip(waveform):
    if waveform.ndim and 0 not in waveform.shape:
        made = Waveform.from_values(waveform.tolist(), waveform.format)
        assert (made.shape, repr(made.tolist())) == (waveform.shape, repr(waveform.tolist()))


def test_a_subclass_makes_its_own():
    class Mine(Waveform):
        pass

    assert type(Mine.from_values([1])) is Mine
    assert type(Mine.from_values(np.arange(3))) is Mine


def test_bytes_are_values_of_one_byte():
    assert Waveform.from_values(b"ab", "B").tolist() == [97, 98]
    assert Waveform.from_values([b"a", b"b"], "c").tolist() == [b"a", b"b"]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        *(([[1, 2], [3]], r"\[1\] has 1 items"), ([[1], [2, 3]], r"\[1\] has more items")),
        *(([[1], 2], r"\[1\] is a value"), ([1, [2]], r"\[1\] is a sequence")),
        *(([[[1]], [[2], [3]]], r"\[1\]"), ([[1], [[2]]], r"\[1, 0\]"), ([[], [1]], r"\[1\]")),
    ],
)
@pytest.mark.parametrize("format", ["d", "?"])
def test_ragged_nesting_is_a_value_error_that_says_where(values, place, format):
    with pytest.raises(ValueError, match=place):
        Waveform.from_values(values, format)


def test_endless_nesting_is_a_value_error():
    rows = []
    rows.append(rows)
    with pytest.raises(ValueError, match="64 dimensions"):
        Waveform.from_values(rows)


@pytest.mark.parametrize("values", [5, 1.5, None, "abc", np.int16(5), np.float64(1), object()])
def test_a_scalar_is_a_type_error(values):
    with pytest.raises(TypeError, match="values"):
        Waveform.from_values(values)


@pytest.mark.parametrize("values", [b"abcd", bytearray(4), memoryview(b"abcd"), [b"ab", b"cd"]])
def test_raw_bytes_are_a_type_error(values):
    with pytest.raises(TypeError, match="from_buffer"):
        Waveform.from_values(values, "h")


@pytest.mark.parametrize(
    ("values", "error"), [([1, 40000], ValueError), ([1.5], TypeError), ([None], TypeError)]
)
def test_errors_are_those_of_assignment(values, error):
    target = Waveform(len(values), "h")
    with pytest.raises(error) as assigned:
        target[:] = values
    with pytest.raises(error) as made:
        Waveform.from_values(values, "h")
    assert str(made.value) == str(assigned.value)


def test_what_an_iterator_raises_comes_through():
    def broken():
        yield 1
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        Waveform.from_values(broken())


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ([300], "0"),
        ([1, 2, 300], "2"),
        ((n for n in (1, 300)), "1"),
        ([[1, 2], [3, 300]], r"\(1, 1\)"),
        ([[300, 2], [3, 4]], r"\(0, 0\)"),
        ([[[1], [2]], [[3], [300]]], r"\(1, 1, 0\)"),
        (np.array([[1, 2], [300, 4]]), r"\(1, 0\)"),
    ],
    ids=shown,
)
def test_an_error_names_the_index_of_the_value(values, place):
    with pytest.raises(ValueError, match=f"^value: 300 at index {place} is out of range for"):
        Waveform.from_values(values, "b")


def test_an_error_names_the_index_of_a_value_of_the_wrong_type():
    for values, place in ([1, "2"], "1"), ([[1], [None]], r"\(1, 0\)"):
        with pytest.raises(TypeError, match=f"^value: .* at index {place} is not an integer"):
            Waveform.from_values(values, "h")
