"""pyzmq: samples in messages that are the Waveform's memory, and messages that are Waveforms."""

import time

import pytest
import zmq
from copies import address, copies, recording

from swiftbuf import Waveform

TIMEOUT = 30  # seconds


@pytest.fixture
def w():
    return recording()  # above zmq.COPY_THRESHOLD, below which pyzmq always copies


@pytest.fixture(params=["inproc://samples", "tcp://127.0.0.1"])
def sockets(request):
    """Two ends, within one process, where the message itself is handed over, and over TCP."""
    with (
        zmq.Context() as context,
        context.socket(zmq.PAIR) as near,
        context.socket(zmq.PAIR) as far,
    ):
        for end in (near, far):
            end.rcvtimeo = end.sndtimeo = TIMEOUT * 1000
            end.linger = 0
        if request.param.startswith("tcp"):
            far.connect(f"{request.param}:{near.bind_to_random_port(request.param)}")
        else:
            near.bind(request.param)
            far.connect(request.param)
        yield near, far


within = pytest.mark.parametrize("sockets", ["inproc://samples"], indirect=True)


@within
def test_a_message_is_the_memory_of_the_waveform(sockets, w):
    near, far = sockets
    near.send(w, copy=False)
    assert address(far.recv(copy=False)) == address(w)


@within
def test_a_part_of_a_message_is_the_memory_of_the_waveform(sockets, w):
    near, far = sockets
    near.send_multipart([b"header", w], copy=False)
    header, samples = far.recv_multipart(copy=False)
    assert (header.bytes, address(samples)) == (b"header", address(w))


def test_a_received_message_is_a_waveform_without_a_copy(sockets, w):
    near, far = sockets
    near.send(w, copy=False)
    frame = far.recv(copy=False)
    received = Waveform.from_buffer(frame.buffer, "h").cast("h", w.shape)
    assert (address(received), received.readonly) == (address(frame), False)
    del frame
    assert received == w


def test_send_and_receive_make_no_object_of_the_samples(sockets, w):
    near, far = sockets
    received = []

    def exchange():
        near.send(w, copy=False)
        received.append(Waveform.from_buffer(far.recv(copy=False).buffer, "h"))

    assert copies(exchange, w) < 0.1
    assert received[0] == w.cast("h", [w.nbytes // 2])


def test_recv_without_copy_false_makes_bytes(sockets, w):
    near, far = sockets
    near.send(w)
    received = []
    assert copies(lambda: received.append(far.recv()), w) > 0.9
    assert received == [bytes(w)]


def test_recv_into_fills_a_waveform(sockets, w):
    near, far = sockets
    near.send(w)
    received = Waveform(w.shape, w.format)
    assert copies(lambda: far.recv_into(received), w) < 0.1
    assert received == w


def test_recv_into_of_a_longer_message_tells_its_size_and_drops_the_rest(sockets, w):
    near, far = sockets
    near.send(w)
    received = Waveform(10, "h")
    assert far.recv_into(received) == w.nbytes
    assert bytes(received) == bytes(w)[:20]


@within
def test_an_edit_before_the_message_is_gone_shows_on_the_far_side(sockets, w):
    near, far = sockets
    near.send(w, copy=False)
    w[0, 0] = -7
    assert Waveform.from_buffer(far.recv(copy=False).buffer, "h")[0] == -7


@within
def test_a_message_holds_the_waveform_but_not_its_memory(sockets, w):
    near, far = sockets
    # pyzmq gives the export back before the message is gone: release() would pull the memory.
    tracker = near.send(w, copy=False, track=True)
    assert (tracker.done, w.exports) == (False, 0)
    far.recv()
    tracker.wait(TIMEOUT)


@pytest.mark.parametrize("view", [lambda w: w[:], memoryview], ids=["slice", "memoryview"])
@within
def test_a_message_of_a_view_holds_the_memory_too(sockets, w, view):
    near, far = sockets
    tracker = near.send(view(w), copy=False, track=True)
    assert (tracker.done, w.exports) == (False, 1)
    with pytest.raises(BufferError):
        w.release()
    far.recv()
    # The tracker tells a moment before pyzmq's thread drops the view; `exports` is the truth.
    deadline = time.monotonic() + TIMEOUT
    while w.exports and time.monotonic() < deadline:
        time.sleep(0.001)
    assert tracker.done
    w.release()


@within
def test_a_small_message_is_copied_whatever_one_asks(sockets):
    near, far = sockets
    small = Waveform(4, "h")
    assert small.nbytes < zmq.COPY_THRESHOLD
    near.send(small, copy=False)
    small[0] = 7
    assert far.recv() == bytes(8)


@within
def test_without_a_threshold_a_small_message_is_shared(sockets):
    near, far = sockets
    near.copy_threshold = 0
    small = Waveform(4, "h")
    near.send(small, copy=False)
    assert address(far.recv(copy=False)) == address(small)


def test_a_strided_waveform_is_refused(sockets, w):
    with pytest.raises(BufferError):
        sockets[0].send(w[::2], copy=False)
