"""The `wave` module: it reads and writes the header, the samples go from and to the Waveform."""

import wave

import pytest
from copies import WatchedFile, address, copies, recording

from swiftbuf import Waveform

RATE = 48_000


@pytest.fixture
def w():
    return recording((1_000_000, 2), "<h")  # much more than the buffer of a file


@pytest.fixture
def path(tmp_path, w):
    """A WAV file that holds `w`, by the module's own reckoning."""
    path = tmp_path / "stereo.wav"
    write(path, w.tobytes())
    return path


def write(file, frames):
    with wave.open(file if hasattr(file, "write") else str(file), "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(frames)


def read_into_waveform(path):
    with open(path, "rb") as file, wave.open(file) as header:
        w = Waveform((header.getnframes(), header.getnchannels()), "<h")
        file.readinto(w)
        return w


def test_writeframes_copies_nothing(tmp_path, w):
    path = tmp_path / "new.wav"
    with open(path, "wb", buffering=0) as file:
        assert copies(lambda: write(file, w), w) < 0.1
    with wave.open(str(path)) as reader:
        assert reader.getnframes() == len(w)
        assert reader.readframes(len(w)) == bytes(w)


def test_writeframes_writes_from_the_memory_itself(tmp_path, w):
    with WatchedFile(tmp_path / "new.wav", "wb") as file:
        write(file, w)
        assert (address(w), w.nbytes) in file.written_from


def test_readframes_makes_bytes(path, w):
    with wave.open(str(path)) as reader:
        assert copies(lambda: reader.readframes(len(w)), w) > 0.9


def test_bytes_of_readframes_are_a_read_only_waveform_without_another_copy(path, w):
    with wave.open(str(path)) as reader:
        frames = reader.readframes(len(w))
    samples = Waveform.from_buffer(frames, "<h").cast("<h", w.shape)
    assert (address(samples), samples.readonly) == (address(frames), True)
    assert samples == w


def test_the_samples_are_read_into_a_waveform_behind_the_header(path, w):
    read = []
    assert copies(lambda: read.append(read_into_waveform(path)), w) < 0.1
    assert read == [w]


def test_the_file_stands_at_the_samples_whatever_comes_before_them(path, w):
    data = path.read_bytes()
    junk = b"LIST" + (6).to_bytes(4, "little") + b"INFO42"
    size = (len(data) + len(junk) - 8).to_bytes(4, "little")
    path.write_bytes(data[:4] + size + data[8:36] + junk + data[36:])
    assert read_into_waveform(path) == w


def test_the_samples_are_mapped_behind_the_header(path, w):
    with open(path, "rb") as file, wave.open(file) as header:
        mapped = Waveform.mmap(
            path, "<h", offset=file.tell(), count=header.getnframes() * header.getnchannels()
        )
    assert mapped == w.cast("<h", [2 * len(w)])
