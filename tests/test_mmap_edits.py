"""What happens to a file whose map is written to: by mode, to the byte and to the page."""

import ctypes
import errno
import mmap
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelling import FORMATS, address, elements, run_isolated
from proc import copied_bytes
from support import itemsize_of, packed

from swiftbuf import Waveform

PAGE = mmap.PAGESIZE
CONTENTS = bytes(n * n % 251 for n in range(4 * PAGE + 240))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a recording.dat"
    path.write_bytes(CONTENTS)
    return path


@given(st.data(), st.sampled_from(FORMATS), st.integers(0, PAGE + 5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_the_bytes_of_the_element_change(path, data, fmt, offset):
    path.write_bytes(CONTENTS)
    value = data.draw(elements(fmt))
    Waveform.mmap(path, fmt, mode="r+", offset=offset, count=9)[4] = value
    expected, start = bytearray(CONTENTS), offset + 4 * itemsize_of(fmt)
    expected[start : start + itemsize_of(fmt)] = packed(fmt, value)
    assert path.read_bytes() == bytes(expected)


def test_edits_of_copy_on_write_stay_in_memory(path):
    path.chmod(0o400)
    waveform = Waveform.mmap(path, "h", mode="c", offset=2)
    waveform[:] = 7
    np.asarray(waveform)[3] = 8
    assert waveform[:5].tolist() == [7, 7, 7, 8, 7]
    assert path.read_bytes() == CONTENTS
    assert Waveform.mmap(path, "h", offset=2)[0] == struct.unpack_from("h", CONTENTS, 2)[0]
    waveform.release()
    assert path.read_bytes() == CONTENTS


def test_only_pages_that_are_touched_are_copied(tmp_path):
    path = tmp_path / "large.dat"
    path.write_bytes(bytes(64 * PAGE))
    waveform = Waveform.mmap(path)
    assert sum(waveform[::PAGE]) == 0
    assert copied_bytes(path) == 0
    waveform[3 * PAGE + 5] = waveform[3 * PAGE + 6] = 1
    waveform[10 * PAGE : 12 * PAGE] = 2
    assert copied_bytes(path) == 3 * PAGE


def test_edits_of_a_shared_map_reach_the_file_and_other_maps(path):
    waveform, other = Waveform.mmap(path, mode="r+"), Waveform.mmap(path, mode="r")
    waveform[5:8] = b"abc"
    assert other[5:8].tobytes() == path.read_bytes()[5:8] == b"abc"
    with path.open("r+b") as file:
        file.write(b"xyz")
    assert waveform[:3].tobytes() == other[:3].tobytes() == b"xyz"


@pytest.mark.parametrize("part", [lambda w: w, lambda w: w[3:9:2], lambda w: w.cast("h")[1:]])
@pytest.mark.parametrize("mode", ["r", "r+", "c"])
def test_flush_writes_what_is_to_be_written(path, mode, part):
    waveform = Waveform.mmap(path, mode=mode, offset=PAGE + 2)
    if mode != "r":
        waveform[0] = waveform[-1] = 1
    assert part(waveform).flush() is None
    written = bytearray(CONTENTS)
    if mode == "r+":
        written[PAGE + 2] = written[-1] = 1
    assert path.read_bytes() == bytes(written)
    assert waveform.exports == 0


def flush_what_is_not_mapped_any_more(path):
    waveform = Waveform.mmap(path, mode="r+", offset=1)
    ctypes.CDLL(None).munmap(ctypes.c_void_p(address(waveform) + PAGE - 1), PAGE)
    with pytest.raises(OSError, match="memory") as caught:
        waveform.flush()
    assert caught.value.errno == errno.ENOMEM
    assert waveform.exports == 0


def test_an_error_of_the_system_in_flush_is_an_os_error(path):
    run_isolated(flush_what_is_not_mapped_any_more, str(path))
