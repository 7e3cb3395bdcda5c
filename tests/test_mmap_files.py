"""`Waveform.mmap`: files that cannot be mapped, and a file that is cut short under its map."""

import errno
import os
import re
import resource
import signal
import subprocess
import sys

import pytest
from modelling import run_isolated
from proc import descriptors
from test_from_file_limits import make_fifo, make_socket
from test_mmap_limits import MODES, attempt

from swiftbuf import Waveform


@pytest.fixture(autouse=True)
def no_descriptor_is_left_open():
    before = descriptors()
    yield
    assert descriptors() == before


@pytest.mark.parametrize("mode", MODES)
def test_an_empty_file_is_a_value_error(tmp_path, mode):
    empty = tmp_path / "nothing.dat"
    empty.touch()
    for count in [None, 0]:
        error = attempt(empty, mode=mode, count=count)
        assert type(error) is ValueError
        assert re.search("(?i)empty", str(error))
        assert str(empty) in str(error)


@pytest.mark.parametrize("mode", MODES)
def test_errors_of_the_system_are_those_of_open_and_of_from_file(tmp_path, mode):
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for wrong, error, number in [
        (tmp_path / "missing", FileNotFoundError, errno.ENOENT),
        ("", FileNotFoundError, errno.ENOENT),
        (tmp_path, IsADirectoryError, errno.EISDIR),
        ("/", IsADirectoryError, errno.EISDIR),
        (tmp_path / "file" / "below", NotADirectoryError, errno.ENOTDIR),
        (tmp_path / "loop", OSError, errno.ELOOP),
        (tmp_path / ("x" * 300), OSError, errno.ENAMETOOLONG),
        (os.fsencode(tmp_path / "missing"), FileNotFoundError, errno.ENOENT),
        ("a\0b", ValueError, None),
        (5, TypeError, None),
    ]:
        raised = attempt(wrong, mode=mode)
        with pytest.raises(error) as caught:
            Waveform.from_file(wrong)
        assert (type(raised), str(raised)) == (type(caught.value), str(caught.value))
        if number is not None:
            filename = wrong if isinstance(wrong, bytes) else str(wrong)
            assert (raised.errno, raised.filename) == (number, filename)


def refuse(*paths):
    for path in paths:
        for mode in MODES:
            error = attempt(path, mode=mode)
            assert type(error) is ValueError, error
            assert "regular file" in str(error), error
            assert path in str(error), error


# In a process of its own with a limit of time: a blocked open(2) would hold up the whole suite.
def test_pipes_sockets_and_devices_are_value_errors_without_blocking(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket has at most 108 bytes
    make_fifo("fifo")
    make_socket("socket")
    run_isolated(refuse, "fifo", "socket", "/dev/null", "/dev/zero", "/dev/ptmx")


def as_nobody(folder):
    """Without root's privileges, in a folder that all may enter."""
    os.chdir(folder)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    before = descriptors()
    for name, modes in [("secret", MODES), ("public", ["r+"])]:
        for mode in modes:
            error = attempt(name, mode=mode)
            assert type(error) is PermissionError, error
            assert (error.errno, error.filename) == (errno.EACCES, name)
    assert descriptors() == before
    for mode in ["r", "c"]:
        assert Waveform.mmap("public", mode=mode).tolist() == [1, 2]


def test_what_is_not_permitted_is_a_permission_error(tmp_path):
    tmp_path.chmod(0o755)
    for name, permissions in [("secret", 0), ("public", 0o444)]:
        (tmp_path / name).write_bytes(b"\1\2")
        (tmp_path / name).chmod(permissions)
    run_isolated(as_nobody, str(tmp_path))


def map_without_room(path):
    before = descriptors()
    resource.setrlimit(resource.RLIMIT_AS, (2**32, resource.RLIM_INFINITY))
    for mode in MODES:
        error = attempt(path, mode=mode)
        assert isinstance(error, OSError), error
        assert (error.errno, error.filename) == (errno.ENOMEM, path)
    assert descriptors() == before
    assert len(Waveform.mmap(path, offset=2**40, count=5)) == 5


def test_a_map_for_which_there_is_no_room_is_an_os_error(tmp_path):
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(2**40 + 5)
    run_isolated(map_without_room, str(tmp_path / "huge"))


def test_files_of_proc_tell_no_size_and_are_for_readinto():
    error = attempt("/proc/self/status")
    assert type(error) is ValueError
    assert re.search(r"/proc/self/status.*readinto", str(error))


TRUNCATE = """
import errno, os, sys
from swiftbuf import Waveform

path, mode = sys.argv[1:]
waveform = Waveform.mmap(path, mode=mode)
if mode != "r":
    waveform[-1] = 7  # this page is lost too
os.truncate(path, 5)
assert waveform[:6].tolist() == [1, 1, 1, 1, 1, 0], "the rest of the last page reads as zero"
with open(path + ".copy", "wb", 0) as file:
    try:
        file.write(waveform[50_000:])
    except OSError as error:
        print("error", error.errno == errno.EFAULT, flush=True)
waveform[-1]
print("survived", flush=True)
"""


@pytest.mark.parametrize("mode", MODES)
def test_a_file_cut_short_under_its_map_is_a_bus_error_as_the_docs_say(tmp_path, mode):
    cut = tmp_path / "cut"
    cut.write_bytes(b"\1" * 100_000)
    command = [sys.executable, "-c", TRUNCATE, cut, mode]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (-signal.SIGBUS, "error True\n"), done.stderr


def test_a_file_that_is_replaced_stays_as_it_was_in_its_map(tmp_path):
    (tmp_path / "old").write_bytes(b"12")
    (tmp_path / "new").write_bytes(b"3")
    waveform = Waveform.mmap(tmp_path / "old")
    (tmp_path / "new").replace(tmp_path / "old")
    assert waveform.tobytes() == b"12"
