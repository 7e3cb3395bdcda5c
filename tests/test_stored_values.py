"""What a single value becomes in memory: exactly what memoryview makes of it, errors included."""

import cmath
import decimal
import fractions
import math
import struct
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import COMPLEX_CODES, NATIVE_CODES, SWAP, SWAPPED, shown

from swiftbuf import Waveform


class Gives:
    """Answers one special method with a value, or by raising it."""

    def __init__(self, answer):
        self.answer = answer

    def __repr__(self):
        return f"{type(self).__name__}({self.answer!r})"

    def give(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def gives(name):
    return type(name, (Gives,), {name: Gives.give})


Index, Float, Bool, Int, Complex = map(
    gives, ["__index__", "__float__", "__bool__", "__int__", "__complex__"]
)
ERRORS = [KeyError("mine"), TypeError("mine"), ValueError("mine"), OverflowError("mine")]
VALUES = [
    *(0, 1, -1, True, False, 127, 128, -128, -129, 255, 256, 32768, 65535, 65536, 2**31, 2**32),
    *(2**53 + 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, 10**30, 10**400),
    *(0.0, -0.0, 1.5, -1e-320, 1e300, -1e300, math.inf, -math.inf, math.nan),
    *(65504.0, 65519.9, 65520.0, 3.4028235e38, 3.4028236e38, 5.96e-8, 2.9e-8, 1 + 2**-11),
    *(None, "", "1", "a", "\0", b"", b"a", b"\0", b"ab", bytearray(b"a"), [], [1], (1,), {}, 1j),
    *(object(), int, Ellipsis, fractions.Fraction(3, 2), decimal.Decimal("1.5")),
    *(np.int8(-3), np.uint64(2**63), np.float16(1.5), np.float32(1e10), np.float64(2.0), np.True_),
    *(Index(3), Index(300), Index(-(2**70)), Index("3"), Index(2.0), Int(3)),
    *(Float(2.5), Float(2), Float("2"), Float(1e300), Bool(False), Bool(2), Complex(1j)),
    *(kind(error) for kind in (Index, Float, Bool) for error in ERRORS),
]
STORES = {
    "element": lambda waveform, value: waveform.__setitem__(0, value),
    "list": lambda waveform, value: waveform.__setitem__(slice(None), [value]),
    "fill": lambda waveform, value: waveform.fill(value),
}


def memoryview_outcome(code, value):
    """The bytes that memoryview stores, or the type of its error."""
    known = "d" if code == "e" and sys.version_info < (3, 12) else code
    view = memoryview(bytearray(struct.calcsize(known))).cast(known)
    try:
        view[0] = value
    except Exception as error:
        return type(error)
    if known == code:
        return view.tobytes()
    try:  # memoryview knows "e" from 3.12 on, where struct's OverflowError is its ValueError
        return struct.pack(code, view[0])
    except OverflowError:
        return ValueError


def outcome(format, value, store):
    waveform = Waveform(1, format)
    try:
        store(waveform, value)
    except Exception as error:
        assert waveform.tobytes() == bytes(waveform.nbytes)
        return type(error)
    return waveform.tobytes()


@pytest.mark.parametrize("store", STORES.values(), ids=STORES)
@pytest.mark.parametrize("code", NATIVE_CODES)
def test_native_formats_store_what_memoryview_stores(code, store):
    for value in VALUES:
        assert outcome(code, value, store) == memoryview_outcome(code, value), repr(value)


@pytest.mark.parametrize("format", [format for format in SWAPPED if "Z" not in format])
def test_swapped_formats_store_the_same_bytes_in_the_other_order(format):
    for value in VALUES:
        expected = memoryview_outcome(format[1:], value)
        if isinstance(expected, bytes):
            expected = expected[::-1]
        assert outcome(format, value, STORES["element"]) == expected, repr(value)


@given(
    st.sampled_from(NATIVE_CODES),
    st.integers() | st.floats(allow_nan=False) | st.binary(max_size=2) | st.text(max_size=1),
)
def test_any_value(code, value):
    assert outcome(code, value, STORES["element"]) == memoryview_outcome(code, value)


@pytest.mark.parametrize("format", ["f", SWAP + "f"])
def test_too_large_for_f_is_infinite(format):
    waveform = Waveform(2, format)
    waveform[0], waveform[1] = 1e39, -1e39
    assert waveform.tolist() == [math.inf, -math.inf]


@pytest.mark.parametrize("format", ["e", SWAP + "e"])
def test_too_large_for_e_is_a_value_error(format):
    waveform = Waveform(1, format)
    with pytest.raises(ValueError):
        waveform[0] = 65520.0


COMPLEX_FORMATS = [*COMPLEX_CODES, *(SWAP + code for code in COMPLEX_CODES)]
COMPLEX_VALUES = [
    *(0, 1, -3, True, 2**53, 1.5, -0.0, math.inf, 2 + 3j, complex(-0.0, -0.0)),
    *(Complex(1 - 2j), Float(2.5), Index(7), fractions.Fraction(3, 2), decimal.Decimal("1.5")),
    *(np.complex64(1 + 2j), np.complex128(1j), np.float32(1.5), np.int16(-3), np.bool_(True)),
]


@pytest.mark.parametrize("value", COMPLEX_VALUES, ids=shown)
@pytest.mark.parametrize("format", COMPLEX_FORMATS)
def test_complex_formats_take_what_complex_takes(format, value):
    waveform = Waveform(1, format)
    waveform[0] = value
    order = ">" if SWAP == ">" and SWAP in format else "<"
    expected = complex(value)
    assert waveform.tobytes() == struct.pack(order + format[-1] * 2, expected.real, expected.imag)


def test_complex_nan():
    waveform = Waveform(1, "Zd")
    waveform[0] = complex(math.nan, 1)
    assert cmath.isnan(waveform[0])
    assert waveform[0].imag == 1


def test_too_large_for_a_component_of_float32_is_infinite():
    waveform = Waveform(1, "Zf")
    waveform[0] = complex(1e300, -1e300)
    assert waveform[0] == complex(math.inf, -math.inf)


@pytest.mark.parametrize("store", STORES.values(), ids=STORES)
@pytest.mark.parametrize("format", COMPLEX_FORMATS)
@pytest.mark.parametrize(
    ("value", "error"),
    [
        *((value, TypeError) for value in ["1", "1j", b"a", None, [], [1], object(), Int(3)]),
        *((Complex("1"), TypeError), (Complex(1.5), TypeError), (10**400, ValueError)),
        *((kind(KeyError("mine")), KeyError) for kind in (Complex, Float, Index)),
    ],
    ids=shown,
)
def test_complex_formats_refuse_what_complex_refuses(format, value, error, store):
    assert outcome(format, value, store) is error
