"""`Exporter`: who keeps whom alive, and that nothing is kept for ever.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import gc
import io
import struct
import weakref

import numpy as np
import pytest
from exporting import exporter_by, on_each_base, recorder
from support import FREE_THREADED, KEEPS_CLASSES, assert_no_growth

from swiftbuf import Waveform

pytestmark = on_each_base


def test_the_exporter_lives_until_the_last_view_of_it_is_gone(base):
    exporter = recorder(base)
    gone, returned = weakref.ref(exporter), exporter.returned
    view = memoryview(exporter)[2:]
    del exporter
    gc.collect()
    assert gone() is not None
    view.release()
    assert gone() is None
    assert len(returned) == 1


def test_the_view_comes_back_before_the_exporter_goes(base):
    order = []
    exporter = recorder(
        base,
        release=lambda self, view: order.append("release"),
        __del__=lambda self: order.append("del"),
    )
    view = memoryview(exporter)
    del exporter
    view.release()
    assert order == ["release", "del"]


def test_the_exporter_may_live_on_from_its_release(base):
    saved = []
    view = memoryview(recorder(base, release=lambda self, view: saved.append(self)))
    view.release()
    gc.collect()
    with memoryview(saved[0]) as again:
        assert bytes(again) == b"waveform"
    assert len(saved) == 2


CYCLES = {
    "its own view": lambda exporter: memoryview(exporter),
    "a slice of it": lambda exporter: memoryview(exporter)[2:],
    "a waveform": pytest.param(
        Waveform.from_buffer,
        marks=pytest.mark.skipif(
            FREE_THREADED,
            reason="its collector may release the memoryview that was given before it goes back",
        ),
    ),
    "a container": lambda exporter: [memoryview(exporter), exporter],
}


@pytest.mark.parametrize("hold", CYCLES.values(), ids=CYCLES)
def test_a_cycle_is_collected(base, hold):
    returned = []
    # Not a method that needs attributes of the object: the collector may have cleared those first.
    exporter = recorder(base, __release_buffer__=lambda self, view: returned.append(bytes(view)))
    kind, gone = type(exporter), weakref.ref(exporter)
    exporter.held = hold(exporter)
    del exporter
    gc.collect()
    assert gone() is None
    assert returned == [b"waveform"]
    del kind  # which is needed until here: a class in the same cycle loses its methods


def test_a_cycle_through_the_view_that_was_given_is_collected(base):
    class Thing(base):
        def __buffer__(self, flags):
            source = bytearray_with_attributes(8)
            source.exporter = self
            return memoryview(source)

    thing = Thing()
    gone, kind = weakref.ref(thing), weakref.ref(Thing)
    thing.view = memoryview(thing)
    del thing, Thing
    gc.collect()
    assert gone() is None
    assert KEEPS_CLASSES or kind() is None


class bytearray_with_attributes(bytearray):
    pass


def test_the_collector_gives_the_view_of_a_cycle_back(base):
    memory = bytearray(8)
    exporter = exporter_by(base, lambda self, flags: memoryview(memory))
    exporter.view = memoryview(exporter)
    del exporter
    gc.collect()
    memory.append(0)


def cycle(exporter):
    exporter.view = memoryview(exporter)


def failing(exporter):
    with pytest.raises(struct.error):
        struct.unpack_from("100d", exporter)


USES = {
    "memoryview": memoryview,
    "readinto": io.BytesIO(b"12").readinto,
    "frombuffer": lambda exporter: np.frombuffer(exporter, "u1"),
    "waveform": Waveform.from_buffer,
    "cycle": cycle,
    "failing": failing,
}


class Silent:
    """`Exporter`'s methods without a record, which would grow."""

    memory = bytearray(8)

    def __buffer__(self, flags):
        return memoryview(self.memory)

    def __release_buffer__(self, view):
        view.release()


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_nothing_is_left_behind(base, use):
    kind = type("Thing", (Silent, base), {})
    assert_no_growth(lambda: use(kind()), kind, base, Silent.memory)


@pytest.mark.parametrize(
    "answer",
    [None, b"", memoryview(b"read-only"), KeyError()],
    ids=["None", "bytes", "view", "error"],
)
def test_nothing_is_left_behind_by_a_failure(base, answer):
    def buffer(self, flags):
        if isinstance(answer, KeyError):
            raise KeyError
        return answer

    exporter = exporter_by(base, buffer)
    into = io.BytesIO(b"1").readinto

    def attempt():
        with pytest.raises((TypeError, BufferError, KeyError)):
            into(exporter)

    assert_no_growth(attempt, exporter, answer)
