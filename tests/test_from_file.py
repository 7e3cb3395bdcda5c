"""`Waveform.from_file`: the contents of a regular file, read into memory of its own."""

import contextlib
import ctypes
import errno
import os
import re
from pathlib import Path

import numpy as np
import pytest
from modelling import FORMATS, address, dtype_of
from support import itemsize_of

from swiftbuf import Waveform

CONTENTS = bytes(range(240))  # a multiple of every item size


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a recording.dat"
    path.write_bytes(CONTENTS)
    return path


def test_a_file_is_bytes_unless_a_format_is_given(path):
    waveform = Waveform.from_file(path)
    assert (waveform.format, waveform.shape, waveform.tobytes()) == ("B", (240,), CONTENTS)


@pytest.mark.parametrize("fmt", FORMATS)
def test_elements_of_every_format(path, fmt):
    waveform = Waveform.from_file(path, fmt)
    expected = np.fromfile(path, dtype_of(fmt))
    assert (waveform.format, waveform.shape) == (fmt, expected.shape)
    assert waveform.tobytes() == expected.tobytes()


@pytest.mark.parametrize("fmt", ["B", "h", ">d", "Zd"])
@pytest.mark.parametrize("offset", [0, 16, 1, 239])
@pytest.mark.parametrize("count", [None, 0, 1, 5])
def test_offset_in_bytes_and_count_in_elements(path, fmt, offset, count):
    rest = CONTENTS[offset:]
    size = len(rest) if count is None else count * itemsize_of(fmt)
    if size > len(rest) or size % itemsize_of(fmt):
        with pytest.raises(ValueError, match=re.escape(str(path))):
            Waveform.from_file(path, fmt, offset=offset, count=count)
    else:
        waveform = Waveform.from_file(path, fmt, offset=offset, count=count)
        assert waveform.tobytes() == rest[:size]


def test_the_memory_is_its_own(path):
    waveform = Waveform.from_file(path)
    path.write_bytes(b"something else")
    assert waveform.tobytes() == CONTENTS
    assert (waveform.obj, waveform.readonly, waveform.c_contiguous) == (None, False, True)
    assert address(waveform) % 64 == 0
    waveform[0] = 99
    assert path.read_bytes() == b"something else"


class PathLike:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


@pytest.mark.parametrize("kind", [str, os.fsencode, Path, lambda path: PathLike(os.fspath(path))])
def test_paths_of_every_kind(path, kind):
    assert Waveform.from_file(kind(path)).tobytes() == CONTENTS
    assert Waveform.from_file(PathLike(os.fsencode(path))).nbytes == 240
    assert Waveform.from_file(path=kind(path), format="d").nbytes == 240


def test_names_that_are_not_utf_8(tmp_path):
    name = os.fsencode(tmp_path) + b"/\xff\xfe"
    Path(os.fsdecode(name)).write_bytes(b"12")
    assert Waveform.from_file(name).tobytes() == b"12"
    assert Waveform.from_file(os.fsdecode(name)).tobytes() == b"12"


def test_symbolic_links_are_followed(path, tmp_path):
    (tmp_path / "link").symlink_to(path)
    assert Waveform.from_file(tmp_path / "link").tobytes() == CONTENTS


def test_a_relative_path(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    assert Waveform.from_file(path.name).tobytes() == CONTENTS


@pytest.mark.parametrize("wrong", [0, 1, None, 1.5, ["a"], object(), bytearray(b"a"), PathLike(5)])
def test_what_is_no_path_is_a_type_error(wrong):
    with pytest.raises(TypeError):
        Waveform.from_file(wrong)


@pytest.mark.parametrize("wrong", ["a\0b", b"a\0b", "\0", "/etc/passwd\0"])
def test_a_null_character_in_a_path_is_a_value_error(wrong):
    with pytest.raises(ValueError, match="null"):
        Waveform.from_file(wrong)


def test_an_error_in_fspath_comes_through():
    class Failing:
        def __fspath__(self):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Waveform.from_file(Failing())


@contextlib.contextmanager
def without_privileges():
    """Nobody's rights on files for this thread, if it has root's: setfsuid(2)."""
    libc = ctypes.CDLL(None)
    root = os.geteuid() == 0
    if root:
        libc.setfsuid(65534)
    try:
        yield
    finally:
        if root:
            libc.setfsuid(0)


def test_errors_of_the_system_are_those_of_open(path, tmp_path):
    path.chmod(0)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for wrong, error, number in [
        (tmp_path / "missing", FileNotFoundError, errno.ENOENT),
        ("", FileNotFoundError, errno.ENOENT),
        (tmp_path, IsADirectoryError, errno.EISDIR),
        ("/", IsADirectoryError, errno.EISDIR),
        (path / "below", NotADirectoryError, errno.ENOTDIR),
        (path, PermissionError, errno.EACCES),
        (tmp_path / "loop", OSError, errno.ELOOP),
        (tmp_path / ("x" * 300), OSError, errno.ENAMETOOLONG),
        (os.fsencode(tmp_path / "missing"), FileNotFoundError, errno.ENOENT),
    ]:
        restricted = without_privileges() if wrong is path else contextlib.nullcontext()
        with pytest.raises(error) as caught, restricted:
            Waveform.from_file(wrong)
        assert type(caught.value) is error
        assert caught.value.errno == number
        assert caught.value.filename == (wrong if isinstance(wrong, bytes) else str(wrong))
