"""h5py: HDF5 reads into and writes from a Waveform's memory, by way of np.asarray."""

import h5py
import numpy as np
import pytest
from copies import WatchedFile, address, copies, recording

from swiftbuf import Waveform


@pytest.fixture
def w():
    return recording()


@pytest.fixture
def opened(tmp_path):
    """A file that tells from and to where HDF5 moves its bytes."""
    with WatchedFile(tmp_path / "samples.h5", "w+b") as opened:
        yield opened


@pytest.fixture
def file(opened):
    with h5py.File(opened, "w") as file:
        yield file


def stored(file, w):
    return file.create_dataset("samples", data=np.array(w))


def test_create_dataset_takes_a_waveform_and_writes_from_its_memory(file, opened, w):
    assert copies(lambda: file.create_dataset("samples", data=w), w) < 0.1
    assert (address(w), w.nbytes) in opened.written_from
    assert file["samples"][:].tobytes() == bytes(w)


@pytest.mark.parametrize("format", ["B", "h", ">h", "i", ">f", "d", "e", "Zf", "?"])
def test_create_dataset_keeps_the_format(file, format):
    w = Waveform((3, 2), format)
    assert file.create_dataset("samples", data=w).dtype == np.asarray(w).dtype


def test_assignment_writes_from_the_memory(file, opened, w):
    samples = file.create_dataset("samples", w.shape, w.format)

    def write():
        samples[:] = w

    assert copies(write, w) < 0.1
    assert (address(w), w.nbytes) in opened.written_from


def test_write_direct_takes_an_array_over_it(file, opened, w):
    samples = file.create_dataset("samples", w.shape, w.format)
    with pytest.raises(TypeError):
        samples.write_direct(w)
    assert copies(lambda: samples.write_direct(np.asarray(w)), w) < 0.1
    assert (address(w), w.nbytes) in opened.written_from


def test_read_direct_reads_into_the_memory(file, opened, w):
    samples = stored(file, w)
    received = Waveform(w.shape, w.format)
    with pytest.raises(TypeError):
        samples.read_direct(received)
    assert copies(lambda: samples.read_direct(np.asarray(received)), w) < 0.1
    assert (address(received), w.nbytes) in opened.read_into
    assert received == w


def test_read_direct_of_a_part_into_a_part(file, w):
    received = Waveform(w.shape, w.format)
    stored(file, w).read_direct(np.asarray(received), np.s_[100:150], np.s_[:50])
    assert received[:50] == w[100:150]
    assert not any(received[50:].cast("B"))


def test_read_direct_converts_the_format(file, opened, w):
    received = Waveform(w.shape, "d")
    stored(file, w).read_direct(np.asarray(received))
    assert received == w


def test_indexing_makes_an_array(file, w):
    samples = stored(file, w)
    assert copies(lambda: samples[:], w) > 0.9


@pytest.mark.parametrize("format", ["h", ">h"])
def test_a_dataset_in_one_piece_is_mapped(tmp_path, format):
    w, path = recording(format=format), tmp_path / "mapped.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("header", data=np.arange(7))
        samples = file.create_dataset("samples", data=w)
        dtype, offset = samples.dtype, samples.id.get_offset()
    mapped = Waveform.mmap(path, dtype, mode="r+", offset=offset, count=w.nbytes // w.itemsize)
    assert (mapped.format, mapped) == (format, w.cast(format, mapped.shape))
    mapped[0] = 77
    with h5py.File(path) as file:
        assert file["samples"][0, 0] == 77


def test_a_dataset_in_chunks_has_no_offset(file, w):
    samples = file.create_dataset("samples", data=w, chunks=(1000, 2))
    assert samples.id.get_offset() is None


def test_compressed_chunks_are_read_into_the_memory_one_after_the_other(file, w):
    samples = file.create_dataset("samples", data=w, chunks=(1000, 2), compression="gzip")
    received = Waveform(w.shape, w.format)
    assert copies(lambda: samples.read_direct(np.asarray(received)), w) < 0.1
    assert received == w
