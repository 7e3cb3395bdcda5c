"""asyncio: a protocol that receives into a Waveform, and what transports do with one to be sent."""

import asyncio
import socket
import sys

import pytest
from copies import copies, recording

from swiftbuf import Waveform

TIMEOUT = 30
# What a transport has not sent yet stays where it is from Python 3.12 on; before, it is copied.
KEEPS_VIEWS = sys.version_info >= (3, 12)


class Capture(asyncio.BufferedProtocol):
    """Receives as many bytes as a Waveform has, straight into its memory."""

    def __init__(self, w: Waveform):
        self.missing = w.cast("B")
        self.asked = []
        self.done = asyncio.get_running_loop().create_future()

    def get_buffer(self, sizehint):
        self.asked.append(len(self.missing))
        return self.missing

    def buffer_updated(self, nbytes):
        self.missing = self.missing[nbytes:]
        if not self.missing:
            self.done.set_result(None)

    def eof_received(self):
        if not self.done.done():
            self.done.set_exception(EOFError(f"{len(self.missing)} bytes are missing"))


@pytest.fixture
def w():
    return recording((500_000, 2))  # more than a socket takes at once


@pytest.fixture
def sockets():
    near, far = socket.socketpair()
    with near, far:
        yield near, far


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, TIMEOUT))


async def transport_of(sock, protocol=asyncio.Protocol):
    return (await asyncio.get_running_loop().create_connection(protocol, sock=sock))[0]


async def everything_from(sock, size) -> bytes:
    loop, data = asyncio.get_running_loop(), b""
    while len(data) < size:
        data += await loop.sock_recv(sock, size)
    return data


def test_a_buffered_protocol_receives_into_a_waveform_without_a_copy(sockets, w):
    near, far = sockets
    received = Waveform(w.shape, w.format)

    async def receive():
        loop = asyncio.get_running_loop()
        near.setblocking(False)
        far.setblocking(False)
        transport, capture = await loop.create_connection(lambda: Capture(received), sock=far)
        await loop.sock_sendall(near, w.cast("B"))
        await capture.done
        transport.close()
        return capture.asked

    asked = []
    assert copies(lambda: asked.extend(run(receive())), w) < 0.1
    assert received == w
    assert (asked[0], len(asked) > 1, min(asked) > 0) == (w.nbytes, True, True)
    assert received.exports == 0


def test_a_buffered_protocol_is_told_of_an_early_end(sockets):
    near, far = sockets
    near.sendall(bytes(10))
    near.close()
    received = Waveform(8)

    async def receive():
        far.setblocking(False)
        loop = asyncio.get_running_loop()
        _, capture = await loop.create_connection(lambda: Capture(received), sock=far)
        await capture.done

    with pytest.raises(EOFError, match="54 bytes are missing"):
        run(receive())


def test_a_transport_refuses_what_is_not_bytes(sockets, w):
    async def send():
        transport = await transport_of(sockets[0])
        with pytest.raises(TypeError, match="Waveform"):
            transport.write(w.cast("B"))
        transport.abort()

    run(send())


def test_write_sends_from_the_waveform_and_later_versions_keep_the_rest_there(sockets, w):
    near, far = sockets
    far.setblocking(False)
    sizes = []

    async def send():
        transport = await transport_of(near)
        transport.write(memoryview(w.cast("B")))
        sizes.append(transport.get_write_buffer_size())
        transport.abort()

    peak = copies(lambda: run(send()), w)
    assert 0 < sizes[0] < w.nbytes
    if KEEPS_VIEWS:
        assert peak < 0.1
    else:
        assert peak > 0.9 * sizes[0] / w.nbytes


@pytest.mark.parametrize("way", ["write", "writelines"])
def test_what_is_not_sent_yet_is_the_waveform_itself_from_3_12_on(sockets, w, way):
    near, far = sockets
    far.setblocking(False)
    original = bytes(w)
    held = []

    async def send():
        transport = await transport_of(near)
        view = memoryview(w.cast("B"))
        transport.write(view) if way == "write" else transport.writelines([view])
        del view
        held.append(w.exports > 0)
        w.cast("B")[-1] ^= 0xFF  # an edit that comes too early
        data = await everything_from(far, w.nbytes)
        await asyncio.sleep(0)
        transport.close()
        return data

    data = run(send())
    assert held == [KEEPS_VIEWS]
    assert data == (bytes(w) if KEEPS_VIEWS else original)
    assert w.exports == 0


def test_a_view_of_other_elements_than_bytes_loses_samples(sockets, w):
    near, far = sockets
    far.setblocking(False)

    async def send():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: None)  # 3.12 and later notice, too late
        transport = await transport_of(near)
        transport.write(memoryview(w.cast("h", [w.nbytes // 2])))  # so it is w.cast("B")
        transport.close()
        received = 0
        while chunk := await loop.sock_recv(far, 65_536):
            received += len(chunk)
        return received

    assert run(send()) < w.nbytes


def test_drain_with_no_limit_waits_until_all_is_sent(sockets, w):
    near, far = sockets
    far.setblocking(False)

    async def send():
        _, writer = await asyncio.open_connection(sock=near)
        writer.transport.set_write_buffer_limits(0)
        writer.write(memoryview(w.cast("B")))
        reading = asyncio.create_task(everything_from(far, w.nbytes))
        await writer.drain()
        held = w.exports
        data = await reading
        writer.close()
        return held, data

    assert run(send()) == (0, bytes(w))


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="the docs say it of 3.11 to 3.13 only")
def test_writelines_of_other_elements_than_bytes_loses_the_connection_from_3_12_on(sockets):
    near, far = sockets
    w = recording((100, 2))

    async def send():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        transport = await transport_of(near)
        transport.writelines([b"header", w])
        lost = transport.is_closing()
        transport.abort()
        return lost

    assert run(send()) == KEEPS_VIEWS


def test_writelines_takes_a_waveform_of_bytes(sockets):
    near, far = sockets
    header, w = b"header", recording((100, 2))

    async def send():
        transport = await transport_of(near)
        transport.writelines([header, w.cast("B")])
        transport.close()

    run(send())
    assert far.recv(1000) == header + bytes(w)


def test_writelines_copies_before_3_12_and_not_after(sockets, w):
    near, far = sockets

    async def send():
        transport = await transport_of(near)
        transport.writelines([b"header", memoryview(w.cast("B"))])
        transport.abort()

    peak = copies(lambda: run(send()), w)
    assert peak < 0.1 if KEEPS_VIEWS else peak > 0.9


def test_sock_sendall_and_sock_recv_into_copy_nothing(sockets, w):
    near, far = sockets
    near.setblocking(False)
    far.setblocking(False)
    received = Waveform(w.shape, w.format)

    async def receive():
        loop, missing = asyncio.get_running_loop(), received.cast("B")
        while missing:
            missing = missing[await loop.sock_recv_into(far, missing) :]

    async def exchange():
        sending = asyncio.get_running_loop().sock_sendall(near, w.cast("B"))
        await asyncio.gather(sending, receive())

    assert copies(lambda: run(exchange()), w) < 0.1
    assert received == w
