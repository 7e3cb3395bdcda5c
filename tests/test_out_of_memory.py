"""Out of memory at any point is a MemoryError, which changes nothing and leaks nothing.

Each operation of the leak tests is tried once for every allocation that it makes, in Swift or by
what Swift calls, with that one refused; then with it and all that follow.
"""

import ctypes
import itertools
import sys

import pytest
import test_leaks
import test_life_cycle_leaks
from hostile_libc import allocated_blocks, call_without_memory, run_under
from modelling import NUMPY
from support import FREE_THREADED

pytestmark = pytest.mark.skipif(
    FREE_THREADED, reason="such a Python never allocates by malloc, which is what refuses here"
)

TABLES = {
    "what succeeds": (test_leaks, "SUCCEEDING"),
    "what fails": (test_leaks, "FAILING"),
    "the life cycle": (test_life_cycle_leaks, "SUCCEEDING"),
    "failures of the life cycle": (test_life_cycle_leaks, "FAILING"),
}
WATCHED = [test_leaks.WAVE, test_leaks.FLAT, test_life_cycle_leaks.WAVE]
# These run Python code that raises. Without memory for its traceback the interpreter loses the
# exception, and says so by a SystemError.
RAISING = {
    *("create with a bad size", "bad key", "store a bad item", "store bad values"),
    *("store bad rows", "envelope with bad bins"),
    # A NumPy whose DLPack is older refuses the arguments of version 1, and is asked again.
    *(["from_buffer by dlpack"] if NUMPY < "2.1.0" else []),
}
# Drawn by Python code, in thousands of allocations; what is native in them is the envelope.
IN_PYTHON = {"picture", "plot"}
# ctypes makes an error of its own of what its arguments raise.
BY_CTYPES = {"from_buffer by dlpack of bad memory"}
REPEATS = 30


def sweep(operation, count, expected):
    """Tries an operation once for each of its allocations; returns how many were refused."""
    for first in itertools.count(1):
        before = [waveform.tobytes() for waveform in WATCHED]
        raised, tried = call_without_memory(operation, first, count)
        if tried < first:
            return first - 1
        assert raised in expected, f"allocation {first}: {raised}"
        assert [waveform.exports for waveform in WATCHED] == [0, 0, 0], f"allocation {first}"
        if raised in (MemoryError, OSError):
            now = [waveform.tobytes() for waveform in WATCHED]
            assert now == before, f"allocation {first}: half an edit"
    return None


def grows(operation, expected, repeats):
    """Whether memory grows by a block or more for each sweep, however often it is tried."""
    for _ in range(10):
        before = allocated_blocks()
        for _ in range(repeats):
            sweep(operation, 1, expected)
        if allocated_blocks() - before < repeats:
            return False
    return True


def leaks(operation, expected):
    """Whether it does so also in many sweeps, to which caches that fill up matter less."""
    return all(grows(operation, expected, repeats) for repeats in (REPEATS, 10 * REPEATS))


def refuse_each_allocation(table):
    # Of a Path, PyOS_FSPath makes a TypeError when it has no memory to ask for its `__fspath__`.
    test_life_cycle_leaks.PATH = str(test_life_cycle_leaks.PATH)
    module, name = TABLES[table]
    problems, refused = [], 0
    for label, operation in vars(module)[name].items():
        if label in IN_PYTHON:
            continue
        usual, _ = call_without_memory(operation, 1, 0)
        expected = {usual, MemoryError} | ({SystemError} if label in RAISING else set())
        expected |= {ctypes.ArgumentError} if label in BY_CTYPES else set()
        # From 3.12 on the collector runs between instructions of Python code, and what it raises
        # for want of memory takes the place of what was raised there.
        expected |= {SystemError} if sys.version_info >= (3, 12) else set()
        # What the system refuses of a map is an OSError (ENOMEM), as of `mmap.mmap`.
        expected |= {OSError} if "map" in label or label == "flush" else set()
        try:
            refused += sum(sweep(operation, count, expected) for count in (1, 2**40))
            assert not leaks(operation, expected), "a block or more leaks in each sweep"
        except AssertionError as error:
            problems.append(f"{label}: {error}")
    assert not problems, "\n".join(problems)
    assert refused > 100, "the instrument does not work"


@pytest.mark.parametrize("table", TABLES)
def test_a_refused_allocation_is_a_memory_error_that_changes_and_leaks_nothing(table, tmp_path):
    run_under(tmp_path, refuse_each_allocation, table)


KEPT = []


def keep_a_block():
    KEPT.append(bytes(100))
    test_leaks.WAVE.tolist()


def see_a_leak():
    assert leaks(keep_a_block, {None, MemoryError})


def test_the_instrument_sees_leaks(tmp_path):
    run_under(tmp_path, see_a_leak)
