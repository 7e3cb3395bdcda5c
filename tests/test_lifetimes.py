"""Who keeps whom alive, and that nothing is kept for ever."""

import gc
import weakref

import numpy as np
import pytest
from modelling import run_isolated, waveform_of
from support import KEEPS_CLASSES

from swiftbuf import Waveform


class Exporting(bytearray):
    """A source of memory that takes attributes and weak references."""


@pytest.mark.parametrize(
    "view_of",
    [
        lambda waveform: waveform[2:],
        lambda waveform: waveform[2:][::-1][:4],
        lambda waveform: waveform.cast("h"),
        lambda waveform: waveform.toreadonly(),
        lambda waveform: waveform[...],
        lambda waveform: waveform[3, ...],
        lambda waveform: Waveform.from_buffer(waveform),
        lambda waveform: iter(waveform),
        memoryview,
        np.asarray,
    ],
)
def test_memory_lives_until_the_last_view_of_it_is_gone(view_of):
    waveform = waveform_of(bytes(range(8)))
    gone = weakref.ref(waveform)
    view = view_of(waveform)
    del waveform
    gc.collect()
    assert gone() is not None
    del view
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(
    "derive",
    [
        lambda waveform: waveform[1:],
        lambda waveform: waveform[1:][::2],
        lambda waveform: waveform.cast("h"),
        lambda waveform: waveform.toreadonly()[:2],
        lambda waveform: waveform,
        lambda waveform: memoryview(waveform),
        lambda waveform: np.asarray(waveform[::2]),
        lambda waveform: Waveform.from_buffer(waveform, "h"),
    ],
)
def test_a_source_stays_exported_until_the_last_view_of_it_is_gone(derive):
    source = bytearray(8)
    view = derive(Waveform.from_buffer(source))
    gc.collect()
    with pytest.raises(BufferError):
        source.append(0)
    del view
    gc.collect()
    source.append(0)
    assert len(source) == 9


@pytest.mark.parametrize(
    "attempt",
    [
        lambda source: Waveform.from_buffer(source, "y"),
        lambda source: Waveform.from_buffer(source, "d"),
        lambda source: Waveform.from_buffer(source, offset=8),
        lambda source: Waveform.from_buffer(source, count=8),
        lambda source: Waveform.from_buffer(source, count=-1),
        lambda source: Waveform.from_buffer(source, count="1"),
    ],
)
def test_a_source_is_released_when_it_could_not_be_used(attempt):
    source = bytearray(7)
    with pytest.raises((ValueError, TypeError)):
        attempt(source)
    source.append(0)


@pytest.mark.parametrize(
    "held",
    [
        lambda waveform: waveform,
        lambda waveform: waveform[2:],
        lambda waveform: [waveform, waveform.toreadonly()],
        lambda waveform: Waveform.from_buffer(waveform[1:]),
        lambda waveform: iter(waveform),
        memoryview,
        lambda waveform: memoryview(waveform[::2]),
        lambda waveform: Waveform.from_buffer(memoryview(waveform)),
    ],
)
def test_a_cycle_through_the_source_is_collected(held):
    source = Exporting(8)
    source.held = held(Waveform.from_buffer(source))
    gone = weakref.ref(source)
    del source
    gc.collect()
    assert gone() is None


def test_a_cycle_through_the_attributes_of_a_subclass_is_collected():
    class Recording(Waveform):
        pass

    waveform = Recording(8)
    waveform.part = waveform[2:]
    waveform.view = memoryview(waveform)
    waveform.itself = waveform
    gone = weakref.ref(waveform)
    del waveform
    gc.collect()
    assert gone() is None
    kind = weakref.ref(Recording)
    del Recording
    gc.collect()
    assert KEEPS_CLASSES or kind() is None


def test_the_collector_sees_what_a_waveform_holds():
    source = bytearray(8)
    waveform = Waveform.from_buffer(source)
    assert gc.is_tracked(waveform)
    assert any(held is source for held in gc.get_referents(waveform))
    assert any(held is waveform for held in gc.get_referents(waveform[1:]))


def test_a_waveform_of_its_own_memory_goes_without_the_collector():
    gc.disable()
    try:
        waveform = Waveform(8)
        part = waveform[1:]
        gone, part_gone = weakref.ref(waveform), weakref.ref(part)
        del waveform, part
        assert gone() is None
        assert part_gone() is None
    finally:
        gc.enable()


def stand_on_each_other(step):
    """A chain of 200,000 exporters, each of which keeps the one before it."""
    waveform = Waveform(4)
    for _ in range(200_000):
        waveform = Waveform.from_buffer(waveform if step == "waveform" else memoryview(waveform))
    del waveform


@pytest.mark.parametrize("step", ["waveform", "memoryview"])
def test_a_long_chain_of_sources_goes_without_exhausting_the_stack(step):
    run_isolated(stand_on_each_other, step)
