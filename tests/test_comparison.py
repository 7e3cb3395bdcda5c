"""w == other, by value whatever the format, as memoryview compares; and unhashable."""

import array
import ctypes
import math
import operator
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import (
    FORMATS,
    NATIVE_CODES,
    SWAPPED,
    dtype_of,
    shapes,
    shown,
    waveform_of,
    waveforms,
)

from swiftbuf import Waveform

REAL = [format for format in NATIVE_CODES + SWAPPED if "Z" not in format]
# memoryview reads "e" and marks of byte order by `struct`, and so compares every real format.
NUMBERS = st.sampled_from([0, 1, 2, 100, -1, 127, 255, 2**24 + 1, 2**53 + 1, 0.5, math.nan, -0.0])


def filled(format, values, shape=None):
    """A Waveform of these values as NumPy converts them, wrapped around where they do not fit."""
    with np.errstate(all="ignore"):
        numbers = np.array(values, "d" if any(isinstance(x, float) for x in values) else "q")
        data = numbers.astype("B" if format == "c" else dtype_of(format))
    return waveform_of(data.tobytes(), format, shape)


def variants(waveform):
    """The same values in other layouts of memory."""
    yield waveform
    yield waveform.toreadonly()
    if waveform.ndim:
        spread = Waveform((2 * len(waveform), *waveform.shape[1:]), waveform.format)
        spread[::-2] = waveform
        yield spread[::-2]


@given(st.sampled_from(REAL), st.sampled_from(REAL), st.lists(NUMBERS, max_size=4))
def test_formats_compare_by_value_as_in_memoryview(format, other, values):
    left, right = filled(format, values), filled(other, values)
    expected = memoryview(left) == memoryview(right)
    for one in variants(left):
        for two in variants(right):
            assert (one == two) is expected
            assert (one != two) is not expected
            assert (one == memoryview(two)) is expected
            assert (memoryview(one) == two) is expected


@given(st.data(), waveforms())
def test_one_bit_that_differs_makes_a_difference(data, waveform):
    values = waveform.tobytes()
    other = waveform_of(values, waveform.format, waveform.shape)
    has_nan = "nan" in repr(waveform.tolist())
    assert (waveform == other) is not has_nan
    if values and not has_nan:
        position = data.draw(st.integers(0, len(values) - 1))
        changed = bytearray(values)
        changed[position] ^= 1 << data.draw(st.integers(0, 7))
        other = waveform_of(bytes(changed), waveform.format, waveform.shape)
        assert (waveform == other) is (waveform.tolist() == other.tolist())


@given(shapes(max_dims=3, max_side=2), shapes(max_dims=3, max_side=2), st.sampled_from("dB"))
def test_shapes_compare_as_in_memoryview(shape, other, format):
    left, right = Waveform(shape), Waveform(other, format)
    assert (left == right) is (memoryview(left) == memoryview(right))


@pytest.mark.parametrize("format", FORMATS)
def test_equal_to_itself_and_to_a_copy(format):
    waveform = waveform_of(bytes(range(1, 49)), format, (3, 16 // dtype_of(format).itemsize))
    for one in variants(waveform):
        for two in variants(waveform.copy()):
            assert one == two
    other = waveform.copy()
    other[-1, -1] = other[0, 0]
    assert (waveform == other) is (format == "?")


def test_nan_differs_from_itself():
    for format in ["e", "f", "d", ">d", "Zf", "Zd"]:
        waveform = Waveform(1, format)
        waveform[0] = math.nan
        assert not waveform == waveform  # noqa: SIM201 - __eq__ itself is tested
        assert waveform != waveform


def test_zeros_of_either_sign_are_equal():
    waveform = Waveform(1)
    waveform[0] = -0.0
    assert waveform == Waveform(1)
    assert waveform == Waveform(1, "b")


def test_integers_and_floats_compare_exactly():
    integers = Waveform(1, "q")
    integers[0] = 2**53 + 1
    floats = Waveform(1)
    floats[0] = 2**53 + 1
    assert floats[0] == 2**53
    assert integers != floats


def test_every_byte_but_0_is_the_same_true():
    ones, twos = (Waveform.from_buffer(bytes([n, 0]), "?") for n in (1, 2))
    assert ones == twos
    assert twos == Waveform.from_buffer(bytes([1, 0]))


def test_complex_numbers():
    waveform = waveform_of(np.array([1, 2], "D").tobytes(), "Zd")
    assert waveform == waveform.copy()
    assert waveform == filled("Zf", [1, 2])
    assert waveform == filled(">Zd", [1, 2])
    assert waveform == filled("i", [1, 2])
    assert filled("d", [1, 2]) == waveform
    waveform[1] = 2 + 1j
    assert waveform != filled("i", [1, 2])
    assert waveform == waveform_of(np.array([1, 2 + 1j], ">F").tobytes(), ">Zf")


def test_bytes_of_format_c_are_no_numbers():
    assert Waveform.from_buffer(b"ab", "c") == Waveform.from_buffer(b"ab", "c")
    assert Waveform.from_buffer(b"ab", "c") != b"ab"
    assert memoryview(b"ab").cast("c") != b"ab"


@pytest.mark.parametrize(
    "other",
    [
        *(bytes([1, 2, 3]), bytearray([1, 2, 3]), memoryview(bytes([1, 2, 3]))),
        *(array.array(code, [1, 2, 3]) for code in "bBhHiIlLqQfd"),
        (ctypes.c_int * 3)(1, 2, 3),
        *(memoryview(np.array([1, 2, 3], dtype)) for dtype in ["b", ">i2", "<u4", ">f8", "e"]),
        memoryview(np.array([3, 0, 2, 0, 1])[::-2]),
    ],
    ids=lambda other: type(other).__name__,
)
def test_any_buffer(other):
    for format in ["B", "h", ">i", "d", "e"]:
        waveform = filled(format, [1, 2, 3])
        assert waveform == other
        waveform[2] = 4
        assert waveform != other


def test_numpy_arrays_compare_element_by_element_on_the_other_side():
    waveform = filled("h", [1, 2, 3])
    assert Waveform.__eq__(waveform, np.array([1, 2, 3])) is True
    assert (np.array([1, 0, 3]) == waveform).tolist() == [True, False, True]


NO_BUFFERS = [3, "abc", [1, 2, 3], (1, 2, 3), None, object(), 1.0, np.array(["2020"], "M8[D]")]


@pytest.mark.parametrize("other", NO_BUFFERS, ids=shown)
def test_what_exports_no_buffer_is_not_equal(other):
    waveform = filled("h", [1, 2, 3])
    assert Waveform.__eq__(waveform, other) is NotImplemented
    assert Waveform.__ne__(waveform, other) is NotImplemented


def test_the_other_side_is_asked():
    assert Waveform(3) == mock.ANY
    assert not Waveform(3) != mock.ANY  # noqa: SIM202 - __ne__ itself is tested


@pytest.mark.parametrize("dtype", ["i2,i2", "U1", "2i2"])
def test_buffers_whose_format_is_not_one_element_are_not_equal(dtype):
    other = memoryview(np.zeros(3, dtype))
    assert Waveform(3) != other
    assert not Waveform(3) == other  # noqa: SIM201 - __eq__ itself is tested


def test_a_released_memoryview_is_not_equal():
    view = memoryview(b"abc")
    view.release()
    assert Waveform(3, "B") != view


def test_a_comparison_lets_the_other_buffer_go():
    source = bytearray(3)
    assert Waveform(3, "B") == source
    assert Waveform(2, "B") != source
    source.append(1)  # a BufferError while anything exports it


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_there_is_no_order(compare):
    with pytest.raises(TypeError):
        compare(Waveform(3), Waveform(3))


@pytest.mark.parametrize("waveform", [Waveform(3), Waveform(3).toreadonly(), Waveform(())])
def test_there_is_no_hash(waveform):
    with pytest.raises(TypeError, match="unhashable"):
        hash(waveform)
