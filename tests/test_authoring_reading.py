"""Buffers of others in Swift: `withBuffer`, `withBytes` and their mutable forms."""

import array
import ctypes
import mmap
import threading

import numpy as np
import pytest
from support import assert_no_growth

from swiftbuf import Exporter, Waveform

# The Swift types, and the NumPy type of the same bits.
TYPES = {
    "Int8": "i1",
    "UInt8": "u1",
    "Int16": "i2",
    "UInt16": "u2",
    "Int32": "i4",
    "UInt32": "u4",
    "Int64": "i8",
    "UInt64": "u8",
    "Int": "i8",
    "UInt": "u8",
    "Float": "f4",
    "Double": "f8",
    "Complex": "c8",
    "BigEndian": ">i2",
}
DTYPES = [
    *("?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "longlong", "ulonglong"),
    *("f2", "f4", "f8", "g", "c8", "c16", "G", ">i2", ">u4", ">i8", ">f4", ">f8", ">c8"),
    *("S1", "S3", "U1", "V1", "V4", "i4,f4", "O", "M8[s]", "m8[s]"),
]
each_type = pytest.mark.parametrize("type", TYPES)


def calls(probe, buffer, callback=None):
    """Every way to get at a buffer of unsigned bytes."""
    return {
        "withBuffer": lambda: probe.read(buffer, "UInt8", callback),
        "withMutableBuffer": lambda: probe.write(buffer, "UInt8", 1, callback),
        "withBytes": lambda: probe.read_bytes(buffer, callback),
        "withMutableBytes": lambda: probe.write_bytes(buffer, 1, callback),
    }


WAYS = ["withBuffer", "withMutableBuffer", "withBytes", "withMutableBytes"]
each_way = pytest.mark.parametrize("way", WAYS)


@each_type
@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_is_read_or_refused(probe, type, dtype):
    samples = np.zeros(3, dtype)
    wanted = np.dtype(TYPES[type])
    found = samples.dtype
    if (found.kind, found.itemsize, found.byteorder == ">") == (
        *(wanted.kind, wanted.itemsize),
        wanted.byteorder == ">",
    ):
        samples[:] = [1, 2, 100]
        assert probe.read(samples, type) == tuple(samples.tolist())
    else:
        with pytest.raises(ValueError, match=r"source: its format|cannot include dtype"):
            probe.read(samples, type)


@each_type
def test_limits_are_read_and_written_exactly(probe, type):
    dtype = np.dtype(TYPES[type])
    limits = np.iinfo(dtype) if dtype.kind in "iu" else np.finfo(dtype)
    for value in (limits.min, limits.max):
        samples = np.zeros(3, dtype)
        value = samples.dtype.type(value).item()
        assert probe.write(samples, type, value) == 3
        assert samples.tolist() == [value] * 3
        assert probe.read(samples, type) == (value,) * 3


@pytest.mark.parametrize(
    "buffer",
    [
        b"abc",
        bytearray(b"abc"),
        memoryview(b"abc"),
        array.array("B", b"abc"),
        (ctypes.c_ubyte * 3)(97, 98, 99),
        np.frombuffer(b"abc", "u1"),
        np.array([[[97], [98], [99]]], "u1"),
        memoryview(b"xabcx")[1:4],
        Waveform.from_buffer(b"abc"),
        np.frombuffer(b"a.b.c", "u1")[::2].copy(),
    ],
    ids=lambda buffer: type(buffer).__name__,
)
def test_any_exporter_of_bytes_is_read(probe, buffer):
    assert probe.read(buffer, "UInt8") == (97, 98, 99)
    assert probe.read_bytes(buffer) == b"abc"


def test_elements_come_in_c_order(probe):
    table = np.arange(6, dtype="i2").reshape(2, 3)
    assert probe.read(table, "Int16") == tuple(range(6))
    assert probe.read_bytes(table) == table.tobytes()


def test_a_number_without_dimensions_is_one_element(probe):
    assert probe.read(np.array(2.5), "Double") == (2.5,)
    number = ctypes.c_double(1.5)
    assert probe.write(number, "Double", 4.5) == 1
    assert number.value == 4.5


def test_bytes_of_any_format_are_read_and_written(probe):
    table = np.zeros(2, "i4,f4")
    assert probe.write_bytes(table, 255) == 16
    assert probe.read_bytes(table) == table.tobytes() == b"\xff" * 16


def test_what_is_written_is_in_the_buffer(probe):
    samples = array.array("d", [1, 2, 3])
    assert probe.write(samples, "Double", -0.5) == 3
    assert samples.tolist() == [-0.5] * 3


@each_way
@pytest.mark.parametrize(
    "buffer",
    [bytearray(), np.empty((0, 3), "u1"), np.empty((3, 0), "u1"), Waveform(0, "B")],
    ids=["bytearray", "no rows", "no columns", "Waveform"],
)
def test_an_empty_buffer_is_empty(probe, buffer, way):
    assert calls(probe, buffer)[way]() in ((), 0, b"")


@each_way
@pytest.mark.parametrize("thing", [None, 3, "text", [1, 2], object()], ids=repr)
def test_what_is_no_exporter_is_a_type_error(probe, thing, way):
    name = "source" if way == "withBuffer" else "buffer"
    with pytest.raises(TypeError, match=f"{name}: .* does not export a buffer"):
        calls(probe, thing)[way]()


@each_way
@pytest.mark.parametrize(
    "buffer",
    [memoryview(bytearray(8))[::2], np.zeros(8, "u1")[::-1], np.zeros((3, 3), "u1", order="F")],
    ids=["step", "backwards", "columns first"],
)
def test_gaps_are_refused(probe, buffer, way):
    with pytest.raises((BufferError, ValueError), match="contiguous"):
        calls(probe, buffer)[way]()


@pytest.mark.parametrize("way", ["withMutableBuffer", "withMutableBytes"])
@pytest.mark.parametrize(
    "buffer",
    [b"abc", memoryview(b"abc"), np.frombuffer(b"abc", "u1"), Waveform(3, "B").toreadonly()],
    ids=lambda buffer: type(buffer).__name__,
)
def test_what_is_read_only_is_not_written(probe, buffer, way):
    with pytest.raises((BufferError, ValueError), match="writ|read-only"):
        calls(probe, buffer)[way]()
    assert bytes(buffer) in (b"abc", bytes(3))


@each_way
def test_a_released_memoryview_is_a_value_error(probe, way):
    view = memoryview(bytearray(3))
    view.release()
    with pytest.raises(ValueError, match="released"):
        calls(probe, view)[way]()


def test_elements_that_are_not_aligned_are_refused(probe):
    samples = np.frombuffer(bytearray(17), "u1")[1:].view("f8")
    assert not samples.flags.aligned
    with pytest.raises(BufferError, match="source: its memory is not aligned for format 'd'"):
        probe.read(samples, "Double")
    with pytest.raises(BufferError, match="buffer: its memory is not aligned"):
        probe.write(samples, "Double", 1)
    assert probe.read_bytes(samples) == bytes(16)


@pytest.mark.parametrize("type", ["Int16", "Int", "Float", "Double"])
def test_a_waveform_of_each_format(probe, type):
    waveform = Waveform(3, TYPES[type])
    probe.write(waveform, type, 7)
    assert waveform.tolist() == [7] * 3
    assert probe.read(waveform, type) == (7, 7, 7)
    assert waveform.exports == 0


# The export.


@each_way
def test_the_export_is_held_during_the_call_and_given_back_after(probe, way):
    buffer, refused = bytearray(b"abc"), []

    def resize():
        with pytest.raises(BufferError):
            buffer.append(1)
        refused.append(True)

    calls(probe, buffer, resize)[way]()
    assert refused == [True]
    buffer.append(1)
    assert len(buffer) == 4


@each_way
def test_the_export_is_given_back_after_an_error_too(probe, way):
    def fail():
        raise LookupError("in the body")

    buffer = bytearray(b"abc")
    with pytest.raises(LookupError, match="in the body"):
        calls(probe, buffer, fail)[way]()
    buffer.append(1)
    assert buffer == b"abc\1"


@pytest.mark.parametrize("type", ["Int8", "Double"])
def test_the_export_is_given_back_when_the_format_is_wrong(probe, type):
    buffer = bytearray(8)
    with pytest.raises(ValueError, match="source: its format is 'B', not '[bd]'"):
        probe.read(buffer, type)
    buffer.append(1)


@each_way
def test_an_exporter_of_python_is_asked_and_told(probe, way):
    said = []

    class Memory(Exporter):
        def __buffer__(self, flags):
            said.append("taken")
            return memoryview(bytearray(b"abc"))

        def __release_buffer__(self, view):
            said.append("returned")

    calls(probe, Memory(), lambda: said.append("body"))[way]()
    assert said == ["taken", "body", "returned"]


@each_way
def test_what_an_exporter_raises_goes_through(probe, way):
    class Broken(Exporter):
        def __buffer__(self, flags):
            raise LookupError("no memory today")

    with pytest.raises(LookupError, match="no memory today"):
        calls(probe, Broken())[way]()


@each_way
def test_the_error_of_the_body_outlives_the_release(probe, way):
    told = []

    class Memory(Exporter):
        def __buffer__(self, flags):
            return memoryview(bytearray(b"abc"))

        def __release_buffer__(self, view):
            told.append([1, 2][:1])  # Python code runs while the error is on its way

    def fail():
        raise LookupError("in the body")

    with pytest.raises(LookupError, match="in the body"):
        calls(probe, Memory(), fail)[way]()
    assert told == [[1]]


@each_way
def test_the_body_may_drop_every_other_reference(probe, way):
    buffers = [bytearray(b"abc")]
    calls(probe, buffers[0], buffers.clear)[way]()
    assert buffers == []


def test_a_map_cannot_be_closed_during_the_call(probe, tmp_path):
    with mmap.mmap(-1, 16) as pages:

        def close():
            with pytest.raises(BufferError):
                pages.close()

        assert probe.read_bytes(pages, close) == bytes(16)


def test_without_the_gil_another_thread_can_write(probe):
    buffer = bytearray(1)
    other = threading.Thread(target=buffer.__setitem__, args=(0, 1))
    starter = threading.Timer(0, other.start)
    starter.start()
    assert probe.wait_for(buffer)
    starter.join()
    other.join()


def test_each_use_leaves_nothing_behind(probe):
    buffer, samples = bytearray(8), array.array("f", bytes(16))

    def fail():
        raise LookupError

    def use():
        assert probe.read(samples, "Float") == (0, 0, 0, 0)
        for way in calls(probe, buffer).values():
            way()
        for way in calls(probe, buffer, fail).values():
            with pytest.raises(LookupError):
                way()
        for thing in (samples, memoryview(samples)[::2], 3, b""):
            with pytest.raises((ValueError, BufferError, TypeError)):
                probe.write(thing, "Double", 1)
        with pytest.raises(TypeError):
            probe.write(samples, "Float", "text")

    assert_no_growth(use, buffer, samples, fail)
