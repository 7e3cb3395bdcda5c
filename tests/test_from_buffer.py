"""`Waveform.from_buffer`: the memory of any exporter, in its own layout or as a flat run."""

import array
import ctypes
import mmap
import re
from _testbuffer import ND_WRITABLE, PyBUF_FULL_RO, PyBUF_ND, ndarray

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from modelling import FORMATS, NUMPY_MAX_NDIM, address, as_array, dtype_of, waveform_of
from support import raw_view, sample

from swiftbuf import Waveform


class Matrix(ctypes.BigEndianStructure):
    _fields_ = (("x", ctypes.c_int16), ("y", ctypes.c_int16))


KEPT = {
    "bytes": b"\1\2\3",
    "bytearray": bytearray(b"\1\2\3"),
    "array": array.array("h", [1, -2, 3]),
    "array of doubles": array.array("d", [1.5, -2.5]),
    "empty array": array.array("i"),
    "ctypes": (ctypes.c_int16 * 3)(1, -2, 3),
    "ctypes 8 bytes": (ctypes.c_long * 2)(1, -(2**40)),
    "ctypes 2-d": ((ctypes.c_double * 2) * 3)((1, 2), (3, 4), (5, 6)),
    "ctypes big-endian": (ctypes.c_int32.__ctype_be__ * 2)(1, -2),
    "ctypes scalar": ctypes.c_float(1.5),
    "mmap": mmap.mmap(-1, 4096),
    "memoryview": memoryview(bytearray(range(12))),
    "memoryview strided": memoryview(bytearray(range(12)))[10:0:-3],
    "memoryview cast": memoryview(bytearray(range(12))).cast("h", (2, 3)),
    "memoryview read-only": memoryview(bytearray(range(12))).toreadonly(),
    "memoryview scalar": memoryview(bytearray(8)).cast("d", ()),
    "numpy 3-d": sample((2, 3, 4), "h"),
    "numpy Fortran": np.asfortranarray(sample((2, 3, 4), "f")),
    "numpy transposed": sample((2, 3), ">d").T,
    "numpy strided": sample((5, 6), "i")[::-2, 1::2],
    "numpy repeated": np.broadcast_to(sample(3, "b"), (2, 3)),
    "numpy scalar": np.array(2.5),
    "numpy empty": np.zeros((3, 0, 2)),
    "numpy read-only": np.frombuffer(b"12345678"),
    "numpy misaligned": np.frombuffer(bytearray(17), "u1")[1:].view("f8"),
    "numpy complex": sample(4, ">Zf"),
    "numpy half": sample(4, "e"),
    "numpy bool": np.array([True, False]),
    "numpy record field": np.zeros(3, "i1,>i4,i2")["f1"],
    "numpy many dimensions": np.zeros((1,) * (NUMPY_MAX_NDIM - 2) + (2, 3)),
    "memoryview 64-d": memoryview(bytes(6)).cast("b", (1,) * 62 + (2, 3)),
    "ndarray": ndarray([1, 2, 3], [3], format="@n", flags=ND_WRITABLE),
    "ndarray chars": ndarray([b"a", b"b"], [2], format="c"),
    "ndarray standard": ndarray([1, -2], [2], format="<l"),
    "waveform": waveform_of(bytes(12), ">h"),
    "waveform view": waveform_of(bytes(24), ">h", (3, 4))[::-1, ::2],
    "waveform read-only": waveform_of(bytes(12), ">h").toreadonly(),
}


@pytest.mark.parametrize("source", KEPT.values(), ids=KEPT)
def test_the_layout_of_the_source_is_kept(source):
    waveform, view = Waveform.from_buffer(source), memoryview(source)
    assert waveform.format == Waveform(0, view.format).format
    for name in ("itemsize", "nbytes", "ndim", "shape", "readonly"):
        assert getattr(waveform, name) == getattr(view, name), name
    for name in ("strides", "suboffsets", "c_contiguous", "f_contiguous", "contiguous"):
        assert getattr(waveform, name) == getattr(view, name), name
    assert waveform.tobytes() == view.tobytes()
    assert waveform.obj is source
    assert type(waveform) is Waveform


@pytest.mark.parametrize("source", KEPT.values(), ids=KEPT)
def test_nothing_is_copied(source):
    waveform = Waveform.from_buffer(source)
    if waveform.nbytes:
        with raw_view(waveform, PyBUF_FULL_RO) as ours, raw_view(source, PyBUF_FULL_RO) as theirs:
            assert ours.buf == theirs.buf


@pytest.mark.parametrize("source", [KEPT["bytearray"], KEPT["array"], KEPT["numpy strided"]])
def test_both_sides_see_what_the_other_writes(source):
    waveform, other = Waveform.from_buffer(source), np.asarray(source)
    assert np.shares_memory(np.asarray(waveform), other)
    other[...] = 5
    assert set(np.asarray(waveform).flat) == {5}
    waveform[...] = 7
    assert set(other.flat) == {7}


def test_fields_of_records_are_read_where_they_are():
    records = np.array([(1, 2.5), (3, 4.5)], [("tag", "i1"), ("level", ">f8")])
    waveform = Waveform.from_buffer(records["level"])
    waveform[1] = -1
    assert (waveform.format, waveform.strides) == (">d", (9,))
    assert records.tolist() == [(1, 2.5), (3, -1)]


@pytest.mark.parametrize(
    "source",
    [
        np.zeros(2, "longdouble"),
        np.zeros(2, [("level", "longdouble")]),
        memoryview(np.zeros(2, [("level", "longdouble")])),
    ],
)
def test_a_source_of_other_elements_is_a_value_error_that_shows_the_way(source):
    with pytest.raises(ValueError, match='format="B"'):
        Waveform.from_buffer(source)
    assert Waveform.from_buffer(source, format="B").tobytes() == bytes(source)


@pytest.mark.parametrize(
    "source", [sample((2, 3), ">Zf"), waveform_of(bytes(48), ">h"), bytearray(48), b"1" * 48]
)
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_format_reads_the_bytes_anew(source, fmt):
    waveform = Waveform.from_buffer(source, fmt)
    assert (waveform.format, waveform.ndim, waveform.c_contiguous) == (fmt, 1, True)
    assert waveform.tobytes() == memoryview(source).tobytes()
    assert address(waveform) == address(memoryview(source))


@given(st.data(), st.sampled_from(FORMATS), st.binary(max_size=80))
def test_offset_count_and_format_are_those_of_numpy(data, fmt, raw):
    offset = data.draw(st.integers(0, len(raw) + 2))
    count = data.draw(st.none() | st.integers(0, 12))
    options = {} if count is None else {"count": count}
    try:
        expected = np.frombuffer(raw, dtype_of(fmt), offset=offset, **options)
    except ValueError:
        # NumPy refuses to make an empty array of an empty rest, which is a Waveform of no elements.
        assume(count != 0 and offset != len(raw))
        with pytest.raises(ValueError, match=r"offset|count|format|source"):
            Waveform.from_buffer(raw, fmt, offset=offset, **options)
    else:
        waveform = Waveform.from_buffer(raw, fmt, offset=offset, **options)
        assert waveform.tobytes() == expected.tobytes()
        assert waveform.shape == expected.shape
        if expected.size:
            assert np.shares_memory(as_array(waveform), np.frombuffer(raw, "u1"))


def test_a_source_that_did_not_tell_its_format_is_a_value_error():
    untold = Waveform(3).__buffer__(PyBUF_ND)  # says "B", with items of 8 bytes
    assert (untold.format, untold.itemsize) == ("B", 8)
    with pytest.raises(ValueError, match="itemsize|item size|format"):
        Waveform.from_buffer(untold)
    assert Waveform.from_buffer(untold, "d").shape == (3,)


def test_an_offset_alone_keeps_the_format_of_the_source():
    source = sample((3, 4), ">h")
    assert Waveform.from_buffer(source, offset=4).format == ">h"
    assert Waveform.from_buffer(source, offset=4).tolist() == source.ravel()[2:].tolist()
    assert Waveform.from_buffer(source, count=5).tolist() == source.ravel()[:5].tolist()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"offset": -1}, "offset.*-1"),
        ({"offset": 17}, "offset.*17"),
        ({"offset": 2**62}, f"offset.*{2**62}"),
        ({"offset": 2**64}, "offset"),
        ({"count": -1}, "count.*-1"),
        ({"count": 17}, "count.*17"),
        ({"count": 2**62}, f"count.*{2**62}"),
        ({"count": 2**62, "format": "d"}, f"count.*{2**62}"),
        ({"count": 2**61, "offset": 8, "format": "Zd"}, f"count.*{2**61}"),
        ({"count": 2**64}, "count"),
        ({"count": 2, "offset": 8, "format": "d"}, "count.*2"),
        ({"offset": 1, "format": "d"}, "15"),
        ({"format": "y"}, "format.*'y'"),
    ],
)
def test_values_that_do_not_fit_the_source(options, named):
    with pytest.raises(ValueError, match=named):
        Waveform.from_buffer(bytearray(16), **options)


@pytest.mark.parametrize("option", ["offset", "count"])
@pytest.mark.parametrize("value", [1.0, "1", [1], b"1", 1j])
def test_offset_and_count_are_integers(option, value):
    with pytest.raises(TypeError, match=option):
        Waveform.from_buffer(bytearray(16), **{option: value})


@pytest.mark.parametrize("source", [None, 5, "text", [1, 2], (1,), object(), int, iter(b"1"), {}])
def test_what_exports_no_buffer_is_a_type_error(source):
    with pytest.raises(TypeError, match=f"{re.escape(repr(source))}|{type(source).__name__}"):
        Waveform.from_buffer(source)


def test_arguments_are_checked_by_name_and_number():
    for arguments, options in [
        ((), {}),
        ((b"", "B", 0), {}),
        ((b"",), {"size": 3}),
        ((b"",), {"source": b""}),
        ((b"", "B"), {"format": "B"}),
    ]:
        with pytest.raises(TypeError):
            Waveform.from_buffer(*arguments, **options)
    assert Waveform.from_buffer(source=b"12", format="h").nbytes == 2
