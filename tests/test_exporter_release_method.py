"""`Exporter`: where `__release_buffer__` is looked for, and what becomes of exceptions.

It is called by C functions that cannot fail, so what it raises goes to `sys.unraisablehook`.
On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import struct
import sys

import pytest
from exporting import on_each_base, recorder, same_objects, unraisable

pytestmark = on_each_base


def test_without_the_method_a_view_just_ends(base):
    class Thing(base):
        def __buffer__(self, flags):
            return memoryview(b"waveform")

    with unraisable() as caught:
        assert bytes(memoryview(Thing())) == b"waveform"
    assert caught == []


def test_the_method_alone_makes_no_buffer(base):
    class Thing(base):
        def __release_buffer__(self, view):
            called.append(view)

    called = []
    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(Thing())
    assert called == []


def test_what_it_returns_does_not_matter(base):
    with unraisable() as caught:
        memoryview(recorder(base, __release_buffer__=lambda self, view: 42)).release()
    assert caught == []


@pytest.mark.parametrize("kind", [ValueError, StopIteration, KeyboardInterrupt, SystemExit])
def test_what_it_raises_goes_to_the_hook(base, kind):
    error = kind("in release")

    def release(self, view):
        raise error

    view = memoryview(recorder(base, release=release))
    with unraisable() as caught:
        view.release()
    assert caught == [(error, "Exception ignored in __release_buffer__ of Recorder")]
    with pytest.raises(ValueError, match="released"):
        view.tobytes()


def test_the_memory_is_given_back_all_the_same(base):
    memory = bytearray(8)

    class Thing(base):
        def __buffer__(self, flags):
            return memoryview(memory)

        def __release_buffer__(self, view):
            raise ValueError

    with unraisable() as caught:
        memoryview(Thing()).release()
    assert len(caught) == 1
    caught.clear()  # its traceback holds the view
    memory.append(0)


METHODS_THAT_FAIL = [None, 42, lambda self: None, lambda self, view, more: None]


@pytest.mark.parametrize("method", METHODS_THAT_FAIL, ids=["None", "int", "too few", "too many"])
def test_a_method_that_cannot_be_called_with_the_view_goes_to_the_hook(base, method):
    with unraisable() as caught:
        memoryview(recorder(base, __release_buffer__=method)).release()
    assert [type(error) for error, _ in caught] == [TypeError]


@pytest.mark.parametrize("fails", [False, True], ids=["succeeds", "fails"])
def test_an_exception_under_way_goes_on(base, fails):
    def release(self, view):
        view.release()
        if fails:
            raise KeyError("in release")

    exporter = recorder(base, release=release)
    locked = bytearray(8)
    with unraisable() as caught:
        # Both give the buffer back after they have set the error that they fail with.
        with pytest.raises(struct.error, match="requires a buffer of at least"):
            struct.unpack_from("100d", exporter)
        with memoryview(locked), pytest.raises(BufferError, match="Existing exports"):
            locked.extend(exporter)
    assert len(exporter.returned) == 2
    assert [type(error) for error, _ in caught] == [KeyError] * 2 * fails


def test_the_exception_under_way_is_not_seen_by_the_method(base):
    seen = []
    exporter = recorder(base, release=lambda self, view: seen.append(sys.exc_info()))
    with pytest.raises(struct.error):
        struct.unpack_from("100d", exporter)
    assert seen == [(None, None, None)]


METHODS = {
    "staticmethod": staticmethod(lambda view: SEEN.append(view)),
    "classmethod": classmethod(lambda cls, view: SEEN.append(view)),
    "property": property(lambda self: lambda view: SEEN.append(view)),
}
SEEN = []


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_method_is_bound_as_any_special_method(base, method):
    SEEN.clear()
    exporter = recorder(base, __release_buffer__=method)
    memoryview(exporter).release()
    assert same_objects(SEEN, exporter.given)


def test_the_method_is_one_of_the_class_and_not_of_the_object(base):
    exporter = recorder(base)
    exporter.__release_buffer__ = None
    memoryview(exporter).release()
    assert len(exporter.returned) == 1


def test_the_class_is_asked_that_the_object_has_when_the_use_ends(base):
    class Later(base):
        def __release_buffer__(self, view):
            self.returned.append("later")

    exporter = recorder(base)
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
