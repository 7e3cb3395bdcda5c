"""`Waveform.mmap`: a file as memory, in three modes."""

import gc
import mmap
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelling import FORMATS, as_array, dtype_of
from proc import descriptors, maps
from support import itemsize_of

from swiftbuf import Waveform

PAGE = mmap.PAGESIZE
CONTENTS = bytes(n * n % 251 for n in range(4 * PAGE + 240))
MODES = ["r", "r+", "c"]
PERMISSIONS = {"r": "r--s", "r+": "rw-s", "c": "rw-p"}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a recording.dat"
    path.write_bytes(CONTENTS)
    return path


class Recording(Waveform):
    pass


def test_a_map_is_bytes_and_copy_on_write_unless_said_otherwise(path):
    waveform = Waveform.mmap(path)
    assert (waveform.format, waveform.shape, waveform.tobytes()) == (
        "B",
        (len(CONTENTS),),
        CONTENTS,
    )
    assert maps(path) == ["rw-p"]


@pytest.mark.parametrize("mode", MODES)
def test_what_a_map_is(path, mode):
    waveform = Waveform.mmap(path, "h", mode=mode)
    assert (waveform.obj, waveform.exports, waveform.readonly) == (None, 0, mode == "r")
    assert (waveform.c_contiguous, waveform.strides, waveform.nbytes) == (True, (2,), len(CONTENTS))
    assert maps(path) == [PERMISSIONS[mode]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("offset", [0, 1])
def test_elements_of_every_format(path, fmt, mode, offset):
    waveform = Waveform.mmap(path, fmt, mode=mode, offset=offset, count=15)
    expected = np.memmap(path, dtype_of(fmt), mode=mode, offset=offset, shape=15)
    assert waveform.format == fmt
    assert waveform.tobytes() == expected.tobytes()
    assert waveform.readonly is not expected.flags.writeable


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.data(),
    st.sampled_from(FORMATS),
    st.sampled_from(MODES),
    st.integers(0, 2 * PAGE) | st.sampled_from([PAGE - 1, PAGE, PAGE + 1, 3 * PAGE - 1, 4 * PAGE]),
)
def test_any_part_of_a_file_is_that_part(path, data, fmt, mode, offset):
    rest = CONTENTS[offset:]
    most = len(rest) // itemsize_of(fmt)
    count = data.draw(st.integers(0, most) | st.just(most))
    waveform = Waveform.mmap(path, fmt, mode=mode, offset=offset, count=count)
    assert (len(waveform), waveform.tobytes()) == (count, rest[: count * itemsize_of(fmt)])


@pytest.mark.parametrize("mode", MODES)
def test_an_empty_map_of_a_file_that_is_not_empty(path, mode):
    waveform = Waveform.mmap(path, "d", mode=mode, offset=3, count=0)
    assert (waveform.shape, waveform.nbytes, waveform.tolist()) == ((0,), 0, [])
    assert waveform.readonly is (mode == "r")
    assert np.frombuffer(bytearray(waveform), "d").size == np.asarray(waveform).size == 0
    waveform.flush()
    waveform.release()


@pytest.mark.parametrize("start", [2**31 - 6, 2**32 - 6, 2**32 + 8])
def test_a_part_around_and_past_4_gib(path, start):
    with path.open("wb") as file:
        file.seek(start)
        file.write(bytes(range(16)))
        file.truncate(5 * 2**30)
    part = Waveform.mmap(path, ">h", mode="r+", offset=start + 3, count=4)
    assert part.tobytes() == bytes(range(3, 11))
    part[-1] = -2
    whole = Waveform.mmap(path, mode="r")
    assert len(whole) == 5 * 2**30
    assert whole[start + 9 : start + 12].tobytes() == b"\xff\xfe\x0b"


class PathLike:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


@pytest.mark.parametrize("kind", [str, os.fsencode, Path, lambda path: PathLike(os.fsencode(path))])
def test_paths_of_every_kind(path, kind):
    assert Waveform.mmap(kind(path)).tobytes() == CONTENTS
    assert Waveform.mmap(path=kind(path), format="d", mode="r").nbytes == len(CONTENTS)


def test_names_that_are_not_utf_8(tmp_path):
    name = os.fsencode(tmp_path) + b"/\xff\xfe"
    Path(os.fsdecode(name)).write_bytes(b"12")
    assert Waveform.mmap(name).tobytes() == Waveform.mmap(os.fsdecode(name)).tobytes() == b"12"


def test_a_subclass_makes_instances_of_its_own(path):
    recording = Recording.mmap(path, "<h")
    recording.note = "has a __dict__"
    assert (type(recording), type(recording[1:]), recording[1:].obj) == (
        Recording,
        Waveform,
        recording,
    )


def test_views_copies_and_consumers(path):
    waveform = Waveform.mmap(path, "h", count=12)
    table = waveform.cast("h", (3, 4))
    table[1:, ::2] = 5
    assert np.shares_memory(np.asarray(table), np.asarray(waveform))
    assert waveform[4:12:2].tolist() == [5] * 4
    copy = table.copy()
    copy[...] = 0
    assert (copy.obj, as_array(waveform)[4]) == (None, 5)
    with path.open("rb") as file:
        assert file.readinto(waveform) == 24
    assert waveform.tobytes() == CONTENTS[:24]


def test_a_map_needs_neither_the_descriptor_nor_the_name_of_the_file(path):
    before = descriptors()
    waveform = Waveform.mmap(path)
    assert descriptors() == before
    path.unlink()
    assert waveform.tobytes() == CONTENTS


def test_the_map_goes_with_the_last_view(path):
    waveform = Waveform.mmap(path)
    views = [waveform[2:], memoryview(waveform), np.asarray(waveform[::2])]
    del waveform
    while views:
        gc.collect()
        assert maps(path) == ["rw-p"]
        views.pop()
    gc.collect()
    assert maps(path) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("offset", [0, 1, PAGE - 1, PAGE, 2 * PAGE + 7])
def test_release_unmaps_all_of_it_at_once(path, mode, offset):
    waveform = Waveform.mmap(path, mode=mode, offset=offset)
    waveform.release()
    assert maps(path) == []


def test_sizeof_does_not_count_the_bytes_of_the_file(path):
    assert sys.getsizeof(Waveform.mmap(path)) < 1000
