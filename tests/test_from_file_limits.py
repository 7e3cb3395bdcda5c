"""`Waveform.from_file`: files that cannot be read whole, are no files, or are very large."""

import os
import re
import socket

import pytest
from modelling import run_isolated

from swiftbuf import Waveform

GIB = 2**30


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "short.dat"
    path.write_bytes(bytes(range(10)))
    return path


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({"format": "d"}, ["10", "8"]),
        ({"format": "h", "offset": 1}, ["9", "2"]),
        ({"offset": 10}, ["10"]),
        ({"offset": 11}, ["11", "10"]),
        ({"offset": 2**62}, [str(2**62), "10"]),
        ({"count": 11}, ["11", "10"]),
        ({"count": 3, "format": "i"}, ["3", "10"]),
        ({"count": 1, "offset": 3, "format": "d"}, ["1", "3"]),
        ({"count": 2**62, "format": "d"}, [str(2**62), "10"]),
        ({"count": 2**61, "offset": 8, "format": "Zd"}, [str(2**61), "8"]),
    ],
)
def test_a_file_of_the_wrong_length_is_a_value_error_with_path_and_numbers(path, options, numbers):
    with pytest.raises(ValueError, match=re.escape(str(path))) as caught:
        Waveform.from_file(path, **options)
    said = str(caught.value).replace(str(path), "")
    assert set(numbers) & set(re.findall(r"\d+", said)) == set(numbers)


def test_an_empty_file_is_a_value_error(path):
    path.write_bytes(b"")
    with pytest.raises(ValueError, match="(?i)empty") as caught:
        Waveform.from_file(path)
    assert str(path) in str(caught.value)


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
        ({"mode": "r"}, TypeError, "mode"),
    ],
)
def test_arguments_are_checked_by_name(path, options, error, named):
    with pytest.raises(error, match=named):
        Waveform.from_file(path, **options)


def refuse(path):
    with pytest.raises(ValueError, match="regular file") as caught:
        Waveform.from_file(path)
    assert path in str(caught.value)


def make_fifo(path):
    os.mkfifo(path)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)


# In a process of its own with a limit of time: a blocked open(2) would hold up the whole suite.
@pytest.mark.parametrize("make", [make_fifo, make_socket])
def test_pipes_and_sockets_are_value_errors_without_blocking(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket has at most 108 bytes
    make("special")
    run_isolated(refuse, str(tmp_path / "special"))


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/ptmx"])
def test_devices_are_value_errors_without_blocking(device):
    run_isolated(refuse, device)


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def test_no_descriptor_is_left_open(path, tmp_path):
    make_fifo(tmp_path / "fifo")
    before = descriptors()
    for _ in range(20):
        Waveform.from_file(path)
        for wrong in [tmp_path, tmp_path / "fifo", tmp_path / "missing", "/dev/null"]:
            with pytest.raises((OSError, ValueError)):
                Waveform.from_file(wrong)
        for options in [{"format": "d"}, {"count": 11}, {"offset": 11}, {"format": "y"}]:
            with pytest.raises(ValueError, match="short.dat|format"):
                Waveform.from_file(path, **options)
    assert descriptors() == before


def test_a_file_of_more_than_64_mib(path):
    with path.open("wb") as file:
        file.truncate(70 * 2**20)
        file.seek(-3, os.SEEK_END)
        file.write(b"end")
    waveform = Waveform.from_file(path)
    assert len(waveform) == 70 * 2**20
    assert waveform[-3:].tobytes() == b"end"
    assert not any(waveform[:1000])


@pytest.mark.parametrize("start", [2 * GIB, 4 * GIB + 8])
def test_a_part_past_2_and_4_gib(path, start):
    with path.open("wb") as file:
        file.seek(start)
        file.write(bytes(range(16)))
        file.truncate(6 * GIB)
    waveform = Waveform.from_file(path, ">h", offset=start + 2, count=3)
    assert waveform.tobytes() == bytes(range(2, 8))
    assert waveform.nbytes == 6


def test_files_of_proc_tell_no_size_and_are_for_readinto():
    with pytest.raises(ValueError, match=r"/proc/self/status.*/proc.*readinto"):
        Waveform.from_file("/proc/self/status")


class Recording(Waveform):
    pass


def test_a_subclass_makes_instances_of_its_own(path):
    recording = Recording.from_file(path)
    assert type(recording) is Recording
    assert recording.obj is None
    recording.note = "has a __dict__"
