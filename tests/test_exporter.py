"""`Exporter`: a class says with `__buffer__` what memory it shows, on every Python.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import _testbuffer
import contextlib
import hashlib
import io
import operator
import socket
import struct

import numpy as np
import pytest
from exporting import REQUESTS, exporter_by, on_each_base, recorder
from support import raw_view

from swiftbuf import Waveform

pytestmark = on_each_base
FIELDS = ("buf", "len", "itemsize", "readonly", "ndim", "format", "shape", "strides", "suboffsets")


def test_it_shows_the_memory_of_the_view_itself(base):
    memory = bytearray(b"waveform")
    view = memoryview(recorder(base, memory))
    view[0] = ord("W")
    assert memory == b"Waveform"
    memory[-1] = ord("M")
    assert bytes(view) == b"WaveforM"


def test_it_shows_format_and_shape(base):
    view = memoryview(recorder(base, np.zeros((2, 3), ">i2")))
    assert (view.format, view.shape, view.strides) == (">h", (2, 3), (6, 2))


READERS = {
    "bytes": bytes,
    "bytearray": bytearray,
    "join": lambda exporter: b"".join([exporter]),
    "write": lambda exporter: written(exporter),
    "unpack": lambda exporter: struct.unpack("8s", exporter)[0],
    "frombuffer": lambda exporter: np.frombuffer(exporter, "u1").tobytes(),
    "asarray": lambda exporter: np.asarray(exporter).tobytes(),
    "int": lambda exporter: int.from_bytes(exporter, "big").to_bytes(8, "big"),
    "waveform": lambda exporter: Waveform.from_buffer(exporter).tobytes(),
}
WRITERS = {
    "readinto": lambda exporter: io.BytesIO(b"WAVEFORM").readinto(exporter),
    "recv_into": lambda exporter: received(exporter),
    "pack_into": lambda exporter: struct.pack_into("8s", exporter, 0, b"WAVEFORM"),
    "frombuffer": lambda exporter: np.frombuffer(exporter, "S8").__setitem__(0, b"WAVEFORM"),
    "asarray": lambda exporter: np.asarray(exporter).put(range(8), list(b"WAVEFORM")),
    "memoryview": lambda exporter: operator.setitem(memoryview(exporter), slice(8), b"WAVEFORM"),
    "waveform": lambda exporter: operator.setitem(
        Waveform.from_buffer(exporter), slice(8), b"WAVEFORM"
    ),
}


def written(exporter):
    file = io.BytesIO()
    file.write(exporter)
    return file.getvalue()


def received(exporter):
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"WAVEFORM")
        here.recv_into(exporter)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_what_reads_a_buffer_reads_it(base, read):
    assert read(recorder(base, b"waveform")) == b"waveform"


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_what_fills_a_buffer_fills_it(base, write):
    memory = bytearray(b"waveform")
    write(recorder(base, memory))
    assert memory == b"WAVEFORM"


def test_a_waveform_over_it_shares_the_memory_and_names_it(base):
    memory = bytearray(4)
    exporter = recorder(base, memory)
    waveform = Waveform.from_buffer(exporter, ">h")
    waveform[:] = [1, 2]
    assert (memory.hex(), waveform.obj is exporter) == ("00010002", True)


@pytest.mark.parametrize(("name", "flags"), REQUESTS.items(), ids=REQUESTS)
def test_the_flags_of_a_request_are_handed_on(base, name, flags):
    exporter = recorder(base, bytearray(8))
    with contextlib.suppress(BufferError), raw_view(exporter, flags):
        pass
    assert exporter.asked[0] == flags
    assert type(exporter.asked[0]) is int


@pytest.mark.parametrize(
    ("ask", "flags"),
    [
        (memoryview, [REQUESTS["FULL_RO"]]),
        (hashlib.sha256, [REQUESTS["SIMPLE"]]),
        (io.BytesIO(b"wave").readinto, [REQUESTS["WRITABLE"]]),
        (lambda exporter: struct.unpack_from("d", exporter), [REQUESTS["SIMPLE"]]),
        (lambda exporter: struct.pack_into("d", exporter, 0, 1), [REQUESTS["WRITABLE"]]),
    ],
    ids=["memoryview", "sha256", "readinto", "unpack_from", "pack_into"],
)
def test_a_consumer_asks_for_what_it_needs(base, ask, flags):
    exporter = recorder(base, bytearray(8))
    ask(exporter)
    assert exporter.asked == flags


SHOWN = {
    "bytes": b"12345678",
    "bytearray": bytearray(8),
    "table": np.zeros((2, 3)),
    "Fortran": np.zeros((2, 3), order="F"),
    "every other": np.zeros(8, "h")[::2],
    "backwards": np.zeros(8)[::-1],
    "scalar": np.array(1.5),
    "empty": b"",
    "waveform": Waveform((2, 2), ">h"),
    "read-only waveform": Waveform(3).toreadonly(),
    "indirect": _testbuffer.ndarray(
        list(range(6)), shape=[2, 3], flags=_testbuffer.ND_PIL, format="B"
    ),
}


@pytest.mark.parametrize("memory", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize(("name", "flags"), REQUESTS.items(), ids=REQUESTS)
def test_a_request_is_answered_as_the_memoryview_answers_it(base, memory, name, flags):
    shown = memoryview(memory)
    exporter = exporter_by(base, lambda self, flags: shown)
    try:
        with raw_view(shown, flags) as view:
            expected = [getattr(view, field) for field in FIELDS]
    except BufferError as error:
        with pytest.raises(BufferError) as caught, raw_view(exporter, flags):
            pass
        assert str(caught.value) == str(error)
    else:
        with raw_view(exporter, flags) as view:
            assert [getattr(view, field) for field in FIELDS] == expected


def test_the_answer_may_depend_on_the_flags(base):
    memory = bytearray(b"waveform")

    def buffer(self, flags):
        return memoryview(memory if flags & REQUESTS["WRITABLE"] else bytes(memory))

    exporter = exporter_by(base, buffer)
    io.BytesIO(b"W").readinto(exporter)
    view = memoryview(exporter)
    assert (memory, view.readonly, bytes(view)) == (b"Waveform", True, b"Waveform")


def test_numpy_takes_for_reading_what_it_may_not_write(base):
    exporter = recorder(base, b"waveform")
    array = np.frombuffer(exporter, "u1")
    assert (array.flags.writeable, array.tobytes()) == (False, b"waveform")
