"""`Exporter`: `__release_buffer__` is called once for each view, when nobody uses it any more.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import _testbuffer
import gc
import io
import struct
import sys
import weakref

import numpy as np
import pytest
from exporting import exporter_of, on_each_base, unraisable  # noqa: F401 - a fixture
from support import PyBuffer, get_buffer, release_buffer

from swiftbuf import Waveform

pytestmark = on_each_base
FULL_RO = _testbuffer.PyBUF_FULL_RO


def recording(base, release=None):
    """An exporter that notes which views it gave and which came back."""

    class Recorder(base):
        def __init__(self):
            self.memory = bytearray(b"waveform")
            self.given, self.returned = [], []

        def __buffer__(self, flags):
            self.given.append(memoryview(self.memory))
            return self.given[-1]

        def __release_buffer__(self, view):
            self.returned.append(view)
            if release:
                release(self, view)

    return Recorder()


def same_objects(left, right):
    return [id(item) for item in left] == [id(item) for item in right]


ENDINGS = {
    "with": lambda view: view.__exit__(None, None, None),
    "release": lambda view: view.release(),
    "twice": lambda view: (view.release(), view.release()),
    "del": lambda view: None,
}


@pytest.mark.parametrize("end", ENDINGS.values(), ids=ENDINGS)
def test_the_view_that_was_given_comes_back_once(base, end):
    exporter = recording(base)
    view = memoryview(exporter)
    assert exporter.returned == []
    end(view)
    del view
    assert len(exporter.given) == 1
    assert same_objects(exporter.returned, exporter.given)


def test_a_consumer_gives_back_what_it_took_for_one_call(base):
    exporter = recording(base)
    io.BytesIO(b"W").readinto(exporter)
    struct.unpack_from("d", exporter)
    assert len(exporter.given) == 2
    assert same_objects(exporter.returned, exporter.given)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_each_view_comes_back_when_its_own_use_ends(base, order):
    exporter = recording(base)
    views = [memoryview(exporter) for _ in range(3)]
    for number in order:
        views[number].release()
    assert same_objects(exporter.returned, [exporter.given[number] for number in order])


def test_one_view_given_three_times_comes_back_three_times(base):
    shown = memoryview(bytearray(8))
    exporter = exporter_of(base, b"", __buffer__=lambda self, flags: shown)
    views = [memoryview(exporter) for _ in range(3)]
    with pytest.raises(BufferError):
        shown.release()
    for view in views:
        view.release()
    assert same_objects(exporter.calls, [shown] * 3)
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
    exporter = recording(base)
    derived = derive(memoryview(exporter))
    gc.collect()
    assert exporter.returned == []
    del derived
    assert len(exporter.given) == len(exporter.returned) == 1


def test_nothing_comes_back_that_was_not_given(base):
    exporter = exporter_of(base, b"read-only")
    with pytest.raises(BufferError):
        struct.pack_into("B", np.frombuffer(exporter, "u1").base, 0, 1)
    exporter.calls.clear()
    with pytest.raises((BufferError, TypeError)):
        io.BytesIO(b"1").readinto(exporter)
    assert exporter.calls == [_testbuffer.PyBUF_WRITABLE]


@pytest.mark.parametrize("answer", [42, None, ValueError], ids=["int", "None", "error"])
def test_nothing_comes_back_of_a_method_that_failed(base, answer):
    def buffer(self, flags):
        if answer is ValueError:
            raise ValueError
        return answer

    exporter = exporter_of(base, b"", __buffer__=buffer)
    with pytest.raises((TypeError, ValueError)):
        memoryview(exporter)
    assert exporter.calls == []


def test_it_can_release_the_view_it_gave(base):
    def release(self, view):
        view.release()
        self.memory.append(0)

    exporter = recording(base, release)
    with memoryview(exporter) as view, pytest.raises(BufferError):
        exporter.memory.append(view[0])
    assert exporter.memory == b"waveform\0"
    with pytest.raises(ValueError, match="released"):
        exporter.returned[0].tobytes()


def test_a_view_that_nobody_keeps_is_gone_with_its_use(base):
    memory = bytearray(8)
    exporter = exporter_of(base, memory, __release_buffer__=lambda self, view: None)
    view = memoryview(exporter)
    with pytest.raises(BufferError):
        memory.append(0)
    view.release()
    memory.append(0)


def test_a_view_that_is_kept_stays_usable(base):
    exporter = recording(base)
    memoryview(exporter).release()
    assert exporter.returned[0].tobytes() == b"waveform"
    with pytest.raises(BufferError):
        exporter.memory.append(0)
    exporter.returned[0].release()
    exporter.given[0].release()
    exporter.memory.append(0)


def test_release_in_c_is_once_too(base):
    exporter = recording(base)
    request = PyBuffer()
    get_buffer(exporter, request, FULL_RO)
    release_buffer(request)
    release_buffer(request)
    assert len(exporter.returned) == 1


def test_without_the_method_a_view_just_ends(base):
    class Thing(base):
        def __buffer__(self, flags):
            return memoryview(b"waveform")

    assert bytes(memoryview(Thing())) == b"waveform"


def test_the_method_alone_makes_no_buffer(base):
    class Thing(base):
        def __release_buffer__(self, view):
            raise AssertionError

    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(Thing())


def test_what_it_returns_does_not_matter(base, unraisable):  # noqa: F811
    exporter = exporter_of(base, b"waveform", __release_buffer__=lambda self, view: 42)
    memoryview(exporter).release()
    assert unraisable == []


@pytest.mark.parametrize("kind", [ValueError, StopIteration, KeyboardInterrupt, SystemExit])
def test_what_it_raises_goes_to_the_hook(base, unraisable, kind):  # noqa: F811
    error = kind("in release")

    def release(self, view):
        raise error

    exporter = recording(base, release)
    view = memoryview(exporter)
    view.release()
    assert unraisable == [(error, "Exception ignored in __release_buffer__ of Recorder")]
    with pytest.raises(ValueError, match="released"):
        view.tobytes()
    del exporter.given[:], exporter.returned[:]
    unraisable.clear()
    error.__traceback__ = None
    exporter.memory.append(0)  # the view is given back all the same


@pytest.mark.parametrize("method", [None, 42, lambda self: None, lambda: None])
def test_a_method_that_cannot_be_called_with_the_view_goes_to_the_hook(base, unraisable, method):  # noqa: F811
    memoryview(exporter_of(base, b"waveform", __release_buffer__=method)).release()
    assert [type(error) for error, _ in unraisable] == [TypeError]


@pytest.mark.parametrize("fails", [False, True], ids=["succeeds", "fails"])
def test_an_exception_under_way_goes_on(base, unraisable, fails):  # noqa: F811
    def release(self, view):
        view.release()
        if fails:
            raise KeyError("in release")

    exporter = recording(base, release)
    with pytest.raises(struct.error, match="requires a buffer of at least"):
        struct.unpack_from("100d", exporter)  # which gives the buffer back with its error set
    locked = bytearray(8)
    with memoryview(locked), pytest.raises(BufferError, match="Existing exports"):
        locked.extend(exporter)
    assert len(exporter.returned) == 2
    assert [type(error) for error, _ in unraisable] == [KeyError] * 2 * fails


def test_the_exception_under_way_is_not_seen_by_the_method(base):
    seen = []
    exporter = recording(base, lambda self, view: seen.append(sys.exc_info()))
    with pytest.raises(struct.error):
        struct.unpack_from("100d", exporter)
    assert seen == [(None, None, None)]


METHODS = {
    "staticmethod": staticmethod(lambda view: SEEN.append(bytes(view))),
    "classmethod": classmethod(lambda cls, view: SEEN.append(bytes(view))),
    "property": property(lambda self: lambda view: SEEN.append(bytes(view))),
}
SEEN = []


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_method_is_bound_as_any_special_method(base, method):
    SEEN.clear()
    memoryview(exporter_of(base, b"waveform", __release_buffer__=method)).release()
    assert SEEN == [b"waveform"]


def test_the_method_is_one_of_the_class_and_not_of_the_object(base):
    exporter = recording(base)
    exporter.__release_buffer__ = None
    memoryview(exporter).release()
    assert len(exporter.returned) == 1


def test_the_class_is_asked_that_the_object_has_when_the_use_ends(base):
    class Later(base):
        def __release_buffer__(self, view):
            self.returned.append("later")

    exporter = recording(base)
    view = memoryview(exporter)
    exporter.__class__ = Later
    view.release()
    assert exporter.returned == ["later"]


def test_a_method_that_came_later_is_called(base):
    class Thing(base):
        def __buffer__(self, flags):
            return memoryview(b"waveform")

    view = memoryview(Thing())
    returned = []
    Thing.__release_buffer__ = lambda self, view: returned.append(bytes(view))
    view.release()
    assert returned == [b"waveform"]


def test_the_exporter_lives_until_the_last_view_of_it_is_gone(base):
    exporter = recording(base)
    gone, returned = weakref.ref(exporter), exporter.returned
    view = memoryview(exporter)[2:]
    del exporter
    gc.collect()
    assert gone() is not None
    view.release()
    assert (gone(), len(returned)) == (None, 1)
