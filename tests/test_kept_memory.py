"""NumPy's constructors that keep a Waveform's memory and give the view back: docs/life-cycle.md.

The first line of each docstring is a row there. Each runs in a process of its own, since the
memory behind the array is freed.
"""

import gc

import numpy as np
import pytest
from modelling import run_isolated

from swiftbuf import Waveform

FIELDS = [("left", "h"), ("right", "h")]


def ndarray(w):
    """`np.ndarray(shape, dtype, buffer=w)`"""
    return np.ndarray((4,), "h", buffer=w)


def recarray(w):
    """`np.recarray(shape, dtype, buf=w)`"""
    return np.recarray((2,), FIELDS, buf=w)


CONSUMERS = [ndarray, recarray]


def release_under(consumer):
    """The array keeps the object, but no view of it: the Waveform cannot know."""
    w = Waveform(4, "h")
    array = consumer(w)
    gc.collect()
    assert w.exports == 0
    w.release()
    assert array.size


def release_refused(consumer):
    """The slice is a view, and the array keeps the slice."""
    w = Waveform(4, "h")
    array = consumer(w[:])
    gc.collect()
    assert w.exports == 1
    with pytest.raises(BufferError):
        w.release()
    del array
    gc.collect()
    w.release()


def attempt(deed, consumer):
    globals()[deed](globals()[consumer])


@pytest.mark.parametrize("deed", ["release_under", "release_refused"])
@pytest.mark.parametrize("name", [consumer.__name__ for consumer in CONSUMERS])
def test_a_consumer_without_a_view_and_its_remedy(name, deed):
    run_isolated(attempt, deed, name)
