"""Every pixel, as PyAV has it: another binding, with an FFmpeg of its own, in the same process."""

import av
import numpy as np
import pytest
import video_plane

CLIPS = [
    # planar, with padded rows
    ("yuv420p", "ffv1"),
    ("yuv422p", "ffv1"),
    ("yuv444p", "ffv1"),
    ("yuv410p", "ffv1"),
    ("yuva420p", "ffv1"),
    ("gbrp", "utvideo"),
    ("gbrp16le", "ffv1"),
    ("gray", "ffv1"),
    # predicted from other frames
    ("yuv420p", "mpeg4"),
    ("yuv444p", "libx264"),
    # more than 8 bits
    ("yuv420p10le", "ffv1"),
    ("yuv422p12le", "ffv1"),
    ("gray16le", "ffv1"),
    ("yuv420p10be", "rawvideo"),
    ("gray16be", "rawvideo"),
    ("rgb48be", "png"),
    # several samples in a place
    ("nv12", "rawvideo"),
    ("rgb24", "rawvideo"),
    ("bgra", "ffv1"),
    ("yuyv422", "rawvideo"),
    ("ya8", "png"),
]


@pytest.mark.parametrize("size", ["321x241", "320x240", "1x1", "17x3"])
@pytest.mark.parametrize(("pixel_format", "codec"), CLIPS)
def test_every_plane_is_that_of_pyav(clip, pixel_format, codec, size):
    path = clip(pixel_format, codec, size=size, suffix="nut")
    with av.open(str(path)) as container:
        expected = list(container.decode(video=0))
    frames = list(video_plane.decode(path))
    assert len(frames) == len(expected) == 3
    for ours, theirs in zip(frames, expected, strict=True):
        assert (ours.width, ours.height) == (theirs.width, theirs.height)
        assert ours.format == theirs.format.name == pixel_format
        assert ours.time == pytest.approx(theirs.time)
        assert len(ours.planes) == len(theirs.planes)
        for mine, other in zip(ours.planes, theirs.planes, strict=True):
            rows = np.frombuffer(other, np.uint8).reshape(-1, other.line_size)
            array = np.asarray(mine)
            row_size = array[0].nbytes
            assert len(array) == other.height
            assert array.tobytes() == rows[: other.height, :row_size].tobytes()


@pytest.mark.parametrize(
    ("pixel_format", "codec"),
    [
        ("gray", "ffv1"),
        ("gray16le", "ffv1"),
        ("gray16be", "rawvideo"),
        ("rgb24", "rawvideo"),
        ("bgra", "ffv1"),
        ("rgb48be", "png"),
    ],
)
def test_a_picture_of_one_plane_is_the_array_that_pyav_makes(clip, pixel_format, codec):
    path = clip(pixel_format, codec, suffix="nut")
    with av.open(str(path)) as container:
        expected = next(container.decode(video=0)).to_ndarray()
    (plane,) = next(video_plane.decode(path)).planes
    np.testing.assert_array_equal(np.asarray(plane), expected)
    assert memoryview(plane).itemsize == expected.itemsize


def test_floats_are_those_of_pyav(clip):
    path = clip("gbrpf32le", "exr", frames=1, suffix="exr")
    with av.open(str(path)) as container:
        expected = next(container.decode(video=0)).to_ndarray()
    green, blue, red = next(video_plane.decode(path)).planes
    assert [memoryview(plane).format for plane in (green, blue, red)] == ["f", "f", "f"]
    np.testing.assert_array_equal(np.dstack([red, green, blue]), expected)
