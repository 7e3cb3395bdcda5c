"""w[key] = value: scalars fill, buffers and iterables fit exactly, and errors change nothing."""

import array
import collections
import ctypes

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, as_array, dtype_of, elements, keys, shown, waveform_of, waveforms

from swiftbuf import Waveform

NUMERIC = [format for format in FORMATS if format != "c"]


@given(st.data(), waveforms())
def test_a_scalar_fills_any_part(data, waveform):
    key = data.draw(keys(waveform.shape))
    value = data.draw(elements(waveform.format))
    expected = as_array(waveform).copy()
    expected[key] = value
    waveform[key] = value
    assert repr(waveform.tolist()) == repr(expected.tolist())


@given(st.data(), waveforms(formats=NUMERIC))
def test_a_buffer_of_the_same_format_is_copied_bit_by_bit(data, waveform):
    key = data.draw(keys(waveform.shape))
    part = as_array(waveform)[key]
    size = part.size * part.itemsize
    source = np.frombuffer(data.draw(st.binary(min_size=size, max_size=size)), part.dtype)
    source = source.reshape(part.shape)
    if source.ndim and data.draw(st.booleans()):  # strided, and backwards in memory
        source = np.repeat(source[::-1], 2, axis=0)[::-2]
    kind = data.draw(st.sampled_from([np.asarray, memoryview, Waveform.from_buffer]))
    expected = as_array(waveform).copy()
    expected[key] = source
    if isinstance(part, np.ndarray):
        waveform[key] = kind(source)
    else:
        waveform[key] = source.item()
    assert repr(waveform.tolist()) == repr(expected.tolist())


@pytest.mark.parametrize(
    "source",
    [
        array.array("B", [1, 2, 3]),
        memoryview(array.array("h", [1, 0, 2, 0, 3]))[::2],
        memoryview(array.array("i", [3, 2, 1]))[::-1],
        array.array("i", [1, 2, 3]),
        (ctypes.c_short * 3)(1, 2, 3),
        np.array([1, 2, 3], ">i8"),
        np.array([3, 9, 2, 9, 1], np.uint16)[::-2],
        np.array([[1], [2], [3]], "b")[:, 0],
        waveform_of(bytes([0, 1, 0, 2, 0, 3]), ">h"),
        waveform_of(bytes([1, 2, 3])).toreadonly(),
    ],
    ids=lambda source: type(source).__name__,
)
@pytest.mark.parametrize("format", ["b", "B", "h", ">h", "q", "e", ">f", "d", "Zf", ">Zd"])
def test_a_buffer_of_another_format_is_stored_value_by_value(format, source):
    waveform = Waveform(7, format)
    waveform[5:0:-2] = source
    assert waveform.tolist() == [0, 3, 0, 2, 0, 1, 0]


KINDS = {"b": "b", "i": "bi", "u": "bi", "f": "bif", "c": "bifc"}


@pytest.mark.parametrize("format", NUMERIC)
def test_formats_that_hold_the_values_of_others(format):
    for other in NUMERIC:
        source = np.array([0, 1, 1], dtype_of(other))
        waveform = Waveform(3, format)
        kind = {"u": "i"}.get(source.dtype.kind, source.dtype.kind)
        if format == "?" or kind in KINDS[dtype_of(format).kind]:
            waveform[:] = source
            assert waveform.tolist() == [0, 1, 1], other
        else:
            with pytest.raises(TypeError):
                waveform[:] = source
            assert waveform.tolist() == [0, 0, 0], other


ITERABLES = [
    *(list, tuple, iter, collections.deque, dict.fromkeys, lambda values: (x for x in values)),
    *(lambda values: map(int, values), lambda values: dict.fromkeys(values).keys()),
    *(np.array, lambda values: array.array("B", values)),
    lambda values: [np.int8(x) for x in values],
]


@pytest.mark.parametrize("kind", ITERABLES)
@pytest.mark.parametrize("format", ["B", "h", ">i", "e", ">d", "Zd"])
def test_an_iterable_of_any_kind_fills_one_dimension(kind, format):
    waveform = Waveform(3, format)
    waveform[:] = kind([1, 2, 3])
    assert waveform.tolist() == [1, 2, 3]


class Sequence:
    """Iterable by __getitem__ alone."""

    def __getitem__(self, index):
        return [1, 2, 3][index]


def test_an_old_style_sequence_is_an_iterable():
    waveform = Waveform(3)
    waveform[:] = Sequence()
    assert waveform.tolist() == [1, 2, 3]


def test_a_range_fills_a_long_part():
    waveform = Waveform(100_000, "i")
    waveform[::-1] = range(100_000)
    assert waveform.tolist() == list(range(99_999, -1, -1))


@given(waveforms())
def test_tolist_round_trips_in_any_number_of_dimensions(waveform):
    target = Waveform(waveform.shape, waveform.format)
    target[...] = waveform.tolist()
    assert repr(target.tolist()) == repr(waveform.tolist())


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 2, 3], [4, 5, 6]],
        ((1, 2, 3), (4, 5, 6)),
        [range(1, 4), range(4, 7)],
        [(1, 2, 3), array.array("i", [4, 5, 6])],
        [np.array([1, 2, 3]), np.array([4.0, 5.0, 6.0])],
        list(waveform_of(bytes([1, 2, 3, 4, 5, 6]), "B", (2, 3))),
        np.array([[1, 4], [2, 5], [3, 6]]).T,
    ],
    ids=lambda rows: f"{type(rows).__name__} of {type(rows[1]).__name__}",
)
def test_rows_of_any_kind_fill_two_dimensions(rows):
    waveform = Waveform((2, 3), "d")
    waveform[:] = rows
    assert waveform.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_rows_of_the_target_itself():
    waveform = waveform_of(bytes(range(6)), "B", (3, 2))
    waveform[:] = list(reversed(waveform))
    assert waveform.tolist() == [[4, 5], [2, 3], [0, 1]]


@pytest.mark.parametrize("key", [(), ...], ids=shown)
@pytest.mark.parametrize("value", [5, np.int8(5), np.float32(5), np.array(5, ">i2")], ids=shown)
def test_no_dimensions(key, value):
    waveform = Waveform((), "d")
    waveform[key] = value
    assert waveform.tolist() == 5


@pytest.mark.parametrize(
    "value",
    [
        *(2, 2.0, True, np.int8(2), np.float64(2), np.float32(2), np.bool_(True)),
        *(np.array(2), np.array(2, ">i2"), waveform_of(b"\2", "B", ())),
    ],
    ids=shown,
)
def test_whatever_has_no_dimensions_fills_like_a_number(value):
    waveform = Waveform((2, 2), "d")
    waveform[:, 1] = value
    number = value[()] if hasattr(value, "shape") else value
    assert waveform.tolist() == [[0, number], [0, number]]


def test_a_byte_fills_a_part_of_format_c():
    waveform = Waveform(4, "c")
    waveform[1:] = b"a"
    assert waveform.tobytes() == b"\0aaa"


def test_a_str_is_a_scalar():
    waveform = Waveform(2, "?")
    waveform[:] = "two"
    assert waveform.tolist() == [True, True]


@pytest.mark.parametrize("value", [[], (), b"", range(0), np.zeros(0), 7], ids=shown)
def test_an_empty_part_takes_nothing(value):
    waveform = waveform_of(bytes(range(4)))
    waveform[2:2] = value
    assert waveform.tolist() == [0, 1, 2, 3]
