"""`Exporter`: a class says with `__buffer__` what memory it shows, on every Python.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import _testbuffer
import contextlib
import functools
import hashlib
import io
import operator
import socket
import struct

import numpy as np
import pytest
from exporting import exporter_by, exporter_of, on_each_base
from modelling import run_isolated
from support import raw_view

from swiftbuf import Exporter, Waveform

pytestmark = on_each_base
REQUESTS = {
    name.removeprefix("PyBUF_"): getattr(_testbuffer, name)
    for name in dir(_testbuffer)
    if name.startswith("PyBUF_") and name not in ("PyBUF_READ", "PyBUF_WRITE")  # no requests
}
FIELDS = ("buf", "len", "itemsize", "readonly", "ndim", "format", "shape", "strides", "suboffsets")


def test_it_shows_the_memory_of_the_view_itself(base):
    memory = bytearray(b"waveform")
    view = memoryview(exporter_of(base, memory))
    view[0] = ord("W")
    assert memory == b"Waveform"
    memory[-1] = ord("M")
    assert bytes(view) == b"WaveforM"


def test_it_shows_format_and_shape(base):
    view = memoryview(exporter_of(base, np.zeros((2, 3), ">i2")))
    assert (view.format, view.shape, view.strides) == (">h", (2, 3), (6, 2))


READERS = {
    "bytes": bytes,
    "bytearray": bytearray,
    "join": lambda exporter: b"".join([exporter]),
    "write": lambda exporter: written(exporter),
    "unpack": lambda exporter: struct.unpack("8s", exporter)[0],
    "frombuffer": lambda exporter: np.frombuffer(exporter, "u1").tobytes(),
    "asarray": lambda exporter: np.asarray(exporter).tobytes(),
    "int": lambda exporter: int.from_bytes(exporter, "big").to_bytes(8, "big"),
    "waveform": lambda exporter: Waveform.from_buffer(exporter).tobytes(),
}
WRITERS = {
    "readinto": lambda exporter: io.BytesIO(b"WAVEFORM").readinto(exporter),
    "recv_into": lambda exporter: received(exporter),
    "pack_into": lambda exporter: struct.pack_into("8s", exporter, 0, b"WAVEFORM"),
    "frombuffer": lambda exporter: np.frombuffer(exporter, "S8").__setitem__(0, b"WAVEFORM"),
    "asarray": lambda exporter: np.asarray(exporter).put(range(8), list(b"WAVEFORM")),
    "memoryview": lambda exporter: operator.setitem(memoryview(exporter), slice(8), b"WAVEFORM"),
    "waveform": lambda exporter: operator.setitem(
        Waveform.from_buffer(exporter), slice(8), b"WAVEFORM"
    ),
}


def written(exporter):
    file = io.BytesIO()
    file.write(exporter)
    return file.getvalue()


def received(exporter):
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"WAVEFORM")
        here.recv_into(exporter)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_what_reads_a_buffer_reads_it(base, read):
    assert read(exporter_of(base, b"waveform")) == b"waveform"


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_what_fills_a_buffer_fills_it(base, write):
    memory = bytearray(b"waveform")
    write(exporter_of(base, memory))
    assert memory == b"WAVEFORM"


def test_a_waveform_over_it_shares_the_memory_and_names_it(base):
    memory = bytearray(4)
    exporter = exporter_of(base, memory)
    waveform = Waveform.from_buffer(exporter, ">h")
    waveform[:] = [1, 2]
    assert (memory.hex(), waveform.obj is exporter) == ("00010002", True)


@pytest.mark.parametrize(("name", "flags"), REQUESTS.items(), ids=REQUESTS)
def test_the_flags_of_a_request_are_handed_on(base, name, flags):
    exporter = exporter_of(base, bytearray(8))
    with contextlib.suppress(BufferError), raw_view(exporter, flags):
        pass
    assert exporter.calls[0] == flags
    assert type(exporter.calls[0]) is int


@pytest.mark.parametrize(
    ("ask", "flags"),
    [
        (memoryview, [REQUESTS["FULL_RO"]]),
        (hashlib.sha256, [REQUESTS["SIMPLE"]]),
        (io.BytesIO(b"wave").readinto, [REQUESTS["WRITABLE"]]),
        (lambda exporter: struct.unpack_from("d", exporter), [REQUESTS["SIMPLE"]]),
        (lambda exporter: struct.pack_into("d", exporter, 0, 1), [REQUESTS["WRITABLE"]]),
    ],
    ids=["memoryview", "sha256", "readinto", "unpack_from", "pack_into"],
)
def test_a_consumer_asks_for_what_it_needs(base, ask, flags):
    exporter = exporter_of(base, bytearray(8))
    ask(exporter)
    assert exporter.calls[::2] == flags


SHOWN = {
    "bytes": b"12345678",
    "bytearray": bytearray(8),
    "table": np.zeros((2, 3)),
    "Fortran": np.zeros((2, 3), order="F"),
    "every other": np.zeros(8, "h")[::2],
    "backwards": np.zeros(8)[::-1],
    "scalar": np.array(1.5),
    "empty": b"",
    "waveform": Waveform((2, 2), ">h"),
    "read-only waveform": Waveform(3).toreadonly(),
    "indirect": _testbuffer.ndarray(
        list(range(6)), shape=[2, 3], flags=_testbuffer.ND_PIL, format="B"
    ),
}


@pytest.mark.parametrize("memory", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize(("name", "flags"), REQUESTS.items(), ids=REQUESTS)
def test_a_request_is_answered_as_the_memoryview_answers_it(base, memory, name, flags):
    shown = memoryview(memory)
    exporter = exporter_by(base, lambda self, flags: shown)
    try:
        with raw_view(shown, flags) as view:
            expected = [getattr(view, field) for field in FIELDS]
    except BufferError as error:
        with pytest.raises(BufferError) as caught, raw_view(exporter, flags):
            pass
        assert str(caught.value) == str(error)
    else:
        with raw_view(exporter, flags) as view:
            assert [getattr(view, field) for field in FIELDS] == expected


def test_the_answer_may_depend_on_the_flags(base):
    memory = bytearray(b"waveform")

    def buffer(self, flags):
        return memoryview(memory if flags & REQUESTS["WRITABLE"] else bytes(memory))

    exporter = exporter_by(base, buffer)
    io.BytesIO(b"W").readinto(exporter)
    view = memoryview(exporter)
    assert (memory, view.readonly, bytes(view)) == (b"Waveform", True, b"Waveform")


def test_numpy_takes_for_reading_what_it_may_not_write(base):
    exporter = exporter_of(base, b"waveform")
    array = np.frombuffer(exporter, "u1")
    assert (array.flags.writeable, array.tobytes()) == (False, b"waveform")


@pytest.mark.parametrize(
    "answer",
    [None, b"bytes", bytearray(3), 42, "text", memoryview, Waveform(3), np.zeros(3), [1]],
    ids=lambda answer: type(answer).__name__,
)
def test_anything_but_a_memoryview_is_a_type_error(base, answer):
    with pytest.raises(TypeError, match="__buffer__ returned non-memoryview object"):
        memoryview(exporter_by(base, lambda self, flags: answer))


def test_another_exporter_is_no_memoryview(base):
    inner = exporter_of(base, b"waveform")
    with pytest.raises(TypeError, match="non-memoryview"):
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
    shown = exporter_of(base, b"of the class")
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

    class Thing(base, metaclass=Kind):
        pass

    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(Thing())


class Called:
    """Callable, and no descriptor: nothing binds it to an object."""

    def __call__(self, *arguments):
        return memoryview(b"%d" % len(arguments))


KINDS = {
    "function": (lambda self, flags: memoryview(b"function"), b"function"),
    "staticmethod": (staticmethod(lambda flags: memoryview(b"%d" % flags)), b"284"),
    "classmethod": (classmethod(lambda cls, flags: memoryview(cls.__name__.encode())), b"Plain"),
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
    base = {"Exporter": Exporter, "object": object}[kind]
    with pytest.raises(RecursionError):
        memoryview(exporter_by(base, lambda self, flags: memoryview(self)))


def test_showing_itself_is_a_recursion_error(base):
    run_isolated(recursion, base.__name__)
