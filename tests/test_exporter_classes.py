"""`Exporter`: what its subclasses can be: slotted, abstract, dataclasses, copied.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import abc
import copy
import dataclasses
import sys
import weakref

import pytest
from exporting import on_each_base, parents

pytestmark = on_each_base


def test_slots_instead_of_a_dict(base):
    class Slotted(base):
        __slots__ = ("__weakref__", "memory")

        def __init__(self):
            self.memory = bytearray(b"waveform")

        def __buffer__(self, flags):
            return memoryview(self.memory)

    slotted = Slotted()
    assert not hasattr(slotted, "__dict__")
    assert bytes(slotted) == b"waveform"
    assert weakref.ref(slotted)() is slotted


def test_no_slots_at_all(base):
    class Empty(base):
        __slots__ = ()

        def __buffer__(self, flags):
            return memoryview(b"waveform")

    class Plain:
        __slots__ = ()

    assert bytes(Empty()) == b"waveform"
    assert sys.getsizeof(Empty()) == sys.getsizeof(Plain())


def test_a_dataclass(base):
    @dataclasses.dataclass(slots=True)
    class Capture(base):
        memory: bytes
        rate: float = 1.0

        def __buffer__(self, flags):
            return memoryview(self.memory)

    assert bytes(Capture(b"waveform")) == b"waveform"
    assert Capture(b"waveform") == Capture(memory=b"waveform", rate=1.0)


def test_an_abstract_class(base):
    class Shape(*parents(base, abc.ABC)):
        @abc.abstractmethod
        def __buffer__(self, flags): ...

    class Real(Shape):
        def __buffer__(self, flags):
            return memoryview(b"waveform")

    with pytest.raises(TypeError, match="abstract"):
        Shape()
    assert bytes(Real()) == b"waveform"


def test_objects_are_copied_as_any_others(base):
    class Thing(base):
        def __init__(self):
            self.memory = bytearray(b"waveform")

        def __buffer__(self, flags):
            return memoryview(self.memory)

    thing = Thing()
    shallow, deep = copy.copy(thing), copy.deepcopy(thing)
    thing.memory[0] = ord("W")
    assert (bytes(shallow), bytes(deep)) == (b"Waveform", b"waveform")


def test_the_base_takes_no_arguments_and_cannot_be_changed(base):
    assert isinstance(base(), base)
    with pytest.raises(TypeError, match="takes no arguments"):
        base(1)
    with pytest.raises(TypeError, match="immutable"):
        base.__buffer__ = lambda self, flags: memoryview(b"")
    assert not hasattr(base(), "__dict__")
