"""Changes of format that take long: Ctrl-C ends them, other threads run meanwhile, and neither can
take the memory away.

Memory of 2**45 elements is one element over and over, with a stride of zero.
"""

import os
import signal

import numpy as np
import pytest
from long_work import end_by_signal, refused_release
from modelling import SWAP, run_isolated

from swiftbuf import Waveform


def repeated(format, length):
    """Writable memory of `length` zeros that is one element."""
    one = Waveform(1, format)
    array = np.lib.stride_tricks.as_strided(np.asarray(one), (length,), (0,))
    return Waveform.from_buffer(array, readonly=False)


def assign(source, target):
    target[:] = source


def convert_into(source, target):
    source.convert(out=target, scale=0.5, overflow="clip")


def convert_exactly(source, target):
    source.convert(out=target)


def compare(source, target):
    assert source == target


def look_for(source, target):
    assert 77 not in source


# The formats say what is done: a look at all values first or not, in place, by way of scratch.
LONG_WORK = {
    "assignment": (assign, "h", "f"),
    "assignment of what may not fit": (assign, "i", "h"),
    "assignment of swapped values": (assign, SWAP + "h", "d"),
    "assignment of complex values": (assign, "Zf", SWAP + "Zd"),
    "convert": (convert_into, "f", "h"),
    "convert without arithmetic": (convert_exactly, "d", "f"),
    "convert of what may not fit": (convert_exactly, "d", "h"),
    "==": (compare, "h", SWAP + "i"),
    "== of equal formats": (compare, "f", "f"),
    "in": (look_for, SWAP + "h", "h"),
}
each_work = pytest.mark.parametrize("name", LONG_WORK)


def interrupt(name):
    work, *formats = LONG_WORK[name]
    source, target = (repeated(format, 2**45) for format in formats)
    pinned = [source] if work is look_for else [source, target]
    end_by_signal(lambda: work(source, target), pinned)


@each_work
def test_ctrl_c_ends_long_work(name):
    run_isolated(interrupt, name)


def release_during(name):
    work, *formats = LONG_WORK[name]
    source, target = (repeated(format, 1 << 24) for format in formats)
    return refused_release(lambda: work(source, target), source)


@each_work
def test_other_threads_run_meanwhile_and_cannot_release_the_memory(name):
    # Whether the other thread gets to run in time is for the system to say.
    assert any(release_during(name) for _ in range(50))


def test_an_assignment_that_is_interrupted_before_the_first_value_has_changed_nothing():
    """A handler that raises while values are looked at, before any is written."""
    run_isolated(interrupt_a_look)


def interrupt_a_look():
    def handler(*_):
        raise KeyboardInterrupt

    source, target = repeated("i", 2**45), repeated("h", 2**45)
    target[0] = 7
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        target[:] = source
    except KeyboardInterrupt:
        os._exit(0 if target[0] == 7 and target.exports == 0 else 2)
    os._exit(1)
