"""Waveform(shape, format="d"): what it takes, what it refuses, and what comes out."""

import array
import collections
import ctypes
import mmap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, dtype_of, shapes, shown

from swiftbuf import Waveform

LAYOUT = ["itemsize", "nbytes", "ndim", "shape", "suboffsets", "readonly"]
CONTIGUITY = ["c_contiguous", "f_contiguous", "contiguous"]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (3, (3,)),
        (0, (0,)),
        (np.int64(3), (3,)),
        (np.uint8(3), (3,)),
        ((), ()),
        ((2, 0, 3), (2, 0, 3)),
        (np.array(3), (3,)),
        ((np.int16(2), np.uint64(3)), (2, 3)),
    ],
    ids=shown,
)
def test_shape_is_an_int_or_a_tuple_of_ints(shape, expected):
    assert Waveform(shape).shape == expected


@pytest.mark.parametrize(
    "values",
    [
        *([1, 2, 3], [], range(3), collections.deque([2, 3]), b"abc", bytearray(3)),
        *(array.array("h", [4, 5]), np.array([2, 3]), np.array([2]), memoryview(b"ab")),
        *(Waveform(2, "b"), mmap.mmap(-1, 4), (ctypes.c_int16 * 2)()),
    ],
    ids=shown,
)
def test_values_in_the_place_of_a_shape_are_a_type_error(values):
    with pytest.raises(TypeError, match=r"shape: .*from_values.*from_buffer"):
        Waveform(values, "h")


@pytest.mark.parametrize(
    ("cls", "format"),
    [
        *((np.int16, "h"), (np.float64, "d"), (np.uint64, "L"), (np.longlong, "q")),
        *((np.complex64, "Zf"), (np.bool_, "?"), (np.complex128, "Zd")),
    ],
)
def test_a_scalar_type_is_a_format(cls, format):
    assert Waveform(4, cls).format == Waveform(4, np.dtype(cls)).format == format
    assert Waveform.from_buffer(bytes(16), cls).format == format


@pytest.mark.parametrize("cls", [np.integer, np.str_, np.longdouble, np.object_])
def test_another_numpy_class_is_not_a_format(cls):
    with pytest.raises(ValueError, match="format"):
        Waveform(4, cls)


@pytest.mark.parametrize(
    "shape",
    [None, 1.0, "3", [1.0], ["3"], [None], [[1]], {1}, {1: 1}, iter([1]), (n for n in [1])],
    ids=shown,
)
def test_shape_of_another_type_is_a_type_error(shape):
    with pytest.raises(TypeError, match="shape"):
        Waveform(shape)


@pytest.mark.parametrize("shape", [-1, (-1,), (2, -1), (0, -1), (np.int8(-1),)])
def test_negative_side_is_a_value_error(shape):
    with pytest.raises(ValueError, match=r"shape.*-1"):
        Waveform(shape)


@pytest.mark.parametrize("ndim", [0, 1, 2, 31, 32, 33, 63, 64])
def test_up_to_64_dimensions(ndim):
    waveform = Waveform((1,) * ndim, "h")
    assert (waveform.ndim, waveform.shape, waveform.nbytes) == (ndim, (1,) * ndim, 2)


@pytest.mark.parametrize("ndim", [65, 1000])
def test_more_dimensions_are_a_value_error(ndim):
    with pytest.raises(ValueError, match=rf"shape.*{ndim}"):
        Waveform((1,) * ndim)


def test_default_format_is_float64_as_in_numpy():
    assert Waveform(4).format == "d"
    assert len(np.frombuffer(Waveform(2048))) == 2048


@pytest.mark.parametrize("format", FORMATS)
def test_memory_is_zero(format):
    waveform = Waveform(5, format)
    assert waveform.format == format
    assert waveform.tobytes() == bytes(waveform.nbytes)


@given(st.sampled_from(FORMATS), shapes(max_dims=5))
def test_attributes_are_those_of_the_same_numpy_array(format, shape):
    waveform, oracle = Waveform(shape, format), memoryview(np.zeros(shape, dtype_of(format)))
    for name in LAYOUT + CONTIGUITY:
        assert getattr(waveform, name) == getattr(oracle, name), name
    if oracle.nbytes:  # NumPy's strides of an empty array follow no rule of PEP 3118
        assert waveform.strides == oracle.strides


def test_memory_of_its_own():
    waveform = Waveform(3)
    assert waveform.obj is None
    assert waveform.exports == 0
    assert waveform.readonly is False


def test_keyword_arguments():
    waveform = Waveform(format="h", shape=(2, 3))
    assert (waveform.format, waveform.shape) == ("h", (2, 3))


@pytest.mark.parametrize(
    ("arguments", "keywords", "named"),
    [
        ((), {}, "shape"),
        ((), {"format": "d"}, "shape"),
        ((1,), {"shape": 1}, "shape"),
        ((1, "d"), {"format": "d"}, "format"),
        ((1,), {"dtype": "d"}, "dtype"),
        ((1, "d", 2), {}, "3"),
    ],
)
def test_wrong_arguments_are_named(arguments, keywords, named):
    with pytest.raises(TypeError, match=named):
        Waveform(*arguments, **keywords)


@pytest.mark.parametrize("format", [3, 1.5, ["d"], object()], ids=shown)
def test_format_of_another_type_is_a_type_error(format):
    with pytest.raises(TypeError, match="format"):
        Waveform(1, format)


@pytest.mark.parametrize("format", ["", "y", "<y", "2y", "dy", "d\0", "\ud800", "d y", "é"])
def test_unknown_format_is_a_value_error(format):
    with pytest.raises(ValueError, match="format"):
        Waveform(1, format)


def test_construction_is_done_by_new_alone():
    waveform = Waveform(3, "h")
    waveform.__init__(7, "d")
    assert (waveform.shape, waveform.format) == ((3,), "h")
