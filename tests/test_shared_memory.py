"""Memory that several processes see: `multiprocessing.shared_memory` and maps of one file."""

import multiprocessing
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import pytest
from proc import maps

from swiftbuf import Waveform

CONTENTS = bytes(range(16))


def in_another_process(method, function, *arguments):
    process = multiprocessing.get_context(method).Process(target=function, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0


@pytest.fixture
def shared():
    memory = SharedMemory(create=True, size=4096)
    yield memory
    memory.close()
    memory.unlink()


def scale(name, count):
    """Nothing was sent to this process but a name."""
    shared = SharedMemory(name)
    with Waveform.from_buffer(shared.buf, "h", count=count) as waveform:
        waveform[:] = [10 * value for value in waveform]
    shared.close()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_shared_memory_is_edited_by_another_process(method, shared):
    waveform = Waveform.from_buffer(shared.buf, "h", count=4)
    waveform[:] = [1, 2, 3, 4]
    in_another_process(method, scale, shared.name, 3)
    assert waveform.tolist() == [10, 20, 30, 4]
    assert np.frombuffer(shared.buf, "h", count=4).tolist() == waveform.tolist()
    waveform.release()


def test_shared_memory_stays_open_while_a_waveform_stands_on_it(shared):
    with Waveform.from_buffer(shared.buf, offset=8, format=">i", count=2) as waveform:
        with pytest.raises(BufferError):
            shared.close()
        waveform[1] = 1
        assert shared.buf[15] == 1


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "shared.dat"
    path.write_bytes(CONTENTS)
    return path


def mark(path):
    with Waveform.mmap(path, "h", mode="r+") as waveform:
        waveform[1] = -1


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_map_shows_what_another_process_writes(method, path):
    waveform = Waveform.mmap(path, "h", mode="r")
    in_another_process(method, mark, path)
    assert waveform[1] == -1
    assert maps(path) == ["r--s"]


def set_first(waveform):
    waveform[0] = 99


@pytest.mark.parametrize(("mode", "first"), [("c", 0x0100), ("r+", 99)])
def test_a_forked_process_shares_a_map_by_its_mode(mode, first, path):
    waveform = Waveform.mmap(path, "h", mode=mode)
    in_another_process("fork", set_first, waveform)
    assert waveform[0] == first
    assert path.read_bytes() == first.to_bytes(2, "little") + CONTENTS[2:]


def test_a_forked_process_has_its_own_memory():
    waveform = Waveform(4, "h")
    in_another_process("fork", set_first, waveform)
    assert waveform[0] == 0
