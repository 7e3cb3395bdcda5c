"""Threads that export, slice, assign, pickle and release the same memory: each gets the memory or
an exception that says why not. Where there is no GIL these meet at the same instruction.
"""

import copy
import gc
import os
import pickle
import random
import sys

import pytest
from modelling import run_isolated
from support import FREE_THREADED, together

import swiftbuf
from swiftbuf import Waveform

# Where every access is checked, fewer rounds find as much, and take long enough.
ROUNDS = 10 if os.environ.get("SWIFTBUF_SANITIZE") else 100
THREADS = 6


USES = [
    lambda w: memoryview(w).tobytes(),
    lambda w: w[::2].tolist(),
    lambda w: w[3],
    lambda w: w.__setitem__(3, 7),
    lambda w: w.__setitem__(slice(0, 4), [7, 7, 7, 7]),
    lambda w: w.__setitem__(slice(None), w[::-1]),
    lambda w: list(w),
    lambda w: pickle.loads(pickle.dumps(w, 5)),
    lambda w: pickle.dumps(w, 5, buffer_callback=[].append),
    lambda w: copy.copy(w),
    lambda w: w == w[:],
    lambda w: 7 in w,
    lambda w: w.cast("B").fill(7),
    lambda w: (w.obj, w.shape, w.nbytes, w.exports, repr(w), sys.getsizeof(w)),
    lambda w: Waveform.from_buffer(w).byteswap(),
]


def use_and_release(make):
    """Until somebody releases it a Waveform holds sevens only; then it is a ValueError."""
    sys.setswitchinterval(1e-6)
    for turn in range(ROUNDS):
        waveform = make()

        def work(seed, waveform=waveform, turn=turn):
            pick = random.Random(turn * THREADS + seed)
            for use in pick.sample(USES, len(USES)):
                try:
                    use(waveform)
                except ValueError as error:
                    assert "released" in str(error), error
                if seed % 2 and pick.random() < 0.2:
                    try:
                        waveform.release()
                    except BufferError as error:
                        assert "release" in str(error), error

        together(work, range(THREADS))
        waveform.release()
        assert waveform.exports == 0
        with pytest.raises(ValueError, match="released"):
            waveform.tolist()


def heap():
    waveform = Waveform(64, "B")
    waveform.fill(7)
    return waveform


def foreign():
    return Waveform.from_buffer(bytearray(b"\7" * 64))


def view():
    return heap()[:]


def mapped():
    with open("sevens.bin", "wb") as file:
        file.write(b"\7" * 64)
    return Waveform.mmap("sevens.bin")


def hammer_heap():
    use_and_release(heap)


def hammer_foreign():
    use_and_release(foreign)


def hammer_view():
    use_and_release(view)


def hammer_map():
    use_and_release(mapped)


@pytest.mark.parametrize(
    "hammer", [hammer_heap, hammer_foreign, hammer_view, hammer_map], ids=lambda f: f.__name__
)
def test_a_release_that_meets_uses_of_the_same_memory(hammer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run_isolated(hammer)


def count_exports():
    """Every view counts once, whoever takes it."""
    waveform = heap()
    views = [[] for _ in range(THREADS)]

    def take(mine):
        for _ in range(ROUNDS):
            mine += [memoryview(waveform), waveform[1:]]

    together(take, views)
    assert waveform.exports == 2 * THREADS * ROUNDS
    together(list.clear, views)
    assert waveform.exports == 0


def test_exports_are_counted_exactly():
    run_isolated(count_exports)


def share_an_iterator():
    """Threads that share an iterator get elements and ends, as of CPython's own iterators."""
    waveform = heap()
    for _ in range(ROUNDS):
        iterator = iter(waveform)

        def drain(_, iterator=iterator):
            assert set(iterator) <= {7}
            assert next(iterator, "end") == "end"

        together(drain, range(THREADS))
        assert iterator.__length_hint__() == 0
        assert list(copy.copy(iterator)) == []
    assert sys.getrefcount(waveform) < 4
    waveform.release()


def test_a_shared_iterator():
    run_isolated(share_an_iterator)


def release_once():
    """Of many releases one frees the memory, and the source has its export back once."""
    for _ in range(ROUNDS):
        source = bytearray(64)
        waveform = Waveform.from_buffer(source)
        together(lambda _, waveform=waveform: waveform.release(), range(THREADS))
        source.append(1)  # a BufferError while anything is exported


def test_many_releases_at_once():
    run_isolated(release_once)


def collect_cycles():
    """The garbage collector in one thread, cycles through sources in the others."""

    class Source(swiftbuf.Exporter):
        def __buffer__(self, flags):
            return memoryview(bytes(8))

    def work(seed):
        for turn in range(ROUNDS):
            source = Source()
            source.shown = Waveform.from_buffer(source)
            source.part = source.shown[2:]
            del source
            if turn % 50 == seed:
                gc.collect()

    together(work, range(THREADS))
    gc.collect()


@pytest.mark.skipif(
    (3, 12) <= sys.version_info < (3, 12, 7),
    reason="its collector takes memoryviews apart that are in use (python/cpython issue 77894)",
)
def test_cycles_are_collected_while_others_are_made():
    run_isolated(collect_cycles)


def gil():
    """It is on where this Python has one: the module asks for none."""
    has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    assert has_gil == (not FREE_THREADED)


def test_the_module_needs_no_gil():
    run_isolated(gil, environment={"PYTHON_GIL": ""})  # not what switches it off for the others


def copy_across():
    waveform = Waveform(100_000, "h")

    def copy(first):
        for _ in range(ROUNDS):
            waveform[first::2] = waveform[1 - first :: 2]

    together(copy, range(2))


def test_a_race_for_samples_is_seen():
    """ThreadSanitizer says so once it is not told that samples are for others to guard."""
    with pytest.raises(AssertionError, match=r"(?s)data race.*_swiftbuf"):
        run_isolated(copy_across, environment={"TSAN_OPTIONS": ""})
