"""The memory of a Waveform: how it is got, what it costs, and when it is given back."""

import ctypes
import mmap
import random
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from modelling import address, run_isolated
from support import FREE_THREADED, itemsize_of

from swiftbuf import Waveform

MIB, GIB = 2**20, 2**30


@pytest.mark.parametrize("nbytes", [0, 1, 63, 64, 65, 4095, 4096, 2 * MIB + 1, 64 * MIB])
def test_memory_is_aligned_to_64_bytes(nbytes):
    several = [Waveform(nbytes, "B") for _ in range(8)]
    assert [address(waveform) % 64 for waveform in several] == [0] * 8


@pytest.mark.parametrize("nbytes", [1, 1000, 100_000, 8 * MIB])
def test_memory_is_zero_also_where_it_was_used_before(nbytes):
    for _ in range(4):
        waveform = Waveform(nbytes, "B")
        assert not np.asarray(waveform).any()
        waveform.fill(0xFF)


def resident():
    """The bytes of memory that this process has resident."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmRSS in /proc/self/status")


def use_a_gigabyte():
    before = resident()
    waveform = Waveform(GIB, "B")
    assert resident() - before < 8 * MIB, "resident before it was touched"
    waveform[: 64 * MIB].fill(1)
    assert resident() - before > 48 * MIB, "the instrument does not work"
    del waveform
    assert resident() - before < 8 * MIB, "not given back"


def test_small_waveforms_keep_their_memory_to_themselves():
    """Their memory is next to each other's, and is used again as soon as it is given back."""
    chooser = random.Random(1)
    kept = []
    for number in range(20_000):
        size = chooser.choice((0, 1, 8, 64, 65, 200, 1024, 2047, 2048, 2049))
        kept.append((Waveform(size, "B"), number % 256))
        assert not any(kept[-1][0])
        kept[-1][0].fill(number % 256)
        if len(kept) > 300:
            w, filling = kept.pop(chooser.randrange(len(kept)))
            assert w.tobytes() == bytes([filling]) * len(w)
    assert all(w.tobytes() == bytes([filling]) * len(w) for w, filling in kept)


def test_memory_costs_nothing_until_it_is_touched():
    run_isolated(use_a_gigabyte)


def use_many_small():
    before = resident()
    kept = [Waveform(2048, "B") for _ in range(50_000)]
    assert resident() - before > 96 * MIB, "the instrument does not work"
    random.Random(1).shuffle(kept)
    while kept:
        kept.pop()
    # By itself the C library gives the system only what is at the end of its heap.
    ctypes.CDLL(None).malloc_trim(0)
    assert resident() - before < 8 * MIB, "not given back"


@pytest.mark.skipif(
    FREE_THREADED, reason="small memory is the C library's there, which keeps some of it"
)
def test_memory_of_small_waveforms_is_given_back_whatever_the_order():
    run_isolated(use_many_small)


def flags_of_the_mapping(where):
    """The VmFlags of the mapping that holds an address."""
    inside = False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if bounds := re.match(r"([0-9a-f]+)-([0-9a-f]+) ", line):
            first, end = (int(bound, 16) for bound in bounds.groups())
            inside = first <= where < end
        elif inside and line.startswith("VmFlags:"):
            return line.split()[1:]
    raise AssertionError(f"no mapping holds {where:#x}")


def test_large_memory_is_advised_for_huge_pages():
    if not Path("/sys/kernel/mm/transparent_hugepage").exists():
        with pytest.raises(OSError, match="Invalid argument"):  # nothing to advise: no such kernel
            mmap.mmap(-1, 4 * MIB).madvise(14)  # MADV_HUGEPAGE
        return
    waveform = Waveform(64 * MIB, "B")
    assert "hg" in flags_of_the_mapping(address(waveform) + 32 * MIB)


@pytest.mark.parametrize(
    ("shape", "fmt"),
    [
        (2**62, "B"),
        (2**62, "d"),
        (2**63 - 1, "B"),
        (2**63 - 1, "Zd"),
        (2**63 - 64, "B"),
        (2**60, "d"),
        ((2**32, 2**32), "B"),
        ((2**31, 2**31, 4), "h"),
        ((2**21,) * 3, "Zd"),
        ((2**63 - 1,) * 64, "d"),
        ((2,) * 64, "B"),
        ((3,) * 64, "d"),
        (2**64, "B"),
        (2**100, "B"),
        ((1, 2**100), "B"),
        ((0, 2**62), "d"),  # no bytes, but a stride of 2**65
        ((0, 2**32, 2**32), "B"),
        ((0, 2**64), "B"),  # which an Int does not hold
        ((2**100, 0), "B"),
        ((2**32, 0, 2**32), "B"),  # not with all sides but the empty one, as in NumPy
    ],
)
def test_impossible_sizes_are_memory_errors(shape, fmt):
    with pytest.raises(MemoryError):
        Waveform(shape, fmt)


@pytest.mark.parametrize("shape", [(0, 2**62), (2**62, 0), (2**31, 0, 2**31), (0,) * 64])
def test_an_empty_waveform_needs_no_memory_whatever_its_other_sides(shape):
    waveform = Waveform(shape, "B")
    assert (waveform.shape, waveform.nbytes) == (shape, 0)
    assert memoryview(waveform).shape == shape


@pytest.mark.parametrize("shape", [-1, -(2**63), -(2**100), (3, -1), (-1, 0), (-2, -2)])
def test_negative_sizes_are_value_errors(shape):
    with pytest.raises(ValueError, match="shape.*-"):
        Waveform(shape)


@pytest.mark.parametrize(
    ("count", "fmt"), [(2**31 + 3, "B"), (2**32 + 3, "B"), (2**32 // 8 + 3, "d"), (2**30 + 3, "Zf")]
)
def test_memory_past_2_and_4_gib(count, fmt):
    waveform = Waveform(count, fmt)
    assert len(waveform) == memoryview(waveform).shape[0] == count
    assert waveform.nbytes == count * itemsize_of(fmt)
    waveform[-1], waveform[count - 3] = 1, 2
    assert waveform[count - 3 :].tolist() == waveform[-3:].tolist() == [2, 0, 1]
    assert waveform[:: count - 1].tolist() == [0, 1]
    assert waveform[::-1][:3].tolist() == [1, 0, 2]
    assert waveform[:-4:-1].tolist() == [1, 0, 2]
    assert memoryview(waveform).nbytes == waveform.nbytes
    assert np.asarray(waveform)[-3:].tolist() == [2, 0, 1]


def test_rows_past_4_gib():
    waveform = Waveform((3, 2**30 + 1), "h")
    waveform[2, -1] = -5
    assert waveform[2][2**30] == waveform[2, 2**30] == -5
    assert waveform[::-2, :: -(2**30)].tolist() == [[-5, 0], [0, 0]]
    assert waveform[1:, 2**30 :].tolist() == [[0], [-5]]


def test_sizeof_counts_the_memory_that_is_owned():
    empty = sys.getsizeof(Waveform(0, "B"))
    for nbytes in (1, 1000, MIB):
        assert empty + nbytes <= sys.getsizeof(Waveform(nbytes, "B")) <= empty + nbytes + 128
    assert 0 < empty < 1000


def test_sizeof_does_not_count_the_memory_of_others():
    waveform = Waveform(MIB, "B")
    views = [
        waveform[:],
        waveform.cast("h"),
        waveform.toreadonly(),
        Waveform.from_buffer(bytearray(MIB)),
        Waveform.from_buffer(waveform),
    ]
    assert all(sys.getsizeof(view) < 1000 for view in views)
    assert sys.getsizeof(waveform.copy()) >= MIB


def test_sizeof_counts_shape_and_strides():
    assert sys.getsizeof(Waveform((1,) * 64, "B")[...]) >= 2 * 64 * 8
