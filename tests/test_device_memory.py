"""Memory in whole pages for O_DIRECT, and how much one `write` takes: docs/devices.md."""

import errno
import mmap
import os

import pytest

from swiftbuf import Waveform


def test_whole_pages_go_to_a_file_that_bypasses_the_cache(tmp_path):
    w = Waveform.from_buffer(mmap.mmap(-1, mmap.PAGESIZE), "h")
    w[:] = range(len(w))
    path = tmp_path / "direct.bin"
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_DIRECT)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        pytest.skip("this file system has no O_DIRECT")
    try:
        assert os.write(fd, w) == mmap.PAGESIZE
    finally:
        os.close(fd)
    assert path.read_bytes() == bytes(w)


def test_one_write_takes_less_than_2_gib():
    fd = os.open(os.devnull, os.O_WRONLY)
    try:
        assert os.write(fd, Waveform(1 << 30, "h")) == 0x7FFF_F000
    finally:
        os.close(fd)
