"""Whatever is passed to whatever can be called: an answer or a clean exception, and no crash."""

import contextlib
import os
import random
import resource

import numpy as np
import pytest
from modelling import FORMATS, run_isolated

from swiftbuf import Waveform

CLEAN = (TypeError, ValueError, IndexError, BufferError, MemoryError, OSError, AttributeError)
CLEAN += (ZeroDivisionError, RecursionError, OverflowError)  # what the arguments raise themselves


class Lies:
    """Claims to be an int, a float, a sequence, a path and a buffer, and is none for long."""

    def __init__(self, *answers):
        self.answers, self.asked = answers, 0

    def answer(self, *arguments):
        self.asked += 1
        answer = self.answers[self.asked % len(self.answers)]
        if answer is ...:
            raise ZeroDivisionError
        return answer

    __index__ = __len__ = __getitem__ = __iter__ = __next__ = __float__ = __complex__ = answer
    __fspath__ = __bool__ = __eq__ = __int__ = __length_hint__ = __buffer__ = answer
    __contains__ = __deepcopy__ = __array__ = __release_buffer__ = answer


def endless():
    values = [1, 2]
    values.append(values)
    return values


EDGES = [0, 1, 2, 3, 4, 63, 64, 65, 2**15, 2**31, 2**32, 2**61, 2**63 - 1, 2**63, 2**64, 10**40]
CONSTANTS = [
    *(None, ..., True, NotImplemented, Waveform, int, len, b"", b"a", range(3), 0.5, 1e308, 1j),
    *(float("nan"), float("inf"), "", "d", "\0", "\ud800", "é", "C", "A", "/", ".", "a\0b"),
    *(np.float32(1), np.dtype("i4"), np.dtype("i2,f8"), np.datetime64(1, "s"), *FORMATS),
]
MAKERS = [
    *(object, endless, lambda: iter([1, 2, 3]), lambda: bytearray(5), lambda: np.zeros(3)),
    *(lambda: np.zeros((2, 3), "F"), lambda: np.zeros(2, object), lambda: np.zeros(2, "i2,f8")),
    *(lambda: memoryview(b"abcd"), lambda: memoryview(bytearray(8))[::-2]),
    lambda: np.zeros((4, 4))[::2, ::-1],
    *(lambda: memoryview(b"abcd").cast("I", ()), lambda: np.broadcast_to(np.int8(1), (2, 3))),
    *(lambda: Waveform(3), lambda: Waveform((2, 3), ">h")[::-1, ::2], lambda: Waveform(())),
    lambda: Waveform((0, 3)).toreadonly(),
]


def anything(pick, depth=3):
    """One argument. Containers and lies are made of others."""
    kind = pick.randrange(9 if depth else 5)
    if kind < 2:
        return pick.choice(EDGES) * pick.choice([1, 1, -1])
    if kind < 4:
        return pick.choice(CONSTANTS)
    if kind < 5:
        return pick.choice(MAKERS)()
    inner = [anything(pick, depth - 1) for _ in range(pick.randrange(1, 5))]
    if kind < 7:
        return pick.choice([list, tuple])(inner)
    return slice(*inner[:3]) if kind < 8 else Lies(*inner)


KEYWORDS = ["shape", "format", "offset", "count", "readonly", "order", "source", "\ud800"]
OF_THE_CLASS = ["from_buffer", "from_file", "mmap", "__new__"]
SAFE = {"__class__", "__init_subclass__", "__subclasshook__", "__dir__"}
METHODS = [name for name in dir(Waveform) if callable(getattr(Waveform, name)) and name not in SAFE]
# What takes most arguments is called most often.
METHODS += ["__setitem__", "__getitem__", "from_buffer", "cast", "__eq__", "fill"] * 8
PROPERTIES = [name for name in dir(Waveform) if not callable(getattr(Waveform, name))]


def look_at(result):
    """Uses what came back, so that a wrong layout shows itself."""
    if isinstance(result, Waveform):
        assert len(result.tobytes()) == len(bytes(result)) == result.nbytes
        _ = repr(result), result.exports, result.tolist(), result.copy() == result
    elif isinstance(result, memoryview):
        result.tobytes()


def fuzz(seed, count, log):
    # A size that is absurd, but possible, is a MemoryError here and no wait for the swap space.
    with open("/proc/self/statm") as statm:
        in_use = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (in_use + 2**28, resource.RLIM_INFINITY))
    pick, calls = random.Random(seed), os.open(log, os.O_WRONLY | os.O_CREAT)
    for number in range(count):
        if number % 5 == 0:
            shape = tuple(pick.randrange(4) for _ in range(pick.randrange(4)))
            format = pick.choice(FORMATS)
            waveform = Waveform(shape, format)
        arguments = [anything(pick) for _ in range(pick.choice([0, 1, 1, 1, 2, 2, 3, 4]))]
        keywords = {pick.choice(KEYWORDS): anything(pick) for _ in range(pick.choice([0, 0, 1, 2]))}
        name = pick.choice(METHODS)
        call = f"{waveform!r}.{name} {arguments} {keywords}".encode("utf-8", "backslashreplace")
        os.pwrite(calls, call[:999].ljust(1000), 0)
        with contextlib.suppress(*CLEAN):
            target = Waveform if name in OF_THE_CLASS else waveform
            look_at(getattr(target, name)(*arguments, **keywords))
        with contextlib.suppress(*CLEAN):
            setattr(waveform, pick.choice(PROPERTIES), arguments)
        if "released" not in repr(waveform):
            assert (waveform.shape, waveform.format, waveform.readonly) == (shape, format, False)
            look_at(waveform)


@pytest.mark.parametrize("seed", range(4))
def test_garbage(seed, tmp_path):
    log = tmp_path / "last call"
    try:
        run_isolated(fuzz, seed, 10_000, str(log))
    except AssertionError as error:
        error.add_note(f"last call: {log.read_text().strip()}")
        raise
