"""Maps, releases and pickles leave no memory, objects, references or descriptors behind."""

import copy
import gc
import pickle
from pathlib import Path

import pytest
from modelling import waveform_of
from proc import descriptors
from support import assert_no_growth
from test_pickle import in_band, out_of_band

from swiftbuf import Waveform

WAVE = waveform_of(bytes(range(48)), ">h", (4, 6))
SOURCE = bytearray(48)
PATH = Path(__file__)
SIZE = PATH.stat().st_size
REBUILD = WAVE.__reduce_ex__(2)[0]


class Recording(Waveform):
    pass


def annotated():
    recording = Recording(4)
    recording.note, recording.itself = ["a note"], recording
    return recording


def released(make):
    waveform = make()
    waveform.release()
    return waveform


def used_in_with():
    with Waveform(100) as waveform:
        return waveform[3]


def release_what_is_exported():
    waveform = Waveform(100)
    part = waveform[1:]
    waveform.release()
    return part


SUCCEEDING = {
    "map": lambda: Waveform.mmap(PATH),
    "map read-only": lambda: Waveform.mmap(PATH, mode="r", offset=1, count=20),
    "map a subclass": lambda: Recording.mmap(PATH),
    "map nothing": lambda: Waveform.mmap(PATH, count=0),
    "view a map": lambda: Waveform.mmap(PATH)[::2],
    "flush": lambda: Waveform.mmap(PATH)[1:].flush(),
    "release memory": lambda: released(lambda: Waveform(100)),
    "release many dimensions": lambda: released(lambda: Waveform((1,) * 64)),
    "release a slice": lambda: released(lambda: WAVE[1:]),
    "release a source": lambda: released(lambda: Waveform.from_buffer(SOURCE)),
    "release a map": lambda: released(lambda: Waveform.mmap(PATH)),
    "release a subclass": lambda: released(annotated),
    "release twice": lambda: released(lambda: released(lambda: Waveform(100))),
    "repr of what is released": lambda: repr(released(lambda: Waveform(100))),
    "with": used_in_with,
    "pickle 2": lambda: in_band(2)(WAVE),
    "pickle 5": lambda: in_band(5)(WAVE),
    "pickle out of band": lambda: out_of_band(WAVE),
    "pickle a strided one": lambda: out_of_band(WAVE[::2]),
    "pickle read-only": lambda: out_of_band(WAVE.toreadonly()),
    "pickle a map": lambda: in_band(5)(Waveform.mmap(PATH)),
    "pickle a subclass": lambda: in_band(5)(annotated()),
    "pickle in a list": lambda: in_band(5)([WAVE, WAVE, WAVE[1:]]),
    "reduce": lambda: [WAVE.__reduce_ex__(protocol) for protocol in range(6)],
}
FAILING = {
    "map what is missing": lambda: Waveform.mmap("/nonexistent"),
    "map a folder": lambda: Waveform.mmap("/", mode="r+"),
    "map too much": lambda: Recording.mmap(PATH, count=SIZE + 1),
    "map past the end": lambda: Waveform.mmap(PATH, offset=SIZE),
    "map by a wrong mode": lambda: Waveform.mmap(PATH, mode="w"),
    "map a wrong format": lambda: Waveform.mmap(PATH, "y"),
    "map a null character": lambda: Waveform.mmap("a\0b"),
    "flush no map": lambda: WAVE.flush(),
    "release what is exported": release_what_is_exported,
    "index what is released": lambda: released(lambda: Waveform(4))[0],
    "view what is released": lambda: memoryview(released(lambda: Waveform(4))),
    "copy what is released": lambda: copy.copy(released(annotated)),
    "pickle what is released": lambda: pickle.dumps(released(annotated)),
    "pickle by no number": lambda: WAVE.__reduce_ex__("2"),
    "rebuild from too little": lambda: REBUILD(Waveform, SOURCE, "h", (4,), False, True),
    "rebuild over too little": lambda: REBUILD(Recording, SOURCE, "h", (4,), False, False),
    "rebuild a wrong type": lambda: REBUILD(bytearray, SOURCE, "B", (48,), False, False),
    "rebuild a wrong format": lambda: REBUILD(Waveform, SOURCE, "y", (48,), False, False),
    "rebuild a wrong shape": lambda: REBUILD(Waveform, SOURCE, "B", (-1,), False, False),
    "rebuild from no buffer": lambda: REBUILD(Waveform, None, "B", (48,), False, False),
}
WATCHED = (WAVE, SOURCE, Waveform, Recording, REBUILD, None)


@pytest.mark.parametrize("operation", SUCCEEDING.values(), ids=SUCCEEDING)
def test_what_succeeds_leaves_nothing_behind(operation):
    before = descriptors()
    assert_no_growth(operation, *WATCHED)
    assert descriptors() == before
    assert WAVE.exports == 0


@pytest.mark.parametrize("operation", FAILING.values(), ids=FAILING)
def test_what_fails_leaves_nothing_behind(operation):
    def attempt():
        try:
            operation()
        except (TypeError, ValueError, OSError, BufferError):
            return
        raise AssertionError("should have failed")

    before = descriptors()
    assert_no_growth(attempt, *WATCHED)
    assert descriptors() == before
    gc.collect()
    assert WAVE.exports == 0
