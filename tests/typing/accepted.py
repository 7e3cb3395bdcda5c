"""Typed user code that mypy --strict and pyright must accept. It is never run."""

import array
import ctypes
import hashlib
import os
import pickle
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import numpy as np
from optype import CanBuffer, CanReleaseBuffer
from typing_extensions import Buffer

import swiftbuf
from swiftbuf import Exporter, Waveform


class Capture(Waveform):
    """A subclass with a field of its own."""

    rate: float = 1.0


def construct(path: Path) -> None:
    assert_type(Waveform(8), Waveform)
    assert_type(Waveform((800, 4), ">h"), Waveform)
    assert_type(Waveform(shape=(2, 3), format="complex64"), Waveform)
    assert_type(Waveform(8, np.int16), Waveform)
    assert_type(Waveform.from_values([[1, 2], [3, 4]], "h"), Waveform)
    assert_type(Capture.from_values(np.arange(3)), Capture)
    assert_type(Waveform(np.int64(8), np.dtype("int16")), Waveform)
    assert_type(Capture(8), Capture)
    assert_type(Capture.from_file(path, "<h", offset=44, count=100), Capture)
    assert_type(Waveform.from_file("name"), Waveform)
    assert_type(Capture.mmap(path, "<h", mode="r+", offset=44, count=100), Capture)
    assert_type(Waveform.mmap("name"), Waveform)
    assert_type(Waveform.from_buffer(b"abc", readonly=True), Waveform)
    assert_type(Waveform.from_buffer(bytearray(64), "d", offset=8, count=2), Waveform)
    assert_type(Capture.from_buffer(array.array("h", [1, 2]), readonly=False), Capture)
    assert_type(Waveform.from_buffer(Waveform(8)), Waveform)


def attributes(w: Waveform) -> None:
    assert_type(w.obj, Any)
    assert_type(w.format, str)
    assert_type((w.itemsize, w.nbytes, w.ndim, w.exports), tuple[int, int, int, int])
    assert_type(w.shape, tuple[int, ...])
    assert_type(w.strides, tuple[int, ...])
    assert_type(w.suboffsets, tuple[int, ...])
    assert_type(w.readonly, bool)
    assert_type((w.c_contiguous, w.f_contiguous, w.contiguous), tuple[bool, bool, bool])
    assert_type(swiftbuf.__version__, str)


def elements(w: Waveform) -> Iterator[float]:
    first: float = w[0]
    corner: complex = w[0, -1]
    row: Waveform = w[0]
    column: Waveform = w[:, 1]
    assert_type(w[1:5], Waveform)
    assert_type(w["volts"], Waveform)
    assert_type(w[::-2], Waveform)
    assert_type(w[...], Waveform)
    yield first + corner.real
    for sample in w:
        yield sample * 0.5
    yield from reversed(w)
    yield from map(float, w)
    yield max(row) if 1.0 in column and len(w) else 0.0


def assign(w: Waveform, samples: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    w[0] = 1
    w[1] = 2.5
    w[2] = 1 + 2j
    w[3] = True
    w[4] = b"x"
    w[5] = np.float32(0.5)
    w[:] = [1, 2.0, 3j]
    w[:] = (x * x for x in range(8))
    w[:] = range(8)
    w[:] = samples
    w[:] = bytes(8)
    w[:] = w
    w[::2, 1] = array.array("d", [1.0])
    w[...] = [[1, 2], [3, 4]]
    w[0, 1:, ...] = 0
    w[:] = [[[1.0], [2.0]], [[3.0], [4.0]]]
    w[:] = [samples, samples]
    w[:] = w.tolist()
    w.fill(1.0)


def convert(w: Waveform, c: Capture) -> None:
    assert_type(w.tobytes(), bytes)
    assert_type(w.tobytes("F") + w.tobytes(order=None), bytes)
    values: list[float] = w.tolist()
    assert_type(c.cast("B"), Waveform)
    assert_type(c.cast(np.dtype(">i2"), shape=(2, -2)), Waveform)
    assert_type(c.cast("d", 4), Waveform)
    assert_type(c.toreadonly(), Waveform)
    assert_type(c.copy(), Capture)
    assert_type(w == values, bool)
    w.byteswap()
    assert_type(w.envelope(bins=2), Waveform)
    assert_type(w._repr_svg_(), str | None)
    picture = w.plot(channels=[0, 2], rate=48_000, range=(-1, 1.5), axis=0)
    w.plot(channels=1, range="each").save("w.png")
    assert_type(str(picture), str)


def consume(w: Waveform, link: socket.socket) -> Buffer:
    link.sendall(w)
    link.recv_into(w)
    link.sendmsg([b"header", w])
    os.readv(0, [w])
    hashlib.sha256(w)
    (ctypes.c_double * 8).from_buffer(w)
    with open("name", "rb") as file:
        file.readinto(w)
    view = memoryview(w)
    bytes(w)
    np.asarray(w)
    np.frombuffer(memoryview(w))  # NumPy's stubs for 3.11 have a list of the buffers they know
    w.__release_buffer__(w.__buffer__(0))
    view.release()
    return w


def end(w: Waveform, c: Capture) -> bytes:
    with Capture.mmap("name", "d", mode="r+") as mapped:
        assert_type(mapped, Capture)
        mapped[0] = 1.0
        mapped.flush()
    assert_type(w.release(), None)
    buffers: list[pickle.PickleBuffer] = []
    return pickle.dumps(c, protocol=5, buffer_callback=buffers.append)


class Thingy(Exporter):
    """Memory of another object, shown on every Python."""

    def __init__(self, size: int) -> None:
        self._data = bytearray(size)

    def __buffer__(self, flags: int) -> memoryview:
        return memoryview(self._data)


class Managed(Thingy):
    locked = False

    def __buffer__(self, flags: int) -> memoryview:
        self.locked = True
        return super().__buffer__(flags)

    def __release_buffer__(self, view: memoryview) -> None:
        self.locked = False


class Cropped(Exporter, Waveform):
    """A Waveform that shows its second half."""

    def __buffer__(self, flags: int) -> memoryview:
        return super().__buffer__(flags)[len(self) // 2 :]


def export(thingy: Thingy, managed: Managed, w: Waveform) -> list[Buffer]:
    memoryview(thingy)[0] = 1
    bytes(thingy)
    with open("name", "rb") as file:
        file.readinto(managed)
    assert_type(Waveform.from_buffer(thingy, "d"), Waveform)
    assert_type(Cropped(8), Cropped)
    shown: list[CanBuffer] = [w, thingy, managed, Cropped(8)]
    given_back: list[CanReleaseBuffer] = [w, managed]
    memoryview(shown[len(given_back)]).release()
    return [thingy, managed, w]
