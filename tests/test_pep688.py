"""PEP 688: its example, its abstract class, and its flags, on every Python.

`collections.abc.Buffer` and `inspect.BufferFlags` came with Python 3.12. Before, the class is that
of `typing_extensions`, which goes by registration, and the numbers of the flags are those of C.
"""

import collections.abc
import inspect
import struct

import pytest
from exporting import LANGUAGE_HAS_IT, REQUESTS, on_each_base, parents
from modelling import run_isolated
from support import raw_view
from typing_extensions import Buffer

from swiftbuf import Exporter, Waveform

FULL_RO = REQUESTS["FULL_RO"]


def my_buffer(base):
    """The class `MyBuffer` of the PEP, section "Example", on `base`."""

    class MyBuffer(base):
        def __init__(self, data: bytes):
            self.data = bytearray(data)
            self.view = None

        def __buffer__(self, flags: int) -> memoryview:
            if flags != FULL_RO:  # inspect.BufferFlags.FULL_RO
                raise TypeError("Only BufferFlags.FULL_RO supported")
            if self.view is not None:
                raise RuntimeError("Buffer already held")
            self.view = memoryview(self.data)
            return self.view

        def __release_buffer__(self, view: memoryview) -> None:
            assert self.view is view  # guaranteed to be true
            self.view.release()
            self.view = None

        def extend(self, b: bytes) -> None:
            if self.view is not None:
                raise RuntimeError("Cannot extend held buffer")
            self.data.extend(b)

    return MyBuffer


@on_each_base
def test_the_example_of_the_pep(base):
    buffer = my_buffer(base)(b"capybara")
    with memoryview(buffer) as view:
        view[0] = ord("C")
        with pytest.raises(RuntimeError, match="already held"):
            memoryview(buffer)
        with pytest.raises(RuntimeError, match="Cannot extend"):
            buffer.extend(b"!")
    buffer.extend(b"!")
    with memoryview(buffer) as view:
        assert view.tobytes() == b"Capybara!"


@on_each_base
def test_the_example_refuses_other_flags(base):
    with pytest.raises(TypeError, match="FULL_RO"):
        struct.unpack_from("d", my_buffer(base)(b"capybara"))


@on_each_base
def test_the_methods_can_be_called_from_python(base):
    buffer = my_buffer(base)(b"capybara")
    view = buffer.__buffer__(FULL_RO)
    assert view.tobytes() == b"capybara"
    buffer.__release_buffer__(view)
    buffer.extend(b"!")


@pytest.mark.parametrize("name", REQUESTS)
def test_each_flag_can_be_given_and_is_handed_on(name):
    class Thing(Exporter, Waveform):
        def __buffer__(self, flags):
            asked.append(flags)
            return super().__buffer__(flags)

    asked, thing = [], Thing(8, "B")
    flags = inspect.BufferFlags[name] if LANGUAGE_HAS_IT else REQUESTS[name]
    try:
        with raw_view(memoryview(bytearray(8)), REQUESTS[name]) as view:
            expected = view.ndim, view.len
    except BufferError:
        with pytest.raises(BufferError):
            thing.__buffer__(flags)
    else:
        view = thing.__buffer__(flags)
        assert (view.ndim, view.nbytes) == expected
    assert asked == [REQUESTS[name]]


@on_each_base
def test_a_class_may_say_that_it_is_a_buffer(base):
    class Thing(*parents(base, Buffer)):
        def __buffer__(self, flags):
            return memoryview(b"waveform")

    assert isinstance(Thing(), Buffer)
    assert bytes(Thing()) == b"waveform"


def recognised():
    """What isinstance says of a Waveform, of a class on Exporter, and of Exporter."""
    shown = my_buffer(Exporter)(b"")
    return [
        isinstance(thing, Buffer) for thing in (Waveform(1), Waveform(2)[1:], shown, Exporter())
    ]


def in_an_interpreter_of_its_own():
    assert recognised() == [LANGUAGE_HAS_IT] * 3 + [False]
    Buffer.register(Waveform)
    assert recognised()[:2] == [True, True]
    Buffer.register(kind := my_buffer(Exporter))
    assert isinstance(kind(b""), Buffer)


def test_buffer_knows_them_from_3_12_on_and_before_by_registration():
    run_isolated(in_an_interpreter_of_its_own)


def test_the_class_is_that_of_the_language_where_it_has_one():
    assert getattr(collections.abc, "Buffer", None) is (Buffer if LANGUAGE_HAS_IT else None)


def test_a_method_of_none_makes_no_buffer():
    class Closed(my_buffer(Exporter)):
        __buffer__ = None

    assert not isinstance(Closed(b""), Buffer)
    with pytest.raises(TypeError):
        memoryview(Closed(b""))


def test_before_3_12_the_first_native_base_decides():
    class Other(Waveform, Exporter):
        def __buffer__(self, flags):
            return memoryview(b"other")

    assert memoryview(Other(5, "B")).tobytes() == (b"other" if LANGUAGE_HAS_IT else bytes(5))


def test_before_3_12_a_class_on_exporter_is_taken_for_a_buffer_until_it_is_asked():
    class Iterable(Exporter):
        def __iter__(self):
            return iter([1, 2, 3])

    if LANGUAGE_HAS_IT:
        assert bytes(Iterable()) == b"\1\2\3"
    else:
        with pytest.raises(TypeError, match="bytes-like"):
            bytes(Iterable())
