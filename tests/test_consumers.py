"""What takes a Waveform: the first line of each docstring is a row of docs/consumers.md."""

import array
import asyncio
import base64
import binascii
import ctypes
import fcntl
import hashlib
import io
import mmap
import multiprocessing
import os
import socket
import sqlite3
import struct
import subprocess
import sys
import termios
import tty
import wave
import zlib
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import pytest
import serial
import zmq
from matplotlib.figure import Figure

from swiftbuf import Waveform

PATTERN = bytes(range(64))
HEADER = b"#264"
KINDS = {"B": ("B", 64), ">h": (">h", 32), "d": ("d", 8), "2-D": ("d", (4, 2))}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def w(request) -> Waveform:
    """Sixty-four bytes of memory that hold PATTERN, whatever the format and the shape."""
    format, shape = request.param
    w = Waveform(shape, format)
    w.cast("B")[:] = PATTERN
    return w


@pytest.fixture
def target(w) -> Waveform:
    """Memory like that of w, still zero."""
    return Waveform(w.shape, w.format)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "pattern.bin"
    path.write_bytes(PATTERN)
    return path


@pytest.fixture
def sockets():
    near, far = socket.socketpair()
    with near, far:
        yield near, far


@pytest.fixture
def serial_line():
    """A serial port and the file descriptor of its far end."""
    far, near = os.openpty()
    tty.setraw(near)
    with serial.Serial(os.ttyname(near), timeout=10, write_timeout=10) as port:
        yield port, far
    os.close(near)
    os.close(far)


def files(path):
    """The same bytes as a raw file, a buffered one and one in memory."""
    return open(path, "r+b", buffering=0), open(path, "r+b"), io.BytesIO(path.read_bytes())


def last_byte_is_shared(w: Waveform, tobytes) -> bool:
    """Whether a byte written into the memory of w shows in what tobytes() tells of it."""
    w.cast("B")[63] = 255
    return tobytes() == PATTERN[:63] + b"\xff"


def test_readinto_of_files(target, path):
    """`file.readinto(w)`"""
    for file in files(path):
        target.cast("B").fill(0)
        with file:
            assert file.readinto(target) == 64
        assert target.tobytes() == PATTERN


def test_write_to_files(w, path):
    """`file.write(w)`"""
    for file in files(path):
        with file:
            assert file.write(w) == 64
            file.seek(0)
            assert file.read() == PATTERN


def test_np_frombuffer(w):
    """`np.frombuffer(w, w.format)`"""
    samples = np.frombuffer(w, w.format)
    assert samples.tobytes() == PATTERN
    assert last_byte_is_shared(w, samples.tobytes)


def test_np_asarray(w):
    """`np.asarray(w)`"""
    samples = np.asarray(w)
    assert (samples.shape, samples.dtype) == (w.shape, np.dtype(w.format))
    assert samples[::2].tobytes() == np.asarray(w[::2]).tobytes()
    assert last_byte_is_shared(w, samples.tobytes)


def test_memoryview(w):
    """`memoryview(w)`"""
    view = memoryview(w)
    assert (view.shape, view.format, view.readonly) == (w.shape, w.format, False)
    assert view[::2].tobytes() == memoryview(w[::2]).tobytes()
    assert last_byte_is_shared(w, view.tobytes)


def test_struct(w):
    """`struct.unpack_from(format, w, offset)`, `struct.pack_into`"""
    assert struct.unpack_from(">I", w, 4) == struct.unpack(">I", PATTERN[4:8])
    struct.pack_into("<H", w, 62, 0xCAFE)
    assert w.tobytes() == PATTERN[:62] + b"\xfe\xca"


def test_socket_send(w, sockets):
    """`socket.sendall(w)`, `socket.send(w)`"""
    near, far = sockets
    near.sendall(w)
    assert near.send(w) == 64
    assert far.recv(256) == PATTERN * 2


def test_socket_recv_into(target, sockets):
    """`socket.recv_into(w)`"""
    near, far = sockets
    near.sendall(PATTERN)
    assert far.recv_into(target) == 64
    assert target.tobytes() == PATTERN


def test_socket_sendmsg(w, target, sockets):
    """`socket.sendmsg([header, w])`, `socket.recvmsg_into`"""
    near, far = sockets
    header = bytearray(len(HEADER))
    assert near.sendmsg([HEADER, w]) == len(HEADER) + 64
    assert far.recvmsg_into([header, target])[0] == len(HEADER) + 64
    assert (header, target.tobytes()) == (HEADER, PATTERN)


def test_os_readv(target, path):
    """`os.readv(fd, [w])`, `os.preadv`"""
    with open(path, "rb") as file:
        assert os.readv(file.fileno(), [target]) == 64
        assert target.tobytes() == PATTERN
        assert os.preadv(file.fileno(), [target], 32) == 32
        assert target.tobytes() == PATTERN[32:] * 2


def test_os_writev(w, path):
    """`os.write(fd, w)`, `os.writev(fd, [header, w])`, `os.pwritev`"""
    with open(path, "wb") as file:
        assert os.write(file.fileno(), w) == 64
        assert os.writev(file.fileno(), [HEADER, w]) == len(HEADER) + 64
        assert os.pwritev(file.fileno(), [w], 32) == 64
    assert path.read_bytes() == PATTERN[:32] + PATTERN + PATTERN[28:]


def test_ioctl():
    """`fcntl.ioctl(fd, request, w)`"""
    far, near = os.openpty()
    size = Waveform(4, "H")  # struct winsize: rows, columns, and two sizes in pixels
    size[:] = [24, 80, 0, 0]
    fcntl.ioctl(near, termios.TIOCSWINSZ, size)
    size.fill(0)
    fcntl.ioctl(far, termios.TIOCGWINSZ, size)
    os.close(near)
    os.close(far)
    assert size.tolist() == [24, 80, 0, 0]


def test_hashlib(w):
    """`hashlib.sha256(w)`"""
    assert hashlib.sha256(w).digest() == hashlib.sha256(PATTERN).digest()


def test_zlib_and_text_encodings(w):
    """`zlib.compress(w)`, `zlib.crc32`, `binascii.hexlify`, `base64.b64encode`"""
    assert zlib.decompress(zlib.compress(w)) == PATTERN
    assert zlib.crc32(w) == zlib.crc32(PATTERN)
    assert binascii.hexlify(w) == PATTERN.hex().encode()
    assert base64.b64decode(base64.b64encode(w)) == PATTERN


def test_ctypes(w):
    """`(ctypes.c_double * n).from_buffer(w)`"""
    samples = (ctypes.c_double * 8).from_buffer(w)
    assert bytes(samples) == PATTERN
    assert last_byte_is_shared(w, lambda: bytes(samples))


def test_bytes_and_bytearray(w):
    """`bytes(w)`, `bytearray(w)`"""
    copies = bytes(w), bytearray(w)
    assert copies == (PATTERN, PATTERN)
    assert bytes(w[::2]) == w[::2].tobytes()
    assert not last_byte_is_shared(w, lambda: copies[1])


def test_bytes_join():
    """`b"".join([header, w])`"""
    assert b"".join([HEADER, Waveform(8)]) == HEADER + bytes(64)


def test_array():
    """`array.array("d", w)`"""
    w = Waveform(4)
    w[:] = [1.5, -2.0, 0.0, 1e300]
    assert array.array("d", w) == array.array("d", [1.5, -2.0, 0.0, 1e300])


def test_bytesio_of_it(w):
    """`io.BytesIO(w)`"""
    assert io.BytesIO(w).read() == PATTERN


def test_slice_of_mmap(w):
    """`mmap.mmap(...)[a:b] = w`, `mmap.write(w)`"""
    with mmap.mmap(-1, 128) as memory:
        memory[:64] = w
        memory.seek(64)
        assert memory.write(w) == 64
        assert memory[:] == PATTERN * 2


def test_wave_module(tmp_path):
    """`wave.open(path, "wb").writeframes(w)`"""
    stereo = Waveform((3, 2), "h")
    stereo[:] = [[1, -1], [2, -2], [300, -300]]
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(stereo.itemsize)
        writer.setframerate(48000)
        writer.writeframes(stereo)
    with wave.open(str(path), "rb") as reader:
        assert reader.getnframes() == 3
        assert reader.readframes(3) == struct.pack("<6h", 1, -1, 2, -2, 300, -300)


def test_pyserial_write(w, serial_line):
    """`serial.Serial(...).write(w)`"""
    port, far = serial_line
    assert port.write(w) == 64
    assert os.read(far, 256) == PATTERN


def test_sqlite(w):
    """`sqlite3`: a parameter of a query"""
    with sqlite3.connect(":memory:") as database:
        assert database.execute("select ?", [w]).fetchone() == (PATTERN,)


def test_connection_send_bytes():
    """`multiprocessing.Pipe()`: `send_bytes(w)`, `recv_bytes_into(w)`"""
    near, far = multiprocessing.Pipe()
    sent, received = Waveform(8), Waveform(8)
    sent[:] = range(8)
    near.send_bytes(sent)
    assert far.recv_bytes_into(received) == 64
    assert received == sent


def test_pyzmq(w, target):
    """`zmq.Socket.send(w[:], copy=False)`, `zmq.Socket.recv_into(w)`"""
    with (
        zmq.Context() as context,
        context.socket(zmq.PAIR) as near,
        context.socket(zmq.PAIR) as far,
    ):
        near.bind("inproc://samples")
        far.connect("inproc://samples")
        near.send(w[:], copy=False)
        assert far.recv_into(target) == 64
    assert target.tobytes() == PATTERN


def test_pyserial_readinto(target, serial_line):
    """`serial.Serial(...).readinto(w.cast("B"))`"""
    port, far = serial_line
    os.write(far, PATTERN)
    assert port.readinto(target.cast("B")) == 64
    assert target.tobytes() == PATTERN


def test_array_frombytes(w):
    """`array.array("d").frombytes(w.cast("B"))`"""
    samples = array.array("d")
    samples.frombytes(w.cast("B"))
    assert samples.tobytes() == PATTERN
    with pytest.raises(TypeError):
        samples.frombytes(Waveform(8))


def test_slice_of_shared_memory(w):
    """`SharedMemory(...).buf[:n] = w.cast("B")`"""
    block = SharedMemory(create=True, size=64)
    try:
        block.buf[:64] = w.cast("B")
        assert bytes(block.buf[:64]) == PATTERN
        with pytest.raises(ValueError):
            block.buf[:64] = Waveform(8)
    finally:
        block.close()
        block.unlink()


def test_subprocess_input(w):
    """`subprocess.run(command, input=w.cast("B"))`"""
    command = [sys.executable, "-c", "import sys; sys.stdout.write(sys.stdin.buffer.read().hex())"]
    output = subprocess.run(command, input=w.cast("B"), capture_output=True, check=True).stdout
    assert output == PATTERN.hex().encode()


def test_asyncio_sockets(w, sockets):
    """`loop.sock_sendall(sock, w.cast("B"))`, `loop.sock_recv_into`"""
    near, far = sockets
    near.setblocking(False)
    far.setblocking(False)
    received = Waveform(64, "B")

    async def send_and_receive():
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(near, w.cast("B"))
        return await loop.sock_recv_into(far, received)

    assert asyncio.run(send_and_receive()) == 64
    assert received.tobytes() == PATTERN


def test_asyncio_streams(w, sockets):
    """`asyncio.StreamWriter.write(memoryview(w.cast("B")))`"""
    near, far = sockets

    async def send():
        _, writer = await asyncio.open_connection(sock=near)
        with pytest.raises(TypeError):
            writer.write(w)
        writer.write(memoryview(w.cast("B")))
        await writer.drain()
        writer.close()

    asyncio.run(send())
    assert far.recv(256) == PATTERN


def test_matplotlib():
    """`axes.plot(np.asarray(w))`"""
    w = Waveform.from_buffer(bytes([3, 1, 4]))
    (line,) = Figure().subplots().plot(np.asarray(w))
    assert line.get_ydata().tolist() == [3, 1, 4]


@pytest.mark.parametrize(
    "consume",
    [
        hashlib.sha256,
        zlib.crc32,
        io.BytesIO,
        io.BytesIO(PATTERN).readinto,
        io.BytesIO().write,
        np.frombuffer,
        (ctypes.c_double * 4).from_buffer,
        lambda strided: struct.unpack_from("d", strided),
        lambda strided: b"".join([strided]),
    ],
    ids=["hash", "crc", "BytesIO", "readinto", "write", "frombuffer", "ctypes", "struct", "join"],
)
def test_a_strided_slice_is_refused_where_one_run_of_bytes_is_wanted(consume):
    with pytest.raises((BufferError, TypeError, ValueError)):
        consume(Waveform(8)[::2])
