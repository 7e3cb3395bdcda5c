"""`Waveform.mmap`: what cannot be mapped, and that a failure leaves file and process as they were."""

import errno
import os
import re
import resource
import signal
import subprocess
import sys

import pytest
from modelling import run_isolated
from proc import descriptors, maps
from test_from_file_limits import make_fifo, make_socket

from swiftbuf import Waveform

MODES = ["r", "r+", "c"]
CONTENTS = bytes(range(10))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "short.dat"
    path.write_bytes(CONTENTS)
    return path


@pytest.fixture(autouse=True)
def nothing_is_left_behind(path):
    """Whatever a test tries: no descriptor stays open, no map of the file, and the file as it was."""
    before = descriptors()
    yield
    assert descriptors() == before
    assert maps(path) == []
    assert path.read_bytes() == CONTENTS


def attempt(*arguments, **options):
    """What a call raises."""
    with pytest.raises(Exception) as caught:  # noqa: B017, PT011 - its type is looked at
        Waveform.mmap(*arguments, **options)
    return caught.value


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({"format": "d"}, ["10", "8"]),
        ({"format": "h", "offset": 1}, ["9", "2"]),
        ({"offset": 10}, ["10"]),
        ({"offset": 11}, ["11", "10"]),
        ({"offset": 4096}, ["4096", "10"]),
        ({"offset": 2**62}, [str(2**62), "10"]),
        ({"offset": 2**63 - 1}, [str(2**63 - 1), "10"]),
        ({"count": 11}, ["11", "10"]),
        ({"count": 3, "format": "i"}, ["3", "10"]),
        ({"count": 1, "offset": 3, "format": "d"}, ["1", "3"]),
        ({"count": 2**62, "format": "d"}, [str(2**62), "10"]),
        ({"count": 2**61, "offset": 8, "format": "Zd"}, [str(2**61), "8"]),
    ],
)
def test_a_file_of_the_wrong_length_is_a_value_error_with_path_and_numbers(
    path, options, numbers, mode
):
    error = attempt(path, mode=mode, **options)
    assert type(error) is ValueError
    assert str(path) in str(error)
    assert set(numbers) <= set(re.findall(r"\d+", str(error).replace(str(path), "")))


@pytest.mark.parametrize("mode", MODES)
def test_an_empty_file_is_a_value_error(tmp_path, mode):
    empty = tmp_path / "nothing.dat"
    empty.touch()
    for count in [None, 0]:
        error = attempt(empty, mode=mode, count=count)
        assert type(error) is ValueError
        assert re.search("(?i)empty", str(error))
        assert str(empty) in str(error)


@pytest.mark.parametrize(
    ("options", "error", "named"),
    [
        ({"offset": -1}, ValueError, "offset.*-1"),
        ({"count": -1}, ValueError, "count.*-1"),
        ({"offset": 2**64}, ValueError, "offset"),
        ({"count": -(2**64)}, ValueError, "count"),
        ({"offset": 1.0}, TypeError, "offset"),
        ({"count": "1"}, TypeError, "count"),
        ({"format": "y"}, ValueError, "format.*'y'"),
        ({"format": 5}, TypeError, "format"),
        ({"mode": 5}, TypeError, "mode.*5"),
        ({"mode": b"r"}, TypeError, "mode.*b'r'"),
        ({"mode": None}, TypeError, "mode.*None"),
        ({"readonly": True}, TypeError, "readonly"),
        ({"path": "twice"}, TypeError, "path"),
    ],
)
def test_arguments_are_checked_by_name(path, options, error, named):
    raised = attempt(path, **options)
    assert type(raised) is error
    assert re.search(named, str(raised))


@pytest.mark.parametrize("mode", ["", "w", "w+", "a", "rw", "R", "C", "+r", "r+b", "r\0", " r", "é"])
def test_other_modes_are_value_errors_that_name_them(path, mode):
    error = attempt(path, mode=mode)
    assert type(error) is ValueError
    assert "mode" in str(error)
    assert repr(mode) in str(error)


def test_mode_offset_and_count_go_by_name_only(path):
    assert isinstance(attempt(path, "B", "r"), TypeError)
    assert isinstance(attempt(), TypeError)


@pytest.mark.parametrize("mode", MODES)
def test_errors_of_the_system_are_those_of_open_and_of_from_file(path, tmp_path, mode):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for wrong, error, number in [
        (tmp_path / "missing", FileNotFoundError, errno.ENOENT),
        ("", FileNotFoundError, errno.ENOENT),
        (tmp_path, IsADirectoryError, errno.EISDIR),
        ("/", IsADirectoryError, errno.EISDIR),
        (path / "below", NotADirectoryError, errno.ENOTDIR),
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


def refuse(path):
    for mode in MODES:
        error = attempt(path, mode=mode)
        assert type(error) is ValueError, error
        assert "regular file" in str(error), error
        assert path in str(error), error


# In a process of its own with a limit of time: a blocked open(2) would hold up the whole suite.
@pytest.mark.parametrize("make", [make_fifo, make_socket])
def test_pipes_and_sockets_are_value_errors_without_blocking(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket has at most 108 bytes
    make("special")
    before = descriptors()
    run_isolated(refuse, str(tmp_path / "special"))
    assert descriptors() == before


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/ptmx"])
def test_devices_are_value_errors_without_blocking(device):
    run_isolated(refuse, device)


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


def test_files_of_proc_have_no_length_and_count_as_empty():
    error = attempt("/proc/self/status")
    assert type(error) is ValueError
    assert "/proc/self/status" in str(error)


@pytest.mark.parametrize("mode", MODES)
def test_flush_of_what_is_no_map_is_a_value_error(path, mode):
    waveform = Waveform.mmap(path, mode=mode)
    for other in [Waveform(3), Waveform(3)[1:], waveform.copy(), Waveform.from_buffer(waveform)]:
        with pytest.raises(ValueError, match="flush"):
            other.flush()
    del waveform, other


TRUNCATE = """
import os, sys
from swiftbuf import Waveform

path, mode = sys.argv[1:]
waveform = Waveform.mmap(path, mode=mode)
os.truncate(path, 5)
assert waveform[:6].tolist() == [1, 1, 1, 1, 1, 0], "the rest of the last page reads as zero"
print("reached", flush=True)
waveform[-1]
print("survived", flush=True)
"""


@pytest.mark.parametrize("mode", MODES)
def test_a_file_cut_short_under_a_map_is_a_bus_error_as_the_docs_say(tmp_path, mode):
    cut = tmp_path / "cut"
    cut.write_bytes(b"\1" * 100_000)
    command = [sys.executable, "-c", TRUNCATE, cut, mode]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (-signal.SIGBUS, "reached\n"), done.stderr
