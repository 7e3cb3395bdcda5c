"""Dask distributed: a Waveform travels as frames that are its own memory, to real processes."""

import os

import dask.config
import numpy as np
import pytest
from dask.sizeof import sizeof
from dask.tokenize import tokenize
from distributed import Client, LocalCluster
from distributed.protocol import deserialize, dumps, loads, serialize
from distributed.protocol.serialize import to_serialize

from swiftbuf import Waveform

TIMEOUT = 300  # seconds, for machines that are busy
DEFAULT = dask.config.get("distributed.comm.compression")


def numbered(count, fmt=">h"):
    waveform = Waveform(count, fmt)
    waveform[:] = range(count)
    return waveform


def frames_of(waveform, compression=DEFAULT):
    """What is written to a socket for a message."""
    return dumps({"recording": to_serialize(waveform)}, context={"compression": compression})


def is_within(frame, waveform):
    return np.shares_memory(np.frombuffer(frame, "B"), np.asarray(waveform))


@pytest.fixture(scope="module")
def client():
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster, timeout=TIMEOUT) as client,
    ):
        yield client


def test_its_frame_is_its_own_memory():
    waveform = numbered(1000)
    _, (pickled, frame) = serialize(waveform)
    assert is_within(frame, waveform)
    assert frame.nbytes == waveform.nbytes
    assert len(pickled) < 200


def test_what_goes_over_the_wire_is_its_memory_and_some_bytes():
    waveform = numbered(1000)
    frames = frames_of(waveform)
    own = [frame for frame in frames if is_within(frame, waveform)]
    assert sum(memoryview(frame).nbytes for frame in own) == waveform.nbytes
    assert sum(memoryview(frame).nbytes for frame in frames) - waveform.nbytes < 1000


def test_a_large_one_is_cut_into_frames_without_a_copy():
    waveform = Waveform(20_000_000, "f")
    frames = frames_of(waveform)
    own = [frame for frame in frames if is_within(frame, waveform)]
    size = 64 * 2**20
    assert [memoryview(frame).nbytes for frame in own] == [size, waveform.nbytes - size]


def test_what_compresses_well_is_compressed_if_the_configuration_says_so():
    waveform = Waveform(100_000, "f")
    assert any(is_within(frame, waveform) for frame in frames_of(waveform))
    frames = frames_of(waveform, "lz4")
    assert sum(memoryview(frame).nbytes for frame in frames) < waveform.nbytes // 10


def test_a_strided_one_is_copied_into_its_frame():
    waveform = numbered(1000)
    _, (_, frame) = serialize(waveform[::2])
    assert not is_within(frame, waveform)
    assert frame.nbytes == waveform.nbytes // 2


def test_the_received_one_stands_on_the_frame():
    header, (pickled, frame) = serialize(numbered(1000))
    received = bytearray(frame)
    again = deserialize(header, [pickled, received])
    received[:2] = b"\x01\x02"
    assert again[0] == 0x0102
    assert (again.format, again.readonly) == (">h", False)
    assert again[1:] == numbered(1000)[1:]


def test_a_writable_one_is_copied_off_a_read_only_frame():
    waveform = numbered(1000)
    header, (pickled, frame) = serialize(waveform)
    received = bytes(frame)
    again = deserialize(header, [pickled, received])
    assert not again.readonly
    assert not is_within(received, again)


def test_a_read_only_one_stays_read_only_on_a_writable_frame():
    header, (pickled, frame) = serialize(numbered(1000).toreadonly())
    again = deserialize(header, [pickled, bytearray(frame)])
    assert again.readonly


def test_a_message_of_frames_is_read_again():
    frames = frames_of(numbered(1000))
    again = loads([bytearray(frame) for frame in frames])["recording"]
    assert again == numbered(1000)


def test_dask_counts_the_memory_of_one_it_holds():
    waveform = Waveform(100_000, "h")
    assert waveform.nbytes <= sizeof(waveform) < waveform.nbytes + 1000


def test_dask_names_one_by_a_hash_of_its_contents():
    waveform = numbered(1000)
    assert tokenize(waveform) == tokenize(waveform.copy())
    assert tokenize(waveform) != tokenize(numbered(1001)[1:])


def test_a_file_map_is_sent_by_value(tmp_path):
    (tmp_path / "map").write_bytes(numbered(1000))
    mapped = Waveform.mmap(tmp_path / "map", ">h", mode="r")
    assert not any(is_within(frame, mapped) for frame in serialize(mapped)[1])


def test_scatter_map_and_gather_over_many_recordings(client):
    recordings = [numbered(1000 + n) for n in range(8)]
    sent = client.scatter(recordings, hash=False)
    got = client.gather(client.map(lambda w: w[::2].copy(), sent))
    assert all(a == b[::2] for a, b in zip(got, recordings, strict=True))
    assert {w.format for w in got} == {">h"}


def test_the_workers_get_writable_waveforms_of_their_own(client):
    def change(waveform):
        waveform[0] += 99
        return os.getpid(), waveform[0]

    recording = numbered(1000)
    sent = client.scatter(recording, hash=False)
    pid, value = client.submit(change, sent).result(timeout=TIMEOUT)
    assert pid != os.getpid()
    assert value == 99
    assert recording[0] == 0
    again = client.submit(change, sent, pure=False).result(timeout=TIMEOUT)
    assert again == (pid, 198)


def test_what_is_scattered_lies_on_as_many_workers_as_asked(client):
    one = client.scatter(numbered(1000), hash=False)
    everywhere = client.scatter(numbered(1001), hash=False, broadcast=True)
    holders = client.who_has([one, everywhere])
    assert len(holders[one.key]) == 1
    assert len(holders[everywhere.key]) == 2
