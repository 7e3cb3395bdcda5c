"""Libraries that count elements where they mean bytes, or look at nothing but bytes.

The first line of each docstring is a row of the first table under "Libraries that read something
else" in docs/interoperability.md. Each test shows what goes wrong, and that the remedy there works.
"""

import asyncio
import socket
import threading

import anyio
import paramiko
import pytest
import redis
import requests
import serial_asyncio
import tornado.iostream
import trio
import usb._interop
import usb1
import uvloop
import websockets.sync.client
import websockets.sync.server
from copies import recording
from paramiko.sftp_file import SFTPFile

from swiftbuf import Waveform

TIMEOUT = 30


@pytest.fixture
def w() -> Waveform:
    return recording((1_000_000,))  # more than a socket takes at once


def test_requests():
    """`requests.post(url, data=w)`"""
    w = Waveform(1000, "h")

    def length(data):
        request = requests.Request("POST", "http://localhost/", data=data)
        return request.prepare().headers["Content-Length"]

    assert length(w) == "1000"
    assert length(w.cast("B")) == "2000"


class RemoteFile(paramiko.SFTPClient):
    """The far side of an SFTP connection: what WRITE requests make of a file."""

    def __init__(self):
        self._lock, self._expecting, self.request_number = threading.Lock(), {}, 1
        self.contents = bytearray()

    def _send_packet(self, kind, message):
        message = paramiko.Message(message.asbytes())
        message.get_int(), message.get_binary()  # its number, and the file's handle
        start, data = message.get_int64(), message.get_binary()
        self.contents[start : start + len(data)] = data


def test_paramiko(w):
    """`sftp.open(path, "wb").write(w)`"""

    def written(data):
        remote = RemoteFile()
        file = SFTPFile(remote, b"handle", "wb", 0)
        file.pipelined = True  # or it waits for an answer to each request
        file.write(data)
        file._closed = True
        return bytes(remote.contents)

    assert len(written(w)) < w.nbytes
    assert written(w.cast("B")) == bytes(w)


def test_tornado():
    """`tornado.iostream.IOStream.write(w)`"""
    w = recording((1000,))

    async def received(data):
        near, far = map(tornado.iostream.IOStream, socket.socketpair())
        reading = asyncio.ensure_future(far.read_until_close())
        await near.write(data)
        near.close()
        return await reading

    assert len(asyncio.run(received(w))) == 1000
    assert asyncio.run(received(memoryview(w.cast("B")))) == bytes(w)


async def trio_received(data):
    near, far = map(trio.SocketStream, trio.socket.socketpair())
    received = bytearray()

    async def receive():
        async for chunk in far:
            received.extend(chunk)

    with trio.fail_after(TIMEOUT):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(receive)
            await near.send_all(data)
            await near.aclose()
    return received


def test_trio(w):
    """`trio.SocketStream.send_all(w)`"""
    assert len(trio.run(trio_received, w)) < w.nbytes
    assert trio.run(trio_received, w.cast("B")) == bytes(w)


async def anyio_received(data):
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    received, done = bytearray(), anyio.Event()

    async def receive(stream):
        async with stream:
            async for chunk in stream:
                received.extend(chunk)
        done.set()

    with anyio.fail_after(TIMEOUT):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(listener.serve, receive)
            async with await anyio.connect_tcp("127.0.0.1", port) as stream:
                await stream.send(data)
            await done.wait()
            tasks.cancel_scope.cancel()
    await listener.aclose()
    return received


def test_anyio():
    """`anyio.abc.SocketStream.send(w)`"""
    w = recording((3_000_000,))
    assert len(anyio.run(anyio_received, w, backend="trio")) < w.nbytes
    with pytest.raises(ExceptionGroup):  # a TypeError of asyncio's transport
        anyio.run(anyio_received, w.cast("B"), backend="asyncio")
    for backend in ("asyncio", "trio"):
        raw = memoryview(w.cast("B"))
        assert anyio.run(anyio_received, raw, backend=backend) == bytes(w)


def test_uvloop(w):
    """`loop.sock_sendall(sock, w)` of uvloop"""

    async def received(data):
        loop, (near, far) = asyncio.get_running_loop(), socket.socketpair()
        near.setblocking(False)
        far.setblocking(False)
        received = bytearray()

        async def receive():
            while chunk := await loop.sock_recv(far, 65_536):
                received.extend(chunk)

        with near, far:
            reading = asyncio.ensure_future(receive())
            await asyncio.wait_for(loop.sock_sendall(near, data), TIMEOUT)
            near.shutdown(socket.SHUT_WR)
            await reading
        return received

    def run(data):
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(received(data))

    assert len(run(w)) < w.nbytes
    assert run(w.cast("B")) == bytes(w)


def test_pyusb():
    """`usb.core.Device.write(endpoint, w)`"""
    w = Waveform(3, "h")
    w[:] = [1, 2, 3]
    assert usb._interop.as_array(w).tobytes() == b"\x01\x02\x03"  # what `write` hands on
    assert usb._interop.as_array(w.cast("B")).tobytes() == bytes(w)
    w[0] = 300
    with pytest.raises(OverflowError):
        usb._interop.as_array(w)


def test_libusb1():
    """`usb1.USBDeviceHandle.bulkWrite(endpoint, w)`"""
    w = Waveform(1000, "h")

    def sent(data):
        return bytes(usb1.create_initialised_buffer(data)[0])  # what `bulkWrite` sends

    assert len(sent(w)) == 1000
    assert sent(w.cast("B")) == bytes(w)


def test_pyserial_asyncio():
    """`serial_asyncio.SerialTransport.write(w)`"""
    w = recording((1000,))
    transport = serial_asyncio.SerialTransport.__new__(serial_asyncio.SerialTransport)
    transport._write_buffer = [w, b"?"]
    assert transport.get_write_buffer_size() == 1001  # by which `drain` decides
    transport._write_buffer = [w.cast("B"), b"?"]
    assert transport.get_write_buffer_size() == 2001


def test_websockets():
    """`websockets.sync.client.connect(uri).send(w)`"""
    w, received = recording((1000,)), []

    def receive(connection):
        received.extend(connection)

    with websockets.sync.server.serve(receive, "127.0.0.1", 0) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        uri = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        with websockets.sync.client.connect(uri) as connection:
            connection.send(memoryview(w.cast("B")))
        with (
            websockets.sync.client.connect(uri) as connection,
            pytest.raises(TypeError, match="iterable must contain bytes or str"),
        ):
            connection.send(w)  # an iterable of fragments, it thinks
        server.shutdown()
        serving.join()
    assert received == [bytes(w)]


def test_redis():
    """`redis.Redis().set(key, memoryview(w))`"""
    w = recording((1000,))
    connection = redis.connection.Connection()
    with pytest.raises(redis.DataError):
        connection.pack_command("SET", "key", w)

    def announced(view):
        return b"".join(connection.pack_command("SET", "key", view)).split(b"\r\n")[5]

    assert announced(memoryview(w)) == b"$1000"  # and 2000 bytes follow: the rest is a command
    assert announced(memoryview(w.cast("B"))) == b"$2000"
