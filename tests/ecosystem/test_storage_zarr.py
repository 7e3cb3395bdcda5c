"""zarr: chunks are made from and put into a Waveform's memory, by way of np.asarray."""

import numpy as np
import pytest
import zarr
from copies import address, copies, recording
from zarr.buffer.cpu import NDBuffer

from swiftbuf import Waveform

CHUNK = 2_500


@pytest.fixture
def w():
    return recording((250_000, 2))


@pytest.fixture
def samples(tmp_path, w):
    """An array of a hundred chunks, with some elements in it so that zarr has set itself up."""
    array = zarr.create_array(
        tmp_path / "samples.zarr", shape=w.shape, dtype="int16", chunks=(CHUNK, 2)
    )
    array[:1] = 0
    return array


def test_a_waveform_is_stored(samples, w):
    samples[:] = w
    assert samples[:].tobytes() == bytes(w)


def test_as_a_waveform_it_is_copied_and_as_an_array_it_is_not(samples, w):
    def store(value):
        samples[:] = value

    # What remains is the chunks that zarr has under way at a time, each with its compressed self.
    assert copies(lambda: store(np.asarray(w)), w) < 0.9
    assert copies(lambda: store(w), w) > 1


def test_a_selection_is_read_into_the_memory(samples, w):
    samples[:] = np.asarray(w)
    received = Waveform(w.shape, w.format)
    out = NDBuffer.from_numpy_array(np.asarray(received))
    assert copies(lambda: samples.get_basic_selection(out=out), w) < 0.9
    assert received == w


def test_indexing_makes_an_array_which_is_a_waveform_without_another_copy(samples, w):
    samples[:] = np.asarray(w)
    array = samples[:]
    received = Waveform.from_buffer(array)
    assert address(received) == array.ctypes.data
    assert received == w


def test_one_chunk_at_a_time_is_all_that_is_there_twice(samples, w):
    received = Waveform(w.shape, w.format)

    def store_and_load():
        for start in range(0, len(w), CHUNK):
            samples[start : start + CHUNK] = np.asarray(w[start : start + CHUNK])
        for start in range(0, len(w), CHUNK):
            received[start : start + CHUNK] = samples[start : start + CHUNK]

    assert copies(store_and_load, w) < 0.2
    assert received == w
