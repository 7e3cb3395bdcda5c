"""What `format` accepts, the canonical form that it is kept in, and what it refuses.

The oracles are `struct` for sizes and NumPy for the form: what it exports for the same element.
"""

import re
import struct
import sys

import numpy as np
import pytest
from modelling import COMPLEX_CODES, NATIVE_CODES
from support import itemsize_of

from swiftbuf import Waveform

STANDARD_CODES = [code for code in NATIVE_CODES if code not in "nN"]  # with one size everywhere
KINDS = dict.fromkeys("bhilq", "i") | dict.fromkeys("BHILQ", "u") | dict.fromkeys("efd", "f")
NATIVE, OTHER = ("<", ">") if sys.byteorder == "little" else (">", "<")
OTHER_PREFIXES = [">", "!"] if OTHER == ">" else ["<"]

NUMPY_TYPES = [
    *("bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
]


def exported_by_numpy(dtype):
    # By its string, which makes NumPy forget that a native byte order was given by name.
    return memoryview(np.zeros(1, np.dtype(dtype).str)).format


def assert_is(waveform, fmt):
    """That a Waveform has this format, and exports it."""
    exported = memoryview(waveform)
    assert (waveform.format, exported.format) == (fmt, fmt)
    assert waveform.itemsize == exported.itemsize == itemsize_of(fmt)
    assert waveform.nbytes == 3 * itemsize_of(fmt)


@pytest.mark.parametrize("code", [*NATIVE_CODES, *COMPLEX_CODES])
@pytest.mark.parametrize("prefix", ["", "@"])
def test_native_codes_are_kept_as_they_are(prefix, code):
    assert_is(Waveform(3, prefix + code), code)


@pytest.mark.parametrize("code", [*STANDARD_CODES, *COMPLEX_CODES])
@pytest.mark.parametrize("prefix", ["=", NATIVE])
def test_a_byte_order_that_is_native_is_left_out(prefix, code):
    of_the_same_size = {"l": "i", "L": "I"}  # standard sizes are 4 bytes, native ones 8
    assert_is(Waveform(3, prefix + code), of_the_same_size.get(code, code))
    if code not in COMPLEX_CODES:
        assert Waveform(3, prefix + code).itemsize == struct.calcsize(prefix + code)


@pytest.mark.parametrize("code", [*KINDS, *COMPLEX_CODES])
@pytest.mark.parametrize("prefix", OTHER_PREFIXES)
def test_a_byte_order_that_is_not_native_is_as_numpy_exports_it(prefix, code):
    kind, size = KINDS.get(code, "c"), itemsize_of(prefix + code)
    assert_is(Waveform(3, prefix + code), exported_by_numpy(f"{OTHER}{kind}{size}"))


@pytest.mark.parametrize("code", "?cbB")
@pytest.mark.parametrize("prefix", ["=", "<", ">", "!"])
def test_single_bytes_have_no_byte_order(prefix, code):
    assert_is(Waveform(3, prefix + code), code)


@pytest.mark.parametrize(("letter", "code"), [("F", "Zf"), ("D", "Zd")])
@pytest.mark.parametrize("prefix", ["", "@", "=", "<", ">", "!"])
def test_letters_of_numpy_for_complex_numbers(prefix, letter, code):
    assert_is(Waveform(3, prefix + letter), Waveform(3, prefix + code).format)


@pytest.mark.parametrize("name", NUMPY_TYPES)
def test_names_of_numpy(name):
    assert_is(Waveform(3, name), exported_by_numpy(name))


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("name", NUMPY_TYPES)
def test_array_interface_strings(name, order):
    dtype = np.dtype(name).newbyteorder(order)
    assert_is(Waveform(3, dtype.str), exported_by_numpy(dtype))


@pytest.mark.parametrize("order", "<>=")
@pytest.mark.parametrize("name", NUMPY_TYPES)
def test_dtype_objects(name, order):
    dtype = np.dtype(name).newbyteorder(order)
    assert_is(Waveform(3, dtype), exported_by_numpy(dtype))


def test_the_default_is_what_frombuffer_reads():
    waveform = Waveform(3)
    assert_is(waveform, "d")
    assert np.frombuffer(waveform).size == 3


def test_the_kept_form_is_accepted_again():
    for code in [*NATIVE_CODES, *COMPLEX_CODES]:
        for prefix in [""] if code in "nN" else ["", OTHER]:
            once = Waveform(3, prefix + code).format
            assert Waveform(3, once).format == once


# Every use of a format goes through the same parser, so that they all refuse the same.
USES = {
    "Waveform": lambda fmt: Waveform(2, fmt),
    "cast": lambda fmt: Waveform(16, "B").cast(fmt),
    "from_buffer": lambda fmt: Waveform.from_buffer(bytearray(16), fmt),
    "from_file": lambda fmt: Waveform.from_file(__file__, fmt),
}


@pytest.mark.parametrize(
    "fmt",
    [
        *("", " ", "@", "<", ">", "!", "="),  # no element
        *("0h", "(2)h", "0s", "10"),  # a count without a value, or without one element
        *("y", "<y", "x", "p", "P", "O", "u", "w", "g", "G", "Z", "Zh", "Zg", "zf", "&h"),
        *("<n", "<N", ">n", ">N", "=n", "=N", "!n", "!N"),  # no standard size
        *("<<h", "<>h", "@<h", "h<", "|h", "^h"),  # byte order in excess, or out of place
        *("int7", "int128", "Int16", "int16 ", "float8", "float128", "complex32", "str", "object"),
        *("<i5", "<i16", "<u0", "<f1", "<f16", "<c4", "<c32", "<b2", "|i2x", "<i-2", "<i02"),
        *("<M8[ns]", "<m8", "|O8", "|O"),
        *("h\0", "\0", "h\0h", "é", "\N{MUSICAL SYMBOL G CLEF}", "\udc80", "h" * 10_000),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_what_is_not_one_element_is_a_value_error(use, fmt):
    with pytest.raises(ValueError, match="format"):
        use(fmt)


@pytest.mark.parametrize("fmt", ["", "y", "<y", "(2)h", "<n", "int7", "<i5", "T{y:x:}"])
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_the_error_names_the_format(use, fmt):
    with pytest.raises(ValueError, match="format: .*" + re.escape(repr(fmt))):
        use(fmt)


@pytest.mark.parametrize(
    "dtype",
    [
        np.dtype((np.int16, 2)),
        np.dtype([("x", "longdouble")]),
        np.dtype("M8[ns]"),
        np.dtype("m8[s]"),
        np.dtype("O"),
        np.dtype("longdouble"),
        np.dtype("clongdouble"),
    ],
    ids=str,
)
def test_dtypes_that_are_not_one_element_are_a_value_error(dtype):
    with pytest.raises(ValueError, match="format"):
        Waveform(2, dtype)


@pytest.mark.parametrize("fmt", [b"h", 8, 1.0, ["h"], ("h",), object(), float, bytearray(b"h")])
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_what_is_no_string_is_a_type_error(use, fmt):
    with pytest.raises(TypeError, match="format"):
        use(fmt)


def test_no_format_is_only_for_sources_that_have_one():
    with pytest.raises(TypeError, match="format"):
        Waveform(2, None)
    assert Waveform.from_buffer(np.zeros(2, ">i2"), None).format == ">h"


def test_a_string_of_a_subclass_is_a_string():
    class Name(str):
        __slots__ = ()

    assert Waveform(2, Name(">h")).format == ">h"


def test_strange_dtypes_do_no_harm():
    class Liar:
        str = 5

    with pytest.raises(TypeError, match="format"):
        Waveform(2, Liar())
