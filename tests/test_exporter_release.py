"""`Exporter`: `__release_buffer__` gets each view back once, when nobody uses it any more.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import _testbuffer
import gc
import io
import struct

import numpy as np
import pytest
from exporting import on_each_base, recorder, same_objects
from support import PyBuffer, get_buffer, release_buffer

from swiftbuf import Waveform

pytestmark = on_each_base
ENDINGS = {
    "with": lambda view: view.__exit__(None, None, None),
    "release": lambda view: view.release(),
    "twice": lambda view: (view.release(), view.release()),
    "del": lambda view: None,
}


@pytest.mark.parametrize("end", ENDINGS.values(), ids=ENDINGS)
def test_the_view_that_was_given_comes_back_once(base, end):
    exporter = recorder(base)
    view = memoryview(exporter)
    assert exporter.returned == []
    end(view)
    del view
    assert len(exporter.given) == 1
    assert same_objects(exporter.returned, exporter.given)


def test_a_consumer_gives_back_what_it_took_for_one_call(base):
    exporter = recorder(base)
    io.BytesIO(b"W").readinto(exporter)
    struct.unpack_from("d", exporter)
    assert len(exporter.given) == 2
    assert same_objects(exporter.returned, exporter.given)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_each_view_comes_back_when_its_own_use_ends(base, order):
    exporter = recorder(base)
    views = [memoryview(exporter) for _ in range(3)]
    for number in order:
        views[number].release()
    assert same_objects(exporter.returned, [exporter.given[number] for number in order])


def test_one_view_given_three_times_comes_back_three_times(base):
    shown = memoryview(bytearray(8))
    exporter = recorder(base, __buffer__=lambda self, flags: shown)
    views = [memoryview(exporter) for _ in range(3)]
    with pytest.raises(BufferError):
        shown.release()
    for view in views:
        view.release()
    assert same_objects(exporter.returned, [shown] * 3)
    assert shown.tobytes() == bytes(8)


@pytest.mark.parametrize(
    "derive",
    [
        lambda view: view[2:],
        lambda view: view.cast("h"),
        lambda view: view.toreadonly(),
        memoryview,
        np.asarray,
        Waveform.from_buffer,
        lambda view: Waveform.from_buffer(view)[::2],
    ],
    ids=["slice", "cast", "toreadonly", "memoryview", "asarray", "waveform", "waveform slice"],
)
def test_it_comes_back_after_the_last_thing_that_stands_on_it(base, derive):
    exporter = recorder(base)
    derived = derive(memoryview(exporter))
    gc.collect()
    assert exporter.returned == []
    del derived
    assert len(exporter.given) == len(exporter.returned) == 1


def test_a_view_that_does_not_serve_the_request_does_not_come_back(base):
    exporter = recorder(base, b"read-only")
    with pytest.raises((BufferError, TypeError)):
        io.BytesIO(b"1").readinto(exporter)
    assert exporter.asked == [_testbuffer.PyBUF_WRITABLE]
    assert exporter.returned == []


@pytest.mark.parametrize("answer", [42, None, ZeroDivisionError], ids=["int", "None", "error"])
def test_nothing_comes_back_of_a_method_that_failed(base, answer):
    def buffer(self, flags):
        return 1 // 0 if answer is ZeroDivisionError else answer

    exporter = recorder(base, __buffer__=buffer)
    with pytest.raises((TypeError, ZeroDivisionError)):
        memoryview(exporter)
    assert exporter.returned == []


def test_it_can_be_released_when_it_comes_back(base):
    def release(self, view):
        view.release()
        self.memory.append(0)

    exporter = recorder(base, release=release)
    with memoryview(exporter), pytest.raises(BufferError):
        exporter.memory.append(0)
    assert exporter.memory == b"waveform\0"
    with pytest.raises(ValueError, match="released"):
        exporter.returned[0].tobytes()


def test_a_view_that_nobody_keeps_is_gone_with_its_use(base):
    memory = bytearray(8)
    exporter = recorder(base, __buffer__=lambda self, flags: memoryview(memory))
    view = memoryview(exporter)
    with pytest.raises(BufferError):
        memory.append(0)
    view.release()
    exporter.returned.clear()
    memory.append(0)


def test_a_view_that_is_kept_stays_usable(base):
    exporter = recorder(base)
    memoryview(exporter).release()
    assert exporter.returned[0].tobytes() == b"waveform"
    with pytest.raises(BufferError):
        exporter.memory.append(0)
    exporter.returned[0].release()
    exporter.memory.append(0)


def test_released_twice_in_c_it_comes_back_once(base):
    exporter = recorder(base)
    request = PyBuffer()
    get_buffer(exporter, request, _testbuffer.PyBUF_FULL_RO)
    release_buffer(request)
    release_buffer(request)
    assert len(exporter.returned) == 1
