"""`release()` and `with`: the memory goes at once, or it is a BufferError and stays whole."""

import gc
import itertools
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest
from modelling import address, waveform_of
from proc import maps
from support import in_use

from swiftbuf import Waveform

MIB = 2**20


class Recording(Waveform):
    """A subclass with a __dict__."""


def a_map(tmp_path, count=None):
    path = tmp_path / "mapped.dat"
    path.write_bytes(bytes(range(8)))
    return Waveform.mmap(path, count=count)


def is_mapped(place):
    for line in Path("/proc/self/maps").read_text().splitlines():
        start, end = (int(number, 16) for number in line.split()[0].split("-"))
        if start <= place < end:
            return True
    return False


def test_small_memory_is_freed_at_once():
    waveforms = [Waveform(1000, "B") for _ in range(10_000)]
    before = in_use([])["bytes of malloc"]
    for waveform in waveforms:
        waveform.release()
    assert before - in_use([])["bytes of malloc"] >= 0.9 * 1000 * len(waveforms)
    assert sys.getsizeof(waveform) < 1000


def test_pages_are_unmapped_at_once():
    # Up to 32 MiB glibc may keep pages for the next time (mallopt(3), M_MMAP_THRESHOLD).
    waveform = Waveform(64 * MIB, "B")
    place = address(waveform)
    assert is_mapped(place)
    waveform.release()
    assert not is_mapped(place)
    assert sys.getsizeof(waveform) < 1000


def test_a_source_is_given_back_at_once():
    source = bytearray(8)
    waveform = Waveform.from_buffer(source)
    waveform.release()
    source.append(0)
    gone = weakref.ref(holder := type("Holder", (bytearray,), {})(8))
    waveform = Waveform.from_buffer(holder)
    waveform.release()
    del holder
    assert gone() is None


def test_a_map_is_unmapped_at_once(tmp_path):
    waveform = a_map(tmp_path)
    part = waveform[1:]
    with pytest.raises(BufferError, match="1"):
        waveform.release()
    assert maps(tmp_path / "mapped.dat") == ["rw-p"]
    part.release()
    assert maps(tmp_path / "mapped.dat") == ["rw-p"]
    waveform.release()
    assert maps(tmp_path / "mapped.dat") == []


STANDING = {
    "a slice": lambda waveform: [waveform[2:]],
    "a row": lambda waveform: [waveform.cast("B", (2, 4))],
    "a slice of a slice": lambda waveform: [waveform[2:][1:]],
    "a cast": lambda waveform: [waveform.cast("h")],
    "a read-only view": lambda waveform: [waveform.toreadonly()],
    "a memoryview": lambda waveform: [memoryview(waveform)],
    "an array": lambda waveform: [np.asarray(waveform)],
    "a view of an array": lambda waveform: [np.frombuffer(waveform, "h")[::2]],
    "a waveform": lambda waveform: [Waveform.from_buffer(waveform)],
    "an array of a slice": lambda waveform: [np.asarray(waveform[2:])],
    "two views and a slice": lambda waveform: [
        memoryview(waveform),
        *[waveform[1:]] * 2,
        waveform[:],
    ],
}


@pytest.mark.parametrize("stand", STANDING.values(), ids=STANDING)
def test_release_is_a_buffer_error_while_anything_stands_on_the_memory(stand):
    waveform = waveform_of(bytes(range(8)))
    standing = stand(waveform)
    exports = len({id(view) for view in standing})
    assert waveform.exports == exports
    for end in [waveform.release, lambda: waveform.__exit__(None, None, None)]:
        with pytest.raises(BufferError, match=rf"\b{exports}\b"):
            end()
        assert (waveform.tolist(), waveform.exports) == (list(range(8)), exports)
    while standing:
        standing.pop()
    gc.collect()
    waveform.release()
    assert "released" in repr(waveform)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_slices_and_their_root_in_each_order(order):
    root = waveform_of(bytes(range(8)))
    family = [root, root[2:], root[2:][::2], memoryview(root)]
    waiting = list(order)
    while waiting:
        number = waiting.pop(0)
        if number == 0 and waiting:
            with pytest.raises(BufferError, match=f"{len(waiting)}"):
                root.release()
            waiting.append(0)
            continue
        family[number].release()
        family[number].release()
        assert root.exports == sum(other > 0 for other in waiting)
    assert "released" in repr(root)


def test_a_view_of_a_slice_stands_on_the_slice():
    root = Waveform(8)
    part = root[2:]
    with memoryview(part):
        assert (root.exports, part.exports) == (1, 1)
        with pytest.raises(BufferError, match="1"):
            part.release()
    part.release()
    assert root.exports == 0


@pytest.mark.parametrize("walk", [iter, reversed])
@pytest.mark.parametrize("shape", [8, (4, 2)])
def test_release_in_the_middle_of_an_iteration(walk, shape):
    waveform = Waveform(shape)
    iterator = walk(waveform)
    next(iterator)
    waveform.release()
    with pytest.raises(ValueError, match="released"):
        next(iterator)


def test_with_gives_the_waveform_itself_and_releases_it():
    with Waveform(8) as waveform:
        assert (type(waveform), waveform.exports) == (Waveform, 0)
        with waveform as same:
            assert same is waveform
        assert "released" in repr(waveform)


def test_with_releases_when_an_exception_is_under_way():
    recording = Recording(8)
    with pytest.raises(KeyError, match="mine"), recording as same:
        assert same is recording
        raise KeyError("mine")
    assert "released" in repr(recording)


def test_with_is_a_buffer_error_if_something_still_stands_on_it():
    waveform = Waveform(8)
    with pytest.raises(BufferError, match="1"), waveform:
        view = memoryview(waveform)
    assert waveform.tolist() == view.tolist() == [0] * 8
    with pytest.raises(BufferError, match="1") as caught, waveform:
        raise KeyError("mine")
    assert isinstance(caught.value.__context__, KeyError)


def test_a_collected_cycle_of_released_waveforms():
    recording = Recording(8)
    recording.part, recording.itself = recording[1:], recording
    recording.part.release()
    recording.release()
    gone = weakref.ref(recording)
    del recording
    gc.collect()
    assert gone() is None


def test_release_takes_no_arguments():
    with pytest.raises(TypeError, match="release"):
        Waveform(8).release(1)
