import shutil
import subprocess

import pytest


def run_ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


@pytest.fixture(scope="session", autouse=True)
def ffmpeg():
    if shutil.which("ffmpeg") is None:
        pytest.fail("the ffmpeg command makes the clips: apt-get install ffmpeg")
    return run_ffmpeg


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    """Makes a clip of FFmpeg's test picture, odd in both lengths, once for each argument list."""
    folder = tmp_path_factory.mktemp("clips")

    def make(
        pixel_format="yuv420p", codec="ffv1", *options, size="321x241", frames=3, suffix="mkv"
    ):
        words = (pixel_format, codec, *options, size, frames)
        path = folder / "{}.{}".format("_".join(map(str, words)).replace(":", "+"), suffix)
        if not path.exists():
            source = ("-f", "lavfi", "-i", f"testsrc=size={size}:rate=25")
            target = ("-pix_fmt", pixel_format, "-c:v", codec, *options, "-frames:v", frames)
            if codec == "ffv1":  # a picture of three rows has no room for the slices of FFmpeg 9
                target = ("-slices", 1, *target)
            run_ffmpeg(*source, *target, path)
        return path

    return make
