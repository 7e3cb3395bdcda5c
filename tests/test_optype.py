"""optype: its protocols of the buffer protocol, and the examples of its page "Buffer Types".

The examples are those of optype's documentation with `Exporter` as the first base, which makes them
run on Python 3.11 too.
"""

import pytest
from exporting import NO_MEMORYVIEW
from optype import CanBuffer, CanReleaseBuffer

from swiftbuf import Exporter, Waveform


class ByteArray(Exporter, CanBuffer):
    def __init__(self, data: bytes):
        self._data = bytearray(data)

    def __buffer__(self, flags: int) -> memoryview:
        """Return a memoryview of the internal buffer."""
        return memoryview(self._data)


class ManagedBuffer(Exporter, CanBuffer, CanReleaseBuffer):
    def __init__(self, size: int):
        self._buffer = bytearray(size)
        self._locked = False

    def __buffer__(self, flags: int) -> memoryview:
        """Return a memoryview."""
        self._locked = True
        return memoryview(self._buffer)

    def __release_buffer__(self, mv: memoryview) -> None:
        """Called when the memoryview is deleted."""
        self._locked = False


def copy_buffer_data(obj: CanBuffer) -> bytes:
    """Copy data from any bufferable object."""
    mv = memoryview(obj)
    return bytes(mv)


class Showing(Exporter):
    """Neither protocol is a base: they are told by the methods."""

    def __buffer__(self, flags: int) -> memoryview:
        return memoryview(b"hello")


def test_the_example_of_a_bufferable_type():
    ba = ByteArray(b"hello")
    mv = memoryview(ba)
    assert bytes(mv) == b"hello"


def test_the_example_of_working_with_bufferable_objects():
    assert copy_buffer_data(b"test") == b"test"
    assert copy_buffer_data(ByteArray(b"hello")) == b"hello"
    waveform = Waveform(2, ">h")
    waveform[:] = [1, -2]
    assert copy_buffer_data(waveform).hex() == "0001fffe"


def test_the_example_of_a_buffer_with_release():
    mb = ManagedBuffer(10)
    mv = memoryview(mb)
    assert mb._locked
    del mv
    assert not mb._locked


@pytest.mark.parametrize(
    ("thing", "buffer", "release"),
    [
        (Waveform(4), True, True),
        (Waveform(4)[::2].toreadonly(), True, True),
        (ByteArray(b""), True, False),
        (ManagedBuffer(0), True, True),
        (Showing(), True, False),
        (Exporter(), False, False),
        (type("Bare", (Exporter,), {})(), False, False),
        ([], False, False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_isinstance_tells_what_is_a_buffer(thing, buffer, release):
    assert isinstance(thing, CanBuffer) is buffer
    assert isinstance(thing, CanReleaseBuffer) is release
    assert issubclass(type(thing), CanBuffer) is buffer


@pytest.mark.parametrize("make", [ByteArray, ManagedBuffer], ids=lambda make: make.__name__)
def test_the_examples_are_buffers_by_their_methods_alone(make):
    assert make.__mro__[1] is Exporter
    with pytest.raises(TypeError, match=NO_MEMORYVIEW):
        memoryview(type("Unfinished", (Exporter, CanBuffer), {})())
