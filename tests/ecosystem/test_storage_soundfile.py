"""soundfile: libsndfile reads into and writes from a Waveform's memory."""

import numpy as np
import pytest
import soundfile
from copies import WatchedFile, address, copies, recording

from swiftbuf import Waveform

RATE = 48_000


@pytest.fixture
def w():
    return recording()


@pytest.fixture
def path(tmp_path, w):
    path = tmp_path / "samples.wav"
    soundfile.write(path, np.array(w), RATE, "PCM_16")
    return path


def test_buffer_write_copies_nothing(tmp_path, w):
    path = tmp_path / "new.wav"
    with soundfile.SoundFile(path, "w", RATE, 2, "PCM_16") as file:
        assert copies(lambda: file.buffer_write(w, "int16"), w) < 0.1
    assert path.read_bytes().endswith(bytes(w))


def test_buffer_read_into_copies_nothing(path, w):
    received = Waveform(w.shape, w.format)
    with soundfile.SoundFile(path) as file:
        assert copies(lambda: file.buffer_read_into(received, "int16"), w) < 0.1
    assert received == w


def test_samples_of_the_file_s_own_format_are_read_straight_into_the_waveform(path, w):
    received = Waveform(w.shape, w.format)
    with WatchedFile(path, "rb") as opened, soundfile.SoundFile(opened) as file:
        assert file.buffer_read_into(received, "int16") == len(w)
        assert (address(received), w.nbytes) in opened.read_into


def test_samples_of_another_format_are_converted_through_a_small_buffer(path, w):
    received = Waveform(w.shape, "d")
    with WatchedFile(path, "rb") as opened, soundfile.SoundFile(opened) as file:
        file.buffer_read_into(received, "float64")
        assert max(size for _, size in opened.read_into) < w.nbytes / 10
    assert np.array_equal(np.asarray(received) * 32768, np.asarray(w))


def test_read_fills_an_array_over_a_waveform(path, w):
    received = Waveform(w.shape, w.format)
    soundfile.read(path, out=np.asarray(received))
    assert received == w


def test_read_without_out_makes_an_array(path, w):
    assert copies(lambda: soundfile.read(path, dtype="int16"), w) > 0.9


def test_an_array_of_read_is_a_waveform_without_another_copy(path, w):
    samples, _ = soundfile.read(path, dtype="int16")
    received = Waveform.from_buffer(samples)
    assert address(received) == samples.ctypes.data
    assert received == w


def test_a_part_is_read_into_a_part(path, w):
    received = Waveform(w.shape, w.format)
    with soundfile.SoundFile(path) as file:
        file.seek(100)
        file.buffer_read_into(received[:50], "int16")
    assert received[:50] == w[100:150]
    assert not any(received[50:].cast("B"))


def test_a_strided_part_is_refused(path, w):
    with soundfile.SoundFile(path) as file, pytest.raises(BufferError):
        file.buffer_read_into(w[::2], "int16")
