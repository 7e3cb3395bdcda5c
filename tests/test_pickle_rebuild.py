"""`_rebuild`, which unpickling calls: an answer or an error, whatever a stream hands to it."""

import contextlib
import pickle
import random
import resource
from pathlib import Path

import numpy as np
import pytest
from modelling import run_isolated
from test_garbage import CLEAN, anything, look_at

from swiftbuf import Waveform

ARGUMENTS = (Waveform, bytes(range(8)), "h", (4,), False, True)
REBUILD = Waveform(1).__reduce_ex__(2)[0]


def replaced(position, value):
    arguments = list(ARGUMENTS)
    arguments[position] = value
    return arguments


def test_pickle_finds_it_by_name():
    assert (REBUILD.__module__, REBUILD.__qualname__) == ("swiftbuf._swiftbuf", "_rebuild")
    assert pickle.loads(pickle.dumps(REBUILD)) is REBUILD


def test_the_right_arguments():
    waveform = REBUILD(*ARGUMENTS)
    assert (waveform.tobytes(), waveform.format, waveform.shape) == (bytes(range(8)), "h", (4,))


@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize("readonly", [False, True])
def test_what_was_read_only_is_so_on_any_memory(copy, readonly):
    data = bytearray(8)
    waveform = REBUILD(Waveform, data, "h", (4,), readonly, copy)
    assert (waveform.readonly, waveform.obj) == (readonly, None if copy else data)


@pytest.mark.parametrize(
    ("position", "value", "error", "named"),
    [
        (0, int, TypeError, "type"),
        (0, bytearray, TypeError, "type"),
        (0, object, TypeError, "type.*object"),
        (0, type, TypeError, "type"),
        (0, None, TypeError, "type.*None"),
        (0, Waveform(1), TypeError, "type"),
        (0, "Waveform", TypeError, "type.*Waveform"),
        (1, bytes(7), ValueError, "data.*7"),
        (1, bytes(9), ValueError, "data.*9"),
        (1, b"", ValueError, "data.*0"),
        (1, "text", TypeError, "data"),
        (1, None, TypeError, "data.*None"),
        (1, [1, 2], TypeError, "data"),
        (1, np.arange(8, dtype="B")[::-1], ValueError, "data"),
        (1, np.zeros((2, 4), "B", "F"), ValueError, "data"),
        (1, np.zeros(2, object), ValueError, "data"),
        (2, "y", ValueError, "format.*'y'"),
        (2, "", ValueError, "format"),
        (2, "hh", ValueError, "format"),
        (2, "d", ValueError, "data.*8"),
        (2, 5, TypeError, "format"),
        (2, None, TypeError, "format"),
        (3, (5,), ValueError, "data.*8"),
        (3, (-4,), ValueError, "shape.*-4"),
        (3, (-2, -2), ValueError, "shape.*-2"),
        (3, (2**62, 4), (ValueError, MemoryError), "shape"),
        (3, (2**64,), (ValueError, MemoryError), "shape"),
        (3, (2**32, 2**32), (ValueError, MemoryError), "shape"),
        (3, (1,) * 65, ValueError, "shape.*65"),
        (3, (), ValueError, "data.*8"),
        (3, None, TypeError, "shape"),
        (3, ("4",), TypeError, "shape"),
        (3, 4.0, TypeError, "shape"),
    ],
)
@pytest.mark.parametrize("copy", [False, True])
def test_a_wrong_argument_is_an_error_that_names_it(position, value, error, named, copy):
    arguments = replaced(position, value)
    arguments[5] = copy
    with pytest.raises(error, match=named):
        REBUILD(*arguments)


@pytest.mark.parametrize("count", [0, 1, 5, 7])
def test_too_few_and_too_many_arguments(count):
    with pytest.raises(TypeError, match="_rebuild"):
        REBUILD(*(ARGUMENTS * 2)[:count])
    with pytest.raises(TypeError):
        REBUILD(*ARGUMENTS[:5], copy=True, more=1)


@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize(
    "failing", [{2: "y"}, {2: "d"}, {3: (5,)}, {3: (-1,)}, {0: int}, {3: None}]
)
def test_a_failure_gives_the_data_back(copy, failing):
    data = bytearray(8)
    arguments = {**dict(enumerate(ARGUMENTS)), 1: data, 5: copy, **failing}
    with pytest.raises((ValueError, TypeError)):
        REBUILD(*arguments.values())
    data.append(0)


class Truth:
    def __bool__(self):
        raise KeyError("mine")


@pytest.mark.parametrize("position", [4, 5])
def test_an_error_in_a_truth_value_comes_through(position):
    with pytest.raises(KeyError, match="mine"):
        REBUILD(*replaced(position, Truth()))


def release_the_data():
    for copy in [False, True]:
        for position in [2, 3, 4, 5]:
            data = Waveform(8, "B")

            class Evil:
                def __index__(self, data=data):
                    data.release()
                    return 4

                def __bool__(self, data=data, copy=copy):
                    data.release()
                    return copy

            arguments = [Waveform, data, "h", (4,), False, copy]
            arguments[position] = (Evil(),) if position == 3 else Evil()
            with contextlib.suppress(*CLEAN):
                assert REBUILD(*arguments).tolist() == [0] * 4


def test_callbacks_that_release_the_data():
    run_isolated(release_the_data)


def fuzz(seed, count):
    # What is absurd, but possible, such as 2**32 lists of nothing, is a MemoryError.
    in_use = resource.getpagesize() * int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (in_use + 2**26, resource.RLIM_INFINITY))
    pick = random.Random(seed)
    for _ in range(count):
        arguments = list(ARGUMENTS)
        arguments[1] = pick.choice([bytes, bytearray])(8)
        for _ in range(pick.choice([0, 1, 1, 2, 3])):
            arguments[pick.randrange(6)] = anything(pick)
        with contextlib.suppress(*CLEAN):
            look_at(REBUILD(*arguments))


@pytest.mark.parametrize("seed", range(2))
def test_garbage(seed):
    run_isolated(fuzz, seed, 5_000)
