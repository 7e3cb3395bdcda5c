"""sounddevice's raw streams, to and from the sound card of conftest.py: files at its far side."""

import threading

import pytest
from copies import address, copies, recording

from swiftbuf import Waveform

TIMEOUT = 30


@pytest.fixture
def sd(sound_card):
    import sounddevice  # not before the sound card is there

    return sounddevice


@pytest.fixture
def options():
    return {"samplerate": 48_000, "channels": 2, "dtype": "int16"}


@pytest.fixture
def w(sound_card):
    """Samples, which the card hears too."""
    w = recording()
    (sound_card / "to_record.raw").write_bytes(w)
    (sound_card / "played.raw").write_bytes(b"")
    return w


def played(sound_card) -> bytes:
    return (sound_card / "played.raw").read_bytes()


def test_write_plays_a_waveform_without_a_copy(sd, sound_card, options, w):
    with sd.RawOutputStream(**options) as stream:
        assert copies(lambda: stream.write(w), w) < 0.1
    assert played(sound_card).startswith(bytes(w))


def test_write_refuses_strided_samples(sd, options, w):
    with sd.RawOutputStream(**options) as stream, pytest.raises(BufferError):
        stream.write(w[:, :1])


def test_what_is_read_is_a_waveform_over_the_memory_of_sounddevice(sd, options, w):
    with sd.RawInputStream(**options) as stream:
        data, _ = stream.read(len(w))
    captured = Waveform.from_buffer(data, "h").cast("h", w.shape)
    assert (address(captured), captured.readonly) == (address(data), False)
    del data
    assert captured == w


def test_each_read_has_memory_of_its_own(sd, options, w):
    with sd.RawInputStream(**options) as stream:
        first, second = (Waveform.from_buffer(stream.read(100)[0], "h") for _ in range(2))
    assert address(first) != address(second)
    assert first.tolist() + second.tolist() == w[:200].cast("h", [400]).tolist()


def test_pieces_of_a_stream_are_read_into_a_waveform(sd, options, w):
    captured = Waveform(w.shape, w.format)

    def read():
        for start in range(0, len(captured), 1000):
            piece = captured[start : start + 1000]
            piece.cast("B")[:] = stream.read(len(piece))[0]

    with sd.RawInputStream(**options) as stream:
        assert copies(read, w) < 0.1
    assert captured == w


def test_a_callback_plays_slices_of_a_waveform(sd, sound_card, options, w):
    unplayed, done = w.cast("B"), threading.Event()

    def play(outdata, frames, time, status):
        nonlocal unplayed
        chunk, unplayed = unplayed[: len(outdata)], unplayed[len(outdata) :]
        outdata[: len(chunk)] = chunk
        if len(chunk) < len(outdata):
            outdata[len(chunk) :] = bytes(len(outdata) - len(chunk))
            raise sd.CallbackStop

    with sd.RawOutputStream(**options, callback=play, finished_callback=done.set):
        assert done.wait(TIMEOUT)
    # PortAudio begins with some silence of its own, until the callback has filled its buffers.
    assert played(sound_card).lstrip(b"\0").startswith(bytes(w).lstrip(b"\0"))


def test_a_callback_records_into_slices_of_a_waveform(sd, options, w):
    captured = Waveform(w.shape, w.format)
    missing, done = captured.cast("B"), threading.Event()

    def record(indata, frames, time, status):
        nonlocal missing
        count = min(len(indata), len(missing))
        missing[:count] = indata[:count]
        missing = missing[count:]
        if not missing:
            raise sd.CallbackStop

    with sd.RawInputStream(**options, callback=record, finished_callback=done.set):
        assert done.wait(TIMEOUT)
    assert captured == w
