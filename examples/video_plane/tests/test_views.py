"""What NumPy and other consumers get: the frame's own memory, in its own layout."""

import struct

import numpy as np
import pytest
import video_plane

import swiftbuf


@pytest.fixture
def frame(clip):
    return next(video_plane.decode(clip()))


def address(array):
    return array.__array_interface__["data"][0]


def test_rows_are_padded_in_memory_and_not_in_the_view(frame):
    luma = np.asarray(frame.planes[0])
    assert luma.shape == (241, 321)
    pitch, step = luma.strides
    assert step == 1
    assert pitch > 321
    assert not luma.flags.c_contiguous
    assert len(memoryview(frame.planes[0]).tobytes()) == 241 * 321


def test_sixteen_bit_samples_lie_two_bytes_apart(clip):
    chroma = np.asarray(next(video_plane.decode(clip("yuv420p10le"))).planes[1])
    assert chroma.shape == (121, 161)
    assert chroma.dtype == np.uint16
    assert chroma.strides[0] > 2 * 161
    assert chroma.strides[1] == 2


def test_two_exporters_of_a_plane_are_the_same_memory(frame):
    first, second = frame.planes[0], frame.planes[0]
    assert first is not second
    one, other = np.asarray(first), np.asarray(second)
    assert address(one) == address(other)
    assert np.shares_memory(one, other)


def test_every_view_of_an_exporter_is_the_same_memory(frame):
    plane = frame.planes[0]
    assert {address(np.asarray(plane)) for _ in range(3)} == {address(np.asarray(plane))}
    assert np.shares_memory(np.asarray(plane), np.asarray(memoryview(plane)))


def test_the_planes_of_a_frame_are_apart(frame):
    luma, u, v = map(np.asarray, frame.planes)
    assert not np.shares_memory(luma, u)
    assert not np.shares_memory(u, v)


def test_what_is_written_by_one_view_is_read_by_another(clip):
    luma = next(video_plane.decode(clip(codec="rawvideo", suffix="nut"))).planes[0]
    expected = np.array(luma)
    expected[3:5, ::2] = 7
    np.asarray(luma)[3:5, ::2] = 7
    np.testing.assert_array_equal(np.asarray(memoryview(luma)), expected)


def test_a_consumer_without_strides_is_refused(frame):
    with pytest.raises(BufferError, match="not C-contiguous"):
        struct.unpack_from("B", frame.planes[0])


def test_a_waveform_stands_on_a_plane_and_its_slices_too(frame):
    plane = frame.planes[0]
    wave = swiftbuf.Waveform.from_buffer(plane)
    assert (wave.shape, wave.format, wave.obj) == ((241, 321), "B", plane)
    part = wave[10:200:3, 320:0:-2]
    expected = np.asarray(plane)[10:200:3, 320:0:-2]
    np.testing.assert_array_equal(np.asarray(part), expected)
    assert np.shares_memory(np.asarray(part), np.asarray(plane))


@pytest.mark.parametrize("pixel_format", ["bgr24", "bgra"])
def test_a_picture_stored_from_the_bottom_up_is_shown_from_the_top_down(
    clip, tmp_path, pixel_format
):
    """A bitmap of negative height is stored from the top down; the same rows under a positive one
    are the picture upside down, which FFmpeg decodes with a negative line size."""
    top_down = clip(pixel_format, "rawvideo", suffix="avi")
    header = [struct.pack("<Iii", 40, 321, height) for height in (-241, 241)]
    assert top_down.read_bytes().count(header[0]) == 1
    bottom_up = tmp_path / "bottom_up.avi"
    bottom_up.write_bytes(top_down.read_bytes().replace(*header))
    frames = zip(video_plane.decode(top_down), video_plane.decode(bottom_up), strict=True)
    for frame, flipped in frames:
        expected, picture = np.asarray(frame.planes[0]), np.asarray(flipped.planes[0])
        assert expected.strides[0] > 0 > picture.strides[0]
        np.testing.assert_array_equal(picture, expected[::-1])


def test_a_cropped_picture_starts_at_its_first_pixel(clip):
    whole = clip("yuv420p", "libx264", size="320x240")
    crop = ("-bsf:v", "h264_metadata=crop_left=6:crop_top=2")
    cropped = clip("yuv420p", "libx264", *crop, size="320x240")
    for frame, part in zip(video_plane.decode(whole), video_plane.decode(cropped), strict=True):
        assert (part.width, part.height) == (314, 238)
        np.testing.assert_array_equal(part.planes[0], np.asarray(frame.planes[0])[2:, 6:])
        np.testing.assert_array_equal(part.planes[1], np.asarray(frame.planes[1])[1:, 3:])


def test_planes_and_frames_come_from_a_decoder_alone():
    for kind in (video_plane.Plane, video_plane.Frame, video_plane.Decoder):
        with pytest.raises(TypeError, match="cannot create"):
            kind()
