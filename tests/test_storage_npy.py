"""`.npy` files: saved from a Waveform, loaded as one, mapped by NumPy or past the header."""

import io
import mmap

import numpy as np
import pytest
from copies import address, copies, recording

from swiftbuf import Waveform


@pytest.fixture(params=["h", ">h"])
def w(request):
    return recording((1_000_000, 2), request.param)  # much more than the buffer of a file


@pytest.fixture
def path(tmp_path, w):
    path = tmp_path / "samples.npy"
    np.save(path, np.array(w))
    return path


def header_of(file):
    """The shape and the format that a .npy file announces; the file then stands at the samples."""
    version = np.lib.format.read_magic(file)
    read = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    shape, _, dtype = read[version](file)
    return shape, dtype


def test_save_copies_nothing(tmp_path, w):
    path = tmp_path / "new.npy"
    assert copies(lambda: np.save(path, w), w) < 0.1
    loaded = np.load(path)
    assert (loaded.dtype, loaded.shape) == (np.dtype(w.format), w.shape)
    assert loaded.tobytes() == bytes(w)


def test_save_takes_any_file_object(w):
    target = io.BytesIO()
    np.save(target, w)
    assert target.getvalue().endswith(bytes(w))


def test_a_loaded_array_is_a_waveform_without_another_copy(path, w):
    array = np.load(path)
    loaded = Waveform.from_buffer(array)
    assert (address(loaded), loaded.readonly) == (array.ctypes.data, False)
    assert loaded == w


def test_the_samples_are_read_into_a_waveform_behind_the_header(path, w):
    loaded = []

    def load():
        with open(path, "rb") as file:
            shape, dtype = header_of(file)
            loaded.append(Waveform(shape, dtype))
            file.readinto(loaded[0])

    assert copies(load, w) < 0.1
    assert (loaded[0].format, loaded[0]) == (w.format, w)


@pytest.mark.parametrize("mode", ["r", "r+", "c"])
def test_a_map_of_numpy_is_a_waveform_over_the_map(path, w, mode):
    mapped = np.load(path, mmap_mode=mode)
    view = Waveform.from_buffer(mapped)
    assert (view.readonly, view.shape, view.format) == (mode == "r", w.shape, w.format)
    assert address(view) == mapped.ctypes.data
    assert view == w


def test_an_edit_through_a_map_of_numpy_reaches_the_file(path):
    view = Waveform.from_buffer(np.load(path, mmap_mode="r+"))
    view[0, 0] = 77
    assert np.load(path)[0, 0] == 77


def test_the_samples_are_mapped_behind_the_header(path, w):
    with open(path, "rb") as file:
        shape, dtype = header_of(file)
        offset = file.tell()
    assert offset % 64 == 0  # as NumPy writes it, so that the samples are aligned
    mapped = Waveform.mmap(path, dtype, mode="r+", offset=offset).cast(dtype, shape)
    assert (mapped.format, mapped) == (w.format, w)
    assert (address(mapped) - offset) % mmap.PAGESIZE == 0
    mapped[0, 0] = 77
    assert np.load(path)[0, 0] == 77
