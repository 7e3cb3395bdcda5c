"""Ray: what `ray.get` gives is a read-only Waveform over the shared memory of the object store."""

import os
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
import ray
import readme

from swiftbuf import Waveform

TIMEOUT = 300  # seconds, for machines that are busy

# The workers cannot import this file: its functions travel with those that call them.
ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])


def address(waveform):
    return np.asarray(waveform).__array_interface__["data"][0]


def mapped_from(where):
    """The device, inode and name of what is mapped at this address of this process."""
    with open("/proc/self/maps") as maps:
        for line in maps:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            if start <= where < end:
                return line.split()[3:6]
    return None


@pytest.fixture(scope="module")
def store():
    # The path of a Unix socket may have 107 bytes, which pytest's own folders exceed.
    with tempfile.TemporaryDirectory(prefix="ray", dir="/tmp") as folder:
        ray.init(
            num_cpus=2,
            object_store_memory=100 * 2**20,
            include_dashboard=False,
            log_to_driver=False,
            _temp_dir=folder,
        )
        yield
        ray.shutdown()


@pytest.fixture(scope="module")
def recording():
    waveform = Waveform((100_000, 2), ">h")
    waveform[:, 0] = 7
    return waveform


@pytest.fixture(scope="module")
def stored(store, recording):
    return ray.put(recording)


def test_what_comes_back_is_equal_and_read_only(stored, recording):
    again = ray.get(stored, timeout=TIMEOUT)
    assert again == recording
    assert (again.format, again.shape, again.readonly) == (">h", (100_000, 2), True)
    with pytest.raises(TypeError, match="read-only"):
        again[0, 0] = 1


def test_it_is_shared_memory(stored, recording):
    where = address(ray.get(stored, timeout=TIMEOUT))
    assert mapped_from(where)[2].startswith("/dev/shm/")
    assert where != address(recording)


def test_every_get_of_a_process_is_the_same_memory(stored):
    first, second = ray.get(stored, timeout=TIMEOUT), ray.get(stored, timeout=TIMEOUT)
    assert first is not second
    assert address(first) == address(second)


def test_every_put_is_memory_of_its_own(stored, recording):
    other = ray.put(recording)
    both = ray.get([stored, other], timeout=TIMEOUT)
    assert both[0] == both[1]
    assert not np.shares_memory(*map(np.asarray, both))


def test_the_code_of_the_docs(store, recording):
    [code] = readme.blocks("py", Path("docs/cluster.md"))
    exec(code, {"np": np, "ray": ray, "w": recording})


@pytest.mark.parametrize("mode", ["r", "r+", "c"])
def test_a_file_map_is_copied_at_each_get(store, tmp_path, mode):
    (tmp_path / "map").write_bytes(bytes(200_000))
    reference = ray.put(Waveform.mmap(tmp_path / "map", "h", mode=mode))
    first, second = (ray.get(reference, timeout=TIMEOUT) for _ in range(2))
    assert not np.shares_memory(np.asarray(first), np.asarray(second))
    assert first == second
    assert first.readonly == (mode == "r")


def test_a_slice_of_it_is_the_same_memory_too(stored):
    first = ray.get(stored, timeout=TIMEOUT)
    assert np.shares_memory(np.asarray(first[10:]), np.asarray(ray.get(stored, timeout=TIMEOUT)))


def test_the_store_keeps_it_while_a_view_of_it_lives(store):
    reference = ray.put(Waveform(100_000, "h"))
    part = ray.get(reference, timeout=TIMEOUT)[5:]
    del reference
    others = [ray.put(Waveform(10_000_000, "b").toreadonly()) for _ in range(12)]
    assert len(others) == 12
    assert not any(part)


def test_a_later_change_of_the_source_does_not_reach_the_store(store):
    source = Waveform(100_000, "h")
    reference = ray.put(source)
    source.fill(1)
    assert ray.get(reference, timeout=TIMEOUT)[0] == 0


def test_all_workers_see_the_memory_of_the_store(stored):
    @ray.remote(num_cpus=1)
    class Worker:
        def look(self, waveform):
            where = mapped_from(address(waveform))
            return os.getpid(), waveform.readonly, waveform[:, 0].tolist(), where

    workers = [Worker.remote() for _ in range(2)]
    looks = ray.get([worker.look.remote(stored) for worker in workers], timeout=TIMEOUT)
    here = mapped_from(address(ray.get(stored, timeout=TIMEOUT)))
    assert len({os.getpid(), *(pid for pid, *_ in looks)}) == 3
    assert [look[1:] for look in looks] == [(True, [7] * 100_000, here)] * 2


def test_a_copy_is_writable(stored):
    copy = ray.get(stored, timeout=TIMEOUT).copy()
    copy[0, 1] = 3
    assert copy[0].tolist() == [7, 3]


def test_small_arguments_and_results_are_read_only_too(store):
    @ray.remote
    def look(waveform):
        return waveform.readonly, Waveform(3, "h")

    readonly, result = ray.get(look.remote(Waveform(3, "h")), timeout=TIMEOUT)
    assert readonly
    assert result.readonly
    assert ray.get(ray.put(Waveform(3, "h")), timeout=TIMEOUT).readonly
