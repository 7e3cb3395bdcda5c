"""cast(format, shape): the same bytes read as other elements, in another shape."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, address, dtype_of, shown, waveform_of

from swiftbuf import Waveform

CONTENT = bytes(range(1, 49))


@pytest.mark.parametrize("format", FORMATS)
def test_any_format_to_any_other(format):
    waveform = waveform_of(CONTENT, format)
    for other in FORMATS:
        cast, expected = waveform.cast(other), np.frombuffer(CONTENT, dtype_of(other))
        assert (cast.format, cast.itemsize) == (other, expected.itemsize)
        assert (cast.shape, cast.strides) == (expected.shape, expected.strides)
        assert repr(cast.tolist()) == repr(expected.tolist()), other
        assert cast.obj is waveform
        assert address(cast) == address(waveform)


@pytest.mark.parametrize("shape", [24, (24,), [2, 12], (2, 3, 4), np.array([4, 6])], ids=shown)
def test_shape(shape):
    cast = waveform_of(CONTENT).cast("h", shape)
    expected = np.frombuffer(CONTENT, "h").reshape(shape)
    assert (cast.shape, cast.strides) == (expected.shape, expected.strides)
    assert cast.tolist() == expected.tolist()


@given(st.permutations((2, 2, 2, 2, 3)), st.permutations((2, 2, 2, 3)), st.booleans())
def test_from_many_dimensions_to_many(shape, other, fortran):
    array = np.frombuffer(CONTENT, "B").reshape(shape, order="F" if fortran else "C")
    waveform = Waveform.from_buffer(array)
    cast = waveform.cast("h", other)
    assert cast.c_contiguous
    assert cast.tolist() == np.frombuffer(CONTENT, "h").reshape(other).tolist()


def test_fortran_order_is_read_in_the_order_of_the_memory():
    waveform = Waveform.from_buffer(np.asfortranarray([[1, 2, 3], [4, 5, 6]], "h"))
    assert waveform.cast("h").tolist() == [1, 4, 2, 5, 3, 6]


def test_64_dimensions():
    waveform = waveform_of(bytes(range(16)))
    cast = waveform.cast("h", (2,) * 3 + (1,) * 61)
    assert cast.ndim == 64
    assert cast.cast("B").tobytes() == bytes(range(16))


@pytest.mark.parametrize("format", FORMATS)
def test_one_element_to_no_dimensions_and_back(format):
    waveform = waveform_of(CONTENT, format)
    element = waveform[:1].cast(format, ())
    assert (element.shape, element.ndim) == ((), 0)
    assert repr(element[()]) == repr(waveform[0])
    assert element.cast("B").tobytes() == waveform.tobytes()[: waveform.itemsize]


@pytest.mark.parametrize(
    ("shape", "expected"), [(None, (0,)), (0, (0,)), ((0, 3), (0, 3)), ((2, 0), (2, 0))]
)
def test_no_bytes(shape, expected):
    for waveform in [Waveform(0), Waveform((0, 5), "h"), Waveform(4, "B")[2:2]]:
        assert waveform.cast("i", shape).shape == expected


def test_keyword_arguments():
    assert waveform_of(CONTENT).cast(shape=(2, 3), format="d").shape == (2, 3)


def test_the_same_memory():
    waveform = Waveform(4, "h")
    cast = waveform.cast("B")
    assert waveform.exports == 1
    cast[2] = 7
    waveform[0] = 0x0101
    assert waveform[1] == int.from_bytes(bytes([7, 0]), sys.byteorder)
    assert cast.tolist() == [1, 1, 7, 0, 0, 0, 0, 0]


def test_a_cast_of_a_part_stands_on_the_root():
    waveform = Waveform(8, "h")
    assert waveform[2:6].cast("B").obj is waveform
    assert waveform.cast("B").cast("i").obj is waveform


def test_read_only_stays_read_only():
    assert Waveform(4).toreadonly().cast("B").readonly


@pytest.mark.parametrize(
    "key",
    [slice(None, None, 2), slice(None, None, -1), (slice(None), slice(1, 3)), (..., 0)],
    ids=shown,
)
@pytest.mark.parametrize("format", ["B", "h"])
def test_memory_with_gaps_is_a_type_error(key, format):
    waveform = Waveform((4, 6), "h")
    with pytest.raises(TypeError, match="contiguous"):
        waveform[key].cast(format)


@pytest.mark.parametrize(
    ("nbytes", "format", "shape"),
    [
        *((7, "h", None), (4, "d", None), (15, "Zd", None), (0, "h", 1), (0, "B", ())),
        *((8, "h", 3), (8, "h", 5), (8, "h", (2, 3)), (8, "h", ()), (8, "h", (0, 4)), (8, "h", [])),
        *((8, "B", 2**62), (8, "h", 2**63 - 1), (8, "B", (2**32, 2**32)), (8, "d", (2**61, 8))),
        (0, "B", (0, 2**64)),
    ],
)
def test_sizes_that_do_not_work_out_are_a_type_error(nbytes, format, shape):
    with pytest.raises(TypeError):
        Waveform(nbytes, "B").cast(format, shape)


@pytest.mark.parametrize("format", ["", "y", "<y", "T{y}", "2y", "hy", ">n", "<N", "=n"])
def test_unknown_format_is_a_value_error(format):
    with pytest.raises(ValueError, match="format"):
        Waveform(48, "B").cast(format)


@pytest.mark.parametrize("shape", [-8, (-8,), (2, -4), (-1, -1), (-2, -4), (1,) * 65], ids=shown)
def test_a_shape_that_is_none_is_a_value_error(shape):
    with pytest.raises(ValueError, match="shape"):
        Waveform(8, "B").cast("B", shape)


@pytest.mark.parametrize("shape", [1.0, "8", [8.0], [None], {8}, object()], ids=shown)
def test_shape_of_another_type_is_a_type_error(shape):
    with pytest.raises(TypeError, match="shape"):
        Waveform(8, "B").cast("B", shape)


@pytest.mark.parametrize("arguments", [(), (None,), (3,), ("B", None, 1)])
def test_wrong_arguments_are_a_type_error(arguments):
    with pytest.raises(TypeError):
        Waveform(8, "B").cast(*arguments)


@pytest.mark.parametrize(
    ("spelling", "format"),
    [("@h", "h"), ("<h", "h"), ("=q", "q"), ("int16", "h"), (">u4", ">I"), ("F", "Zf")],
)
def test_formats_are_spelled_as_for_a_new_waveform(spelling, format):
    assert Waveform(16, "B").cast(spelling).format == format


def test_numpy_dtype():
    assert Waveform(16, "B").cast(np.dtype("complex64")).format == "Zf"


@pytest.mark.parametrize("shape", [-1, (-1,), (-1, 4), [2, -1, 3], (24, -1), (1, -1, 1)], ids=shown)
def test_one_length_may_be_minus_one(shape):
    expected = np.frombuffer(CONTENT, "h").reshape(shape)
    cast = waveform_of(CONTENT).cast("h", shape)
    assert (cast.shape, cast.strides) == (expected.shape, expected.strides)
    assert cast.tolist() == expected.tolist()


@pytest.mark.parametrize("shape", [(5, -1), (0, -1), (48, -1), (-1, 2**62, 4), (-1, 2**62)])
def test_a_length_that_the_bytes_do_not_leave_is_a_type_error(shape):
    with pytest.raises(TypeError, match="48 bytes"):
        waveform_of(CONTENT).cast("h", shape)
