"""What may be written: pictures that the decoder does not need any more."""

import numpy as np
import pytest
import video_plane

import swiftbuf


def writable(frame):
    return [np.asarray(plane).flags.writeable for plane in frame.planes]


def test_a_picture_that_the_decoder_predicts_from_is_read_only(clip):
    decoder = video_plane.decode(clip(codec="mpeg4", frames=10))
    frame = next(decoder)
    assert writable(frame) == [False, False, False]
    with pytest.raises(BufferError, match="read-only"):
        swiftbuf.Waveform.from_buffer(frame.planes[0], readonly=False)
    with pytest.raises(TypeError, match="read-only"):
        memoryview(frame.planes[0])[0, 0] = 1


def test_it_is_writable_once_the_decoder_is_closed(clip):
    decoder = video_plane.decode(clip(codec="mpeg4", frames=10))
    frame = next(decoder)
    before = np.asarray(frame.planes[0])
    decoder.close()
    assert writable(frame) == [True, True, True]
    assert not before.flags.writeable
    np.asarray(frame.planes[0])[:] = 3
    assert (before == 3).all()


def test_it_is_writable_after_the_last_frame(clip):
    frames = list(video_plane.decode(clip(codec="mpeg4", frames=10)))
    assert len(frames) == 10
    assert all(all(writable(frame)) for frame in frames)


@pytest.mark.parametrize("codec", ["rawvideo", "ffv1", "mpeg4", "libx264"])
def test_nothing_that_is_written_shows_in_a_later_frame(clip, codec):
    path = clip("yuv420p", codec, size="320x240", frames=12, suffix="nut")
    expected = [[np.array(plane) for plane in frame.planes] for frame in video_plane.decode(path)]
    written = 0
    for frame, planes in zip(video_plane.decode(path), expected, strict=True):
        for plane, pixels in zip(frame.planes, planes, strict=True):
            np.testing.assert_array_equal(np.asarray(plane), pixels)
            if np.asarray(plane).flags.writeable:
                np.asarray(plane)[:] = 128
                written += 1
    assert written == (36 if codec == "rawvideo" else 0)
