"""Interleaved and planar samples: two views of one memory, and the way from one to the other."""

import numpy as np
from copies import address, copies, recording

from swiftbuf import Waveform


def test_interleaved_samples_are_a_table_of_frames():
    flat = Waveform(6, "h")
    flat[:] = [1, -1, 2, -2, 3, -3]
    frames = flat.cast("h", (3, 2))
    assert (frames[:, 0].tolist(), frames[:, 1].tolist()) == ([1, 2, 3], [-1, -2, -3])
    assert address(frames) == address(flat)


def test_slices_with_a_step_are_the_channels_too():
    flat = Waveform(6, "h")
    left, right = flat[0::2], flat[1::2]
    left[:] = [1, 2, 3]
    right[:] = [-1, -2, -3]
    assert flat.tolist() == [1, -1, 2, -2, 3, -3]


def test_a_channel_is_a_view_and_an_edit_in_it_shows_in_the_frames():
    frames = recording()
    channel = frames[:, 1]
    assert address(channel) == address(frames) + frames.itemsize
    channel[0] = 77
    assert frames[0, 1] == 77


def test_transposed_by_numpy_both_are_one_memory():
    frames = recording()
    planes = Waveform.from_buffer(np.asarray(frames).T)
    assert (planes.shape, planes.strides) == ((2, 50_000), (2, 4))
    assert address(planes) == address(frames)
    planes[1, 3] = 77
    assert frames[3, 1] == 77
    assert planes[0] == frames[:, 0]


def test_from_planar_to_interleaved_without_memory_in_between():
    planes = recording((2, 50_000))
    frames = Waveform((50_000, 2), "h")

    def interleave():
        for channel, plane in enumerate(planes):
            frames[:, channel] = plane

    assert copies(interleave, planes) < 0.01
    assert np.array_equal(np.asarray(frames), np.asarray(planes).T)


def test_from_interleaved_to_planar_without_memory_in_between():
    frames = recording()
    planes = Waveform((2, 50_000), "h")

    def deinterleave():
        for channel in range(2):
            planes[channel] = frames[:, channel]

    assert copies(deinterleave, frames) < 0.01
    assert np.array_equal(np.asarray(planes), np.asarray(frames).T)
