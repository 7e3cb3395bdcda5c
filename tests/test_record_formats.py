"""The texts of records, against NumPy and `struct`: the same fields, offsets, sizes and names."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import dtypes

from swiftbuf import Waveform


def exported(dtype):
    """The text that NumPy exports for records at least two of which lie side by side."""
    return memoryview(np.zeros(2, dtype)).format


def numpy_reads(text, dtype):
    """Whether NumPy reads its own text back as the same dtype."""
    try:
        return np.asarray(memoryview(np.zeros(2, dtype))).dtype == dtype
    except RuntimeError:
        return False


@given(dtypes())
def test_a_dtype_comes_back_from_numpy_with_padding_and_offsets(dtype):
    waveform = Waveform(2, dtype)
    assert np.asarray(waveform).dtype == dtype
    assert waveform.itemsize == dtype.itemsize


@given(dtypes())
def test_the_canonical_text_is_numpys_where_numpy_reads_that(dtype):
    waveform = Waveform(2, dtype)
    text = exported(dtype)
    assert waveform.format == text or not numpy_reads(text, dtype)
    assert Waveform(2, waveform.format).format == waveform.format
    assert Waveform(2, waveform.format).itemsize == waveform.itemsize
    assert memoryview(waveform).format == waveform.format


@given(dtypes())
def test_fields_are_those_of_the_dtype(dtype):
    fields = Waveform(1, dtype).fields
    assert list(fields) == list(dtype.names)
    for name, (format, offset) in fields.items():
        assert offset == dtype.fields[name][1]
        assert np.asarray(Waveform(1, dtype)[name]).dtype.itemsize * (
            np.prod(dtype[name].shape, dtype=int)
        ) == (dtype[name].itemsize), format


@pytest.mark.parametrize("mark", ["", "@", "=", "<", ">", "!"])
@given(data=st.data())
def test_a_struct_string_has_the_values_and_the_size_of_struct(mark, data):
    codes = "?cbBhHiIlLqQefd" if mark else "?cbBhHiIlLqQnNefd"
    part = st.tuples(st.sampled_from(["", "", "1", "2", "3"]), st.sampled_from([*codes, "s", "x"]))
    parts = data.draw(st.lists(part, min_size=2, max_size=6))
    text = mark + data.draw(st.sampled_from(["", " "])).join(map("".join, parts))
    raw = bytes(i % 2 for i in range(struct.calcsize(text)))
    values = struct.unpack(text, raw)
    if len(values) > 1:
        waveform = Waveform.from_buffer(raw, text)
        assert (waveform.itemsize, waveform[0]) == (len(raw), values)
        assert list(waveform.fields) == [f"f{i}" for i in range(len(values))]
        assert np.asarray(waveform).dtype.names == tuple(waveform.fields)


@pytest.mark.parametrize(
    ("text", "canonical", "itemsize"),
    [
        ("T{<f:volts:B:marker:}", "T{=f:volts:B:marker:}", 5),
        ("<T{f:volts:B:marker:}", "T{=f:volts:B:marker:}", 5),
        ("T{f:volts:B:marker:}", "T{f:volts:B:marker:}", 8),
        ("<fB", "T{=f:f0:B:f1:}", 5),
        ("dB", "T{=d:f0:B:f1:}", 9),
        ("xi", "T{xxxxi:f0:}", 8),
        ("T{3h:a:}", "T{(3)h:a:}", 6),
        ("T{(2)3h:a:}", "T{(2,3)h:a:}", 12),
        ("3h", "T{h:f0:h:f1:h:f2:}", 6),
        ("T{h:f0:B}", "T{h:f0:B:f1:}", 4),
        ("T{^h:a:^d:b:}", "T{h:a:=d:b:}", 10),
        ("T{c:a:n:b:N:d:}", "T{1s:a:xxxxxxxl:b:L:d:}", 24),
        ("T{B:a:3x}", "T{=B:a:3x}", 4),
        ("T{ <h:a: \n >i:b: }", "T{h:a:>i:b:}", 6),
        ("i0q", "T{=i:f0:4x}", 8),
        ("4s", "4s", 4),
        ("s", "1s", 1),
        ("<3w", "3w", 12),
        (">3w", ">3w", 12),
        ("|S5", "5s", 5),
        ("<U2", "2w", 8),
        ("1h", "h", 2),
        ("T{T{B:a:}:é:}", "T{T{B:a:}:é:}", 1),
    ],
)
def test_spellings(text, canonical, itemsize):
    waveform = Waveform(2, text)
    assert (waveform.format, waveform.itemsize) == (canonical, itemsize)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("T{<y:a:}", 3),
        ("T{h:a:", 0),
        ("T{h:a", 3),
        ("T{h::}", 2),
        ("T{h:a:h:a:}", 6),
        ("T{h:ö:h:ö:}", 6),
        ("T{(2h:a:}", 2),
        ("T{()h:a:}", 3),
        ("T{(2,)h:a:}", 5),
        ("T{(-1)h:a:}", 3),
        ("T{(2)}", 5),
        ("T{=n:a:}", 3),
        ("T{<<h:a:}", 3),
        ("T{|h:a:}", 2),
        ("T{0s:a:}", 3),
        ("T{99999999999h:a:}", 2),
        ("T{2147483647s:a:B:b:}", 16),
        ("T{O:a:}", 2),
        ("T{&h:a:}", 2),
        ("T{P:a:}", 2),
        ("T{g:a:}", 2),
        ("T{Zg:a:}", 2),
        ("T{B}}", 4),
        ("T{T{B:a:}:b:}}", 13),
        ("T{}", 0),
        ("T{4x}", 0),
        ("<fy", 2),
        ("h<", 1),
        ("T{" * 33 + "B" + "}" * 33, 64),
        ("1025B", 4),
        ("(2)h", 0),
    ],
)
def test_what_is_malformed_is_a_value_error_that_points_into_the_text(text, position):
    with pytest.raises(ValueError, match=f"^format: .* at position {position} of '"):
        Waveform(2, text)


def test_bounds_are_inclusive():
    assert len(Waveform(1, "1024B").fields) == 1024
    assert Waveform(1, "T{" * 32 + "B" + "}" * 32)[0][0][0] is not None
    assert Waveform(0, "2147483647s").itemsize == 2**31 - 1
    with pytest.raises(ValueError, match="65536"):
        Waveform(1, "T{" + "B" * 70_000 + "}")
    with pytest.raises(ValueError, match="2147483648s|number above|2147483647"):
        Waveform(0, "2147483648s")


@pytest.mark.parametrize(
    "dtype",
    [
        np.dtype({"names": ["a", "b"], "formats": ["i4", "i4"], "offsets": [0, 2]}),
        np.dtype({"names": ["a", "b"], "formats": ["i4", "i4"], "offsets": [4, 0]}),
        np.dtype([("a", "O")]),
        np.dtype([("a", "M8[s]")]),
        np.dtype([("a:b", "i4")]),
        np.dtype([("a", "S0")]),
        np.dtype([]),
    ],
    ids=str,
)
def test_dtypes_that_no_text_can_say_are_a_value_error(dtype):
    with pytest.raises(ValueError, match="format"):
        Waveform(2, dtype)


def test_dtypes_that_are_not_what_they_say_do_no_harm():
    class Type:
        names = ("a",)
        fields = {"a": (np.dtype("i4"), 0)}
        itemsize = 2

    with pytest.raises(ValueError, match="4 bytes.*has 2"):
        Waveform(2, Type())
    Type.fields = {"a": (Type(), 0)}
    with pytest.raises((ValueError, TypeError, RecursionError), match="format"):
        Waveform(2, Type())


def test_equal_texts_of_one_process_are_one_format():
    formats = [f"T{{<h:a{i}:B:b:}}" for i in range(300)]
    for _ in range(2):
        for text in formats:
            assert Waveform(1, text) == Waveform(1, text)
            assert Waveform(1, text).format == text.replace("<", "=")
