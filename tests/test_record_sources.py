"""Records of other exporters, of files and maps: ctypes, NumPy, _testbuffer."""

import ctypes

import numpy as np
import pytest
from hypothesis import given
from records import arrays

from swiftbuf import Waveform

ndarray = pytest.importorskip("_testbuffer").ndarray


class Point(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_uint8), ("x", ctypes.c_int32), ("y", ctypes.c_double))


class Track(ctypes.Structure):
    _fields_ = (
        ("first", Point),
        ("others", Point * 2),
        ("codes", ctypes.c_int16 * 3),
        ("size", ctypes.c_long),
    )


class Packet(ctypes.BigEndianStructure):
    _fields_ = (("kind", ctypes.c_uint8), ("length", ctypes.c_uint32), ("code", ctypes.c_uint16))


class Derived(Point):
    _fields_ = (("z", ctypes.c_double),)


class Bits(ctypes.Structure):
    _fields_ = (("low", ctypes.c_uint32, 3), ("high", ctypes.c_uint32, 5))


def offsets(structure):
    return {name: getattr(structure, name).offset for name, *_ in structure._fields_}


@pytest.mark.parametrize("structure", [Point, Track, Packet])
def test_structures_of_ctypes_have_the_layout_of_c(structure):
    memory = (structure * 2)()
    waveform = Waveform.from_buffer(memory)
    assert (waveform.shape, waveform.itemsize) == ((2,), ctypes.sizeof(structure))
    assert {name: offset for name, (_, offset) in waveform.fields.items()} == offsets(structure)


def test_values_of_ctypes():
    memory = (Track * 2)()
    waveform = Waveform.from_buffer(memory)
    memory[1].others[1].y = 0.5
    memory[1].codes[2] = -3
    waveform[0] = ((1, 2, 0.25), [(3, 4, 5.0), (6, 7, 8.0)], [1, 2, 3], 2**40)
    assert waveform[1] == ((0, 0, 0.0), [(0, 0, 0.0), (0, 0, 0.5)], [0, 0, -3], 0)
    assert (memory[0].others[0].x, memory[0].codes[1], memory[0].size) == (4, 2, 2**40)
    packet = Packet()
    Waveform.from_buffer(packet)[...] = (1, 0x01020304, 0x0506)
    assert (packet.length, packet.code) == (0x01020304, 0x0506)


class Either(ctypes.Union):
    _fields_ = (("integer", ctypes.c_int32), ("real", ctypes.c_float))


class Packed(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("kind", ctypes.c_uint8), ("x", ctypes.c_int32))


class ShortBits(ctypes.Structure):
    _fields_ = (("a", ctypes.c_uint8, 4), ("b", ctypes.c_uint8, 4), ("n", ctypes.c_uint16))


class Byte(ctypes.Structure):
    _fields_ = (("p", ctypes.c_uint8),)


class ByteAndMore(Byte):
    _fields_ = (("x", ctypes.c_uint8), ("y", ctypes.c_uint16))


class StillMore(ByteAndMore):
    pass


def holding(inner):
    fields = (("inner", inner * 2), ("n", ctypes.c_int64))
    return type("Holding", (ctypes.Structure,), {"_fields_": fields})


MISDESCRIBED = [Derived, Bits, Packed, ShortBits, ByteAndMore, StillMore]


@pytest.mark.parametrize("structure", [*MISDESCRIBED, *map(holding, [*MISDESCRIBED, Either])])
@pytest.mark.parametrize("export", [lambda memory: memory, memoryview])
def test_structures_whose_format_does_not_say_where_fields_are(structure, export):
    memory = (structure * 2)()
    with pytest.raises(ValueError, match="source: its format"):
        Waveform.from_buffer(export(memory))
    assert Waveform.from_buffer(export(memory), "B").nbytes == ctypes.sizeof(memory)


@pytest.mark.parametrize("structure", MISDESCRIBED)
def test_such_structures_are_not_assigned(structure):
    target = Waveform(2, "T{B:a:=I:b:}")
    with pytest.raises(ValueError, match="its format"):
        target[:] = (structure * 2)()
    assert target.tolist() == [(0, 0), (0, 0)]


@given(arrays())
def test_numpys_arrays_are_read_as_they_are(array):
    waveform = Waveform.from_buffer(array[::2])
    assert np.asarray(waveform).dtype == array.dtype
    assert (waveform.shape, waveform.strides) == ((2,), (2 * array.itemsize,))
    assert waveform.itemsize == array.itemsize


def test_one_record_alone_and_padding_at_its_end():
    # For one element NumPy writes a text that NumPy itself does not read.
    packed = np.zeros(1, [("volts", "<f4"), ("marker", "u1")])
    assert Waveform.from_buffer(memoryview(packed)).itemsize == 5
    padded = np.zeros(2, {"names": ["a"], "formats": ["<f4"], "offsets": [4], "itemsize": 16})
    waveform = Waveform.from_buffer(memoryview(padded))
    assert (waveform.itemsize, waveform.fields) == (16, {"a": ("f", 4)})
    assert np.asarray(waveform).dtype == padded.dtype


@pytest.mark.parametrize("fmt", ["hh", ">hB", "<3hd", "=iq", "B3sH", "2s?"])
def test_struct_texts_of_another_exporter(fmt):
    one = {"h": 1, "B": 2, "d": 0.5, "i": -1, "q": 7, "H": 3, "?": True, "s": b"ab"}
    item = {
        "hh": (1, 2),
        ">hB": (1, 2),
        "<3hd": (1, 2, 3, 0.5),
        "=iq": (-1, 7),
        "B3sH": (1, b"abc", 3),
        "2s?": (b"ab", True),
    }[fmt]
    assert one
    source = ndarray([item, item], [2], format=fmt)
    waveform = Waveform.from_buffer(source)
    assert waveform.tolist() == source.tolist() == [item, item]
    assert waveform.itemsize == source.itemsize


def test_files_and_maps(tmp_path):
    path = tmp_path / "pulses.bin"
    array = np.array([(0.5, 1), (1.5, 2), (2.5, 3)], [("volts", "<f4"), ("marker", "u1")])
    path.write_bytes(b"HEAD" + array.tobytes())
    waveform = Waveform.from_file(path, "T{<f:volts:B:marker:}", offset=4)
    assert waveform.tolist() == array.tolist()
    with Waveform.mmap(path, array.dtype, mode="r+", offset=4) as mapped:
        mapped["marker"][:] = 9
        mapped[0] = (-1.0, 8)
        mapped.flush()
    assert path.read_bytes()[4:9] == b"\x00\x00\x80\xbf\x08"
    assert np.fromfile(path, array.dtype, offset=4)["marker"].tolist() == [8, 9, 9]
    with pytest.raises(ValueError, match="19"):
        Waveform.from_file(path, "<fB")


def test_memoryviews_of_numpys_records_are_read_by_their_dtype():
    # NumPy's text of one packed element says what an aligned one says.
    array = np.zeros(2, [("b", "u1"), ("x", "<i4"), ("y", "u1", (3,))])
    array["b"], array["x"] = 7, 123456
    records = array[["b", "x"]]
    waveform = Waveform(2, "T{B:b:i:x:}")
    waveform[0] = memoryview(records[0])
    assert waveform.tolist() == [(7, 123456), (0, 0)]
    assert Waveform.from_buffer(memoryview(records[0]))[()] == (7, 123456)
    assert Waveform.from_buffer(memoryview(records)).tolist() == [(7, 123456)] * 2
