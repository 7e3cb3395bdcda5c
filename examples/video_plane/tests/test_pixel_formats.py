"""Every pixel format: the samples that FFmpeg's own rawvideo writer puts out, or a clear error."""

import itertools
import subprocess

import av
import numpy as np
import pytest
import video_plane

WIDTH, HEIGHT = 11, 7  # odd, and no multiple of what any chroma sample covers


def pixel_formats():
    """The names of those that FFmpeg converts to."""
    listing = subprocess.run(
        ["ffmpeg", "-hide_banner", "-pix_fmts"], check=True, capture_output=True, text=True
    )
    rows = [line.split() for line in listing.stdout.splitlines()]
    return [row[1] for row in rows if len(row) > 3 and "O" in row[0] and row[1] != "="]


def pixel_format(path):
    """What PyAV says of the file."""
    try:
        with av.open(str(path)) as container:
            return container.streams.video[0].format.name
    except av.FFmpegError:
        return None


@pytest.fixture(scope="session")
def pictures(ffmpeg, tmp_path_factory):
    """A folder with NAME.nut and NAME.raw for each pixel format that a NUT file can carry."""
    folder = tmp_path_factory.mktemp("pictures")
    arguments = ["-f", "lavfi", "-i", f"testsrc=size={WIDTH}x{HEIGHT}"]
    for name in pixel_formats():
        for container, suffix in [("nut", "nut"), ("rawvideo", "raw")]:
            arguments += ["-frames:v", "1", "-pix_fmt", name, "-c:v", "rawvideo"]
            arguments += ["-f", container, folder / f"{name}.{suffix}"]
    ffmpeg(*arguments)
    for path in folder.glob("*.nut"):
        if pixel_format(path) != path.stem:
            path.unlink()
    return folder


def test_every_pixel_format_is_exact_or_refused(pictures):
    exact, refused = set(), set()
    for path in pictures.glob("*.nut"):
        frame = next(video_plane.decode(path))
        assert frame.format == path.stem
        try:
            planes = frame.planes
        except ValueError as problem:
            assert str(problem).startswith(f"pixel format '{frame.format}': ")
            refused.add(frame.format)
            continue
        samples = b"".join(np.asarray(plane).tobytes() for plane in planes)
        assert samples == path.with_suffix(".raw").read_bytes(), frame.format
        exact.add(frame.format)
    assert len(exact) > 100
    bits = {"monow", "monob", "rgb4", "bgr4"}
    parts = itertools.product(["rgb", "bgr"], ["565", "555", "444"], ["le", "be"])
    words = {"rgb8", "bgr8", "rgb4_byte", "bgr4_byte", *map("".join, parts)}
    thirty_bits = {"v30xle", "xv30le"} & {path.stem for path in pictures.glob("*.nut")}
    assert refused == bits | words | thirty_bits  # those that a NUT file can carry since FFmpeg 9


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("monow", "its pixels are smaller than a byte"),
        ("rgb4", "its pixels are smaller than a byte"),
        ("rgb8", "its components share bytes"),
        ("rgb565le", "its components share bytes"),
        ("rgb565be", "its components share bytes"),
    ],
)
def test_the_error_says_why(pictures, name, reason):
    frame = next(video_plane.decode(pictures / f"{name}.nut"))
    with pytest.raises(ValueError, match=f"^pixel format '{name}': {reason}$"):
        _ = frame.planes
    assert (frame.width, frame.height) == (WIDTH, HEIGHT)


def test_a_palette_is_refused(ffmpeg, tmp_path):
    path = tmp_path / "palette.png"
    palette = "split[a][b];[a]palettegen[p];[b][p]paletteuse"
    ffmpeg("-f", "lavfi", "-i", "testsrc=duration=0.04", "-vf", palette, path)
    frame = next(video_plane.decode(path))
    with pytest.raises(ValueError, match="^pixel format 'pal8': its pixels are indices"):
        _ = frame.planes


@pytest.mark.parametrize(
    ("name", "formats", "shapes"),
    [
        ("gray", "B", [(7, 11)]),
        ("yuv420p", "BBB", [(7, 11), (4, 6), (4, 6)]),
        ("yuv422p", "BBB", [(7, 11), (7, 6), (7, 6)]),
        ("yuv410p", "BBB", [(7, 11), (2, 3), (2, 3)]),
        ("yuva420p", "BBBB", [(7, 11), (4, 6), (4, 6), (7, 11)]),
        ("nv12", "BB", [(7, 11), (4, 6, 2)]),
        ("rgb24", "B", [(7, 11, 3)]),
        ("rgba", "B", [(7, 11, 4)]),
        ("rgb0", "B", [(7, 11, 4)]),
        ("ya8", "B", [(7, 11, 2)]),
        ("yuyv422", "B", [(7, 6, 4)]),
        ("gray10le", "H", [(7, 11)]),
        ("yuv420p10le", "HHH", [(7, 11), (4, 6), (4, 6)]),
        ("rgb48le", "H", [(7, 11, 3)]),
    ],
)
def test_the_shape_is_rows_by_columns_by_samples(pictures, name, formats, shapes):
    views = [memoryview(p) for p in next(video_plane.decode(pictures / f"{name}.nut")).planes]
    assert [view.shape for view in views] == shapes
    assert [view.format for view in views] == list(formats)


@pytest.mark.parametrize("name", ["gray16", "yuv420p10", "rgb48"])
def test_both_byte_orders_are_the_same_numbers(pictures, name):
    little, big = (next(video_plane.decode(pictures / f"{name}{end}.nut")) for end in ("le", "be"))
    for ours, swapped in zip(little.planes, big.planes, strict=True):
        assert (memoryview(ours).format, memoryview(swapped).format) == ("H", ">H")
        np.testing.assert_array_equal(np.asarray(ours), np.asarray(swapped))
        assert np.asarray(ours).tobytes() != np.asarray(swapped).tobytes()


def test_ten_bits_are_numbers_below_1024(pictures):
    luma, *_ = next(video_plane.decode(pictures / "yuv420p10le.nut")).planes
    assert 255 < np.asarray(luma).max() < 1024
