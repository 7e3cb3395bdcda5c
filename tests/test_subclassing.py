"""Subclasses, and what every object can do: copies, weak references, size and repr."""

import abc
import copy
import gc
import sys
import weakref

import pytest
from modelling import waveform_of

from swiftbuf import Waveform


class Plain(Waveform):
    pass


class Slotted(Waveform):
    __slots__ = ("label", "unset")


class Both(Slotted):
    """Slots below and a dictionary above."""


class Scope(Waveform):
    """A subclass that is made from other arguments."""

    def __new__(cls, *, channels):
        self = super().__new__(cls, (channels, 4), "h")
        self.channels = channels
        return self


COPIES = [Waveform.copy, copy.copy, copy.deepcopy]


def test_a_subclass_is_a_waveform():
    waveform = Plain((2, 3), format="h")
    waveform.label = "sine"
    assert isinstance(waveform, Waveform)
    assert (waveform.shape, waveform.format, waveform.__dict__) == ((2, 3), "h", {"label": "sine"})


def test_a_waveform_itself_has_no_attributes_to_set():
    with pytest.raises(AttributeError):
        Waveform(3).label = "sine"
    for name in ["shape", "format", "obj", "readonly", "strides", "exports"]:
        with pytest.raises(AttributeError):
            setattr(Waveform(3), name, None)


def test_a_subclass_takes_arguments_of_its_own():
    scope = Scope(channels=2)
    assert (type(scope), scope.shape, scope.channels) == (Scope, (2, 4), 2)


def test_a_subclass_with_other_bases():
    class Named(abc.ABC):
        @abc.abstractmethod
        def name(self): ...

    class NamedWaveform(Named, Waveform):
        def name(self):
            return "sine"

    assert NamedWaveform(3).name() == "sine"


def test_a_subclass_overrides_what_indexing_does():
    class Volts(Waveform):
        def __getitem__(self, key):
            return super().__getitem__(key) / 10

        def __setitem__(self, key, value):
            super().__setitem__(key, round(value * 10))

    volts = Volts(2, "h")
    volts[1] = 1.5
    assert (volts[1], memoryview(volts)[1]) == (1.5, 15)


def test_class_methods_make_the_class_they_are_called_on(tmp_path):
    path = tmp_path / "samples"
    path.write_bytes(b"\1\2\3")
    for waveform in [Plain.from_buffer(b"\1\2\3"), Plain.from_file(path)]:
        assert type(waveform) is Plain
        assert waveform.tolist() == [1, 2, 3]


def test_views_of_a_subclass_are_plain_waveforms():
    waveform = Plain((2, 4), "B")
    views = [*waveform, waveform[:], waveform[0, ...], waveform.cast("h"), waveform.toreadonly()]
    assert [type(view) for view in views] == [Waveform] * 6
    assert all(view.obj is waveform for view in views)


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("cls", [Waveform, Plain, Slotted, Both])
def test_copies_keep_the_class_and_the_elements(cls, copied):
    waveform = cls((2, 3), ">h")
    waveform[:] = [[1, 2, 3], [4, 5, 6]]
    other = copied(waveform)
    assert (type(other), other.format, other.tolist()) == (cls, ">h", [[1, 2, 3], [4, 5, 6]])
    other[0, 0] = 9
    assert (waveform[0, 0], other.obj, waveform.exports) == (1, None, 0)


@pytest.mark.parametrize("copied", COPIES)
def test_copies_keep_attributes_and_slots(copied):
    waveform = Both(2)
    waveform.label, waveform.history = ["sine"], [1, 2]
    other = copied(waveform)
    assert (other.label, other.history, other.__dict__) == (["sine"], [1, 2], {"history": [1, 2]})
    assert not hasattr(other, "unset")
    same = copied is not copy.deepcopy
    assert (other.label is waveform.label, other.history is waveform.history) == (same, same)
    other.extra = 1
    assert not hasattr(waveform, "extra")


@pytest.mark.parametrize("copied", COPIES)
def test_copies_do_not_ask_setattr_for_attributes(copied):
    class Frozen(Waveform):
        def __setattr__(self, name, value):
            raise AttributeError(name)

    waveform = Frozen(2)
    waveform.__dict__["label"] = "sine"
    assert copied(waveform).label == "sine"


@pytest.mark.parametrize("copied", COPIES)
def test_copies_need_no_arguments_of_the_subclass(copied):
    other = copied(Scope(channels=2))
    assert (type(other), other.shape, other.channels) == (Scope, (2, 4), 2)


@pytest.mark.parametrize("copied", COPIES)
def test_copies_of_parts_and_read_only_views_have_writable_memory_of_their_own(copied):
    waveform = waveform_of(bytes(range(6)))
    for view in [waveform[::-2], waveform.toreadonly(), waveform.toreadonly()[1:]]:
        other = copied(view)
        assert (other.obj, other.readonly, other.c_contiguous) == (None, False, True)
        assert other == view


def test_deepcopy_copies_once_what_is_there_twice():
    waveform = Plain(3)
    waveform.itself, waveform.list = waveform, [waveform]
    first, second = copy.deepcopy([waveform, waveform])
    assert first is second is first.itself is first.list[0]
    assert first is not waveform


def test_deepcopy_uses_and_fills_the_memo():
    waveform, other = Waveform(3), Waveform(4)
    assert copy.deepcopy(waveform, {id(waveform): other}) is other
    memo = {}
    copied = copy.deepcopy(waveform, memo)
    assert memo[id(waveform)] is copied


@pytest.mark.parametrize("cls", [Waveform, Plain, Slotted])
def test_weak_references(cls):
    waveform, died = cls(3), []
    reference = weakref.ref(waveform, died.append)
    part = waveform[1:]
    of_part = weakref.ref(part)
    del waveform
    gc.collect()
    assert reference() is part.obj
    del part
    gc.collect()
    assert (reference(), of_part(), died) == (None, None, [reference])


def test_a_weak_value_dictionary():
    waveforms, waveform = weakref.WeakValueDictionary(), Waveform(3)
    waveforms["sine"] = waveform
    assert waveforms["sine"] is waveform
    del waveform
    gc.collect()
    assert "sine" not in waveforms


def test_a_method_of_a_subclass_may_run_when_it_dies():
    class Last(Waveform):
        def __del__(self):
            seen.append(self.tolist())

    seen = []
    Last(2)
    gc.collect()
    assert seen == [[0, 0]]


def test_getsizeof_counts_the_memory_of_a_subclass_too():
    for cls in [Waveform, Plain, Slotted]:
        empty, full = sys.getsizeof(cls(0, "B")), sys.getsizeof(cls(1_000_000, "B"))
        assert 1_000_000 <= full - empty < 1_010_000
    assert sys.getsizeof(Plain(1_000_000, "B")[:]) < 10_000


@pytest.mark.parametrize(
    ("waveform", "parts"),
    [
        (Waveform(2048), ["swiftbuf.Waveform", "'d'", "(2048,)"]),
        (Waveform((2, 3), ">h"), ["swiftbuf.Waveform", "'>h'", "(2, 3)"]),
        (Waveform(()), ["swiftbuf.Waveform", "'d'", "()"]),
        (Waveform((2, 3), "B")[1], ["swiftbuf.Waveform", "'B'", "(3,)"]),
        (Plain(3), ["Plain", "'d'", "(3,)"]),
    ],
)
def test_repr_names_class_format_and_shape(waveform, parts):
    for part in parts:
        assert part in repr(waveform)
    assert str(waveform) == repr(waveform)


def test_no_instance_without_memory():
    for cls, base in [(Waveform, object), (Plain, object), (Plain, bytearray)]:
        with pytest.raises(TypeError):
            base.__new__(cls)
    for cls in [int, object, bytearray]:
        with pytest.raises(TypeError):
            Waveform.__new__(cls, 3)
