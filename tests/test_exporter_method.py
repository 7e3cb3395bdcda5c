"""`Exporter`: where `__buffer__` is looked for, and what it may return or raise.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import functools
import hashlib
import io

import numpy as np
import pytest
from exporting import BASES, NO_MEMORYVIEW, exporter_by, on_each_base, recorder
from modelling import run_isolated

from swiftbuf import Waveform

pytestmark = on_each_base


@pytest.mark.parametrize(
    "answer",
    [None, b"bytes", bytearray(3), 42, "text", memoryview, Waveform(3), np.zeros(3), [1]],
    ids=lambda answer: type(answer).__name__,
)
def test_anything_but_a_memoryview_is_a_type_error(base, answer):
    with pytest.raises(TypeError, match=NO_MEMORYVIEW):
        memoryview(exporter_by(base, lambda self, flags: answer))


def test_another_exporter_is_no_memoryview(base):
    inner = recorder(base, b"waveform")
    with pytest.raises(TypeError, match=NO_MEMORYVIEW):
        memoryview(exporter_by(base, lambda self, flags: inner))
    assert bytes(exporter_by(base, lambda self, flags: memoryview(inner))) == b"waveform"


def test_a_released_memoryview_is_a_value_error(base):
    shown = memoryview(b"waveform")
    shown.release()
    with pytest.raises(ValueError, match="released"):
        memoryview(exporter_by(base, lambda self, flags: shown))


@pytest.mark.parametrize("kind", [BufferError, RuntimeError, StopIteration, KeyboardInterrupt])
def test_what_the_method_raises_arrives_as_it_is(base, kind):
    error = kind("no memory today")

    def buffer(self, flags):
        raise error

    with pytest.raises(kind) as caught:
        memoryview(exporter_by(base, buffer))
    assert caught.value is error


@pytest.mark.parametrize(
    "ask",
    [memoryview, bytes, b"".join, hashlib.sha256, io.BytesIO().readinto, Waveform.from_buffer],
    ids=["memoryview", "bytes", "join", "sha256", "readinto", "from_buffer"],
)
def test_without_the_method_it_is_no_buffer(base, ask):
    with pytest.raises(TypeError):
        ask(type("Bare", (base,), {})())


def test_the_base_itself_is_no_buffer(base):
    with pytest.raises(TypeError, match="a bytes-like object is required"):
        memoryview(base())


def test_the_method_is_one_of_the_class_and_not_of_the_object(base):
    bare = type("Bare", (base,), {})()
    bare.__buffer__ = lambda flags: memoryview(b"of the object")
    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(bare)
    shown = recorder(base, b"of the class")
    shown.__buffer__ = bare.__buffer__
    assert bytes(shown) == b"of the class"


def test_attribute_hooks_are_not_asked(base):
    class Hooked(base):
        def __getattr__(self, name):
            raise AssertionError(name)

        def __getattribute__(self, name):
            raise AssertionError(name)

    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(Hooked())
    Hooked.__buffer__ = lambda self, flags: memoryview(b"waveform")
    assert memoryview(Hooked()).tobytes() == b"waveform"


def test_the_class_of_a_class_is_not_asked(base):
    class Kind(type):
        def __buffer__(cls, flags):
            return memoryview(b"of the metaclass")

        __release_buffer__ = __buffer__

    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(Kind("Thing", (base,), {})())


@pytest.mark.parametrize("name", ["__mro__", "__dict__", "__bases__", "__buffer__"])
def test_the_class_of_a_class_does_not_get_in_the_way(base, name):
    def lie(cls, asked):
        return () if asked == name else type.__getattribute__(cls, asked)

    kind = type("Kind", (type,), {"__getattribute__": lie, name: None})
    returned = []
    members = {
        "__buffer__": lambda self, flags: memoryview(b"waveform"),
        "__release_buffer__": lambda self, view: returned.append(bytes(view)),
    }
    view = memoryview(kind("Thing", (base,), members)())
    assert bytes(view) == b"waveform"
    view.release()
    assert returned == [b"waveform"]


class Called:
    """Callable, and no descriptor: nothing binds it to an object."""

    def __call__(self, *arguments):
        return memoryview(b"%d" % len(arguments))


KINDS = {
    "function": (lambda self, flags: memoryview(b"function"), b"function"),
    "staticmethod": (staticmethod(lambda flags: memoryview(b"%d" % flags)), b"284"),
    "classmethod": (classmethod(lambda cls, flags: memoryview(cls.__name__.encode())), b"Thing"),
    "property": (property(lambda self: lambda flags: memoryview(b"%d" % flags)), b"284"),
    "partialmethod": (
        functools.partialmethod(lambda self, text, flags: memoryview(text), b"partial"),
        b"partial",
    ),
    "callable": (Called(), b"1"),
}


@pytest.mark.parametrize(("method", "expected"), KINDS.values(), ids=KINDS)
def test_the_method_is_bound_as_any_special_method(base, method, expected):
    assert bytes(exporter_by(base, method)) == expected


@pytest.mark.parametrize("method", [None, 42, lambda self: memoryview(b""), lambda: 0])
def test_a_method_that_cannot_be_called_with_flags_is_a_type_error(base, method):
    with pytest.raises(TypeError):
        memoryview(exporter_by(base, method))


def test_the_method_may_come_go_and_change(base):
    class Thing(base):
        pass

    thing = type("Derived", (Thing,), {})()
    Thing.__buffer__ = lambda self, flags: memoryview(b"first")
    assert bytes(thing) == b"first"
    Thing.__buffer__ = lambda self, flags: memoryview(b"second")
    assert bytes(thing) == b"second"
    del Thing.__buffer__
    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(thing)


def recursion(kind):
    with pytest.raises(RecursionError):
        memoryview(exporter_by(BASES[kind], lambda self, flags: memoryview(self)))


def test_showing_itself_is_a_recursion_error(base):
    run_isolated(recursion, base.__name__)
