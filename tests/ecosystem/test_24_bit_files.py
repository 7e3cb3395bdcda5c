"""24-bit recordings of other libraries, in place: a WAV file by libsndfile, a BDF file by edflib.

The oracles are these libraries' own readers.
"""

import numpy as np
import pyedflib
import pytest
import soundfile

from swiftbuf import Waveform

EDGES = [-(2**23), 2**23 - 1, -1, 0, 1, 0x123456, -0x123456]


@pytest.fixture
def codes():
    """Two channels of 1,000 samples of 24 bits."""
    codes = np.random.default_rng(24).integers(-(2**23), 2**23, (1000, 2), "i4")
    codes[: len(EDGES), 0] = EDGES
    codes[-len(EDGES) :, 1] = EDGES
    return codes


@pytest.fixture(params=["WAV", "AIFF"])
def sound(request, tmp_path, codes):
    """A file of them, its format, and where its samples start."""
    path = tmp_path / "recording"
    # libsndfile takes the upper 24 of 32 bits.
    soundfile.write(path, codes << 8, 48_000, "PCM_24", format=request.param)
    mark = b"data" if request.param == "WAV" else b"SSND"
    offset = path.read_bytes().index(mark) + (8 if request.param == "WAV" else 16)
    return path, "<i3" if request.param == "WAV" else ">i3", offset


def test_a_sound_file_is_read_in_place(sound, codes):
    path, format, offset = sound
    with Waveform.mmap(path, format, mode="r", offset=offset, count=codes.size) as samples:
        stereo = samples.cast(format, codes.shape)
        assert stereo.tolist() == codes.tolist()
        left = stereo[:, 0].convert("f", scale=2**-23)
        assert np.array_equal(left, soundfile.read(path, dtype="float32")[0][:, 0])
        assert stereo == codes
        del stereo


def test_a_sound_file_is_edited_in_place(sound, codes):
    path, format, offset = sound
    with Waveform.mmap(path, format, mode="r+", offset=offset, count=codes.size) as samples:
        samples[3] = -5
        samples[10:20].fill(0x7FFFFF)
        quiet = Waveform.from_buffer(codes).cast("i")[20:].convert("d", scale=0.25)
        quiet.convert(out=samples[20:])
    expected = codes.ravel().copy()
    expected[3] = -5
    expected[10:20] = 0x7FFFFF
    expected[20:] = np.rint(expected[20:] / 4)
    found = soundfile.read(path, dtype="int32")[0].ravel() >> 8
    assert np.array_equal(found, expected)


def test_samples_are_written_to_a_sound_file(tmp_path, codes):
    path = tmp_path / "new.wav"
    samples = Waveform.from_buffer(codes).convert("<i3")
    with soundfile.SoundFile(path, "w", 48_000, 2, "PCM_24") as file:
        file.write(np.zeros((1000, 2)))
    with Waveform.mmap(path, "<i3", mode="r+", offset=44, count=codes.size) as target:
        target.cast("<i3", codes.shape)[:] = samples
    assert np.array_equal(soundfile.read(path, dtype="int32")[0] >> 8, codes)


def test_a_biosignal_recording_is_read_in_place(tmp_path, codes):
    path = tmp_path / "recording.bdf"
    rate, microvolts = 100, 262144
    with pyedflib.EdfWriter(str(path), 2, pyedflib.FILETYPE_BDFPLUS) as writer:
        writer.setSignalHeaders(
            [
                pyedflib.highlevel.make_signal_header(
                    label=label,
                    sample_frequency=rate,
                    physical_min=-microvolts,
                    physical_max=microvolts,
                    digital_min=-(2**23),
                    digital_max=2**23 - 1,
                )
                for label in ["C3", "C4"]
            ]
        )
        writer.writeSamples([np.ascontiguousarray(c) for c in codes.T], digital=True)
    with pyedflib.EdfReader(str(path)) as reader:
        expected = np.stack([reader.readSignal(n, digital=True) for n in range(2)])
        volts = np.stack([reader.readSignal(n) for n in range(2)])
    assert np.array_equal(expected, codes.T)

    # The header, by the format's specification (biosemi.com, "BDF"): its length, how many records
    # of data follow, and how many samples each signal has in one. Annotations are the third signal.
    header = path.read_bytes()[: 256 * 4]
    start, records, signals = int(header[184:192]), int(header[236:244]), int(header[252:256])
    counts = [int(header[256 + 216 * signals :][8 * n : 8 * n + 8]) for n in range(signals)]
    assert counts[:2] == [rate, rate]
    samples = Waveform.mmap(path, "<i3", mode="r", offset=start, count=records * sum(counts))
    rows = samples.cast("<i3", (records, sum(counts)))
    for n in range(2):
        channel = rows[:, n * rate : (n + 1) * rate]
        assert channel.tolist() == expected[n].reshape(records, rate).tolist()
        step = 2 * microvolts / (2**24 - 1)
        offset = -microvolts + 2**23 * step
        converted = channel.convert("d", scale=step, offset=offset)
        assert np.allclose(np.ravel(converted), volts[n], rtol=0, atol=1e-6)
