"""Pickling of subclasses: class, attributes and slots, by `__getstate__` and `__setstate__`."""

import pickle

import numpy as np
import pytest
from modelling import waveform_of
from test_pickle import every_way, in_band, out_of_band

from swiftbuf import Waveform


class Plain(Waveform):
    pass


class Slotted(Waveform):
    __slots__ = ("label", "unset")


class Both(Slotted):
    """Slots below and a dictionary above."""


class Empty(Waveform):
    __slots__ = ()


class Stateful(Waveform):
    def __getstate__(self):
        return {"label": self.label.upper()}

    def __setstate__(self, state):
        self.restored = state


class Falsy(Waveform):
    def __getstate__(self):
        return 0

    def __setstate__(self, state):
        self.restored = state


class Scope(Waveform):
    """A subclass that is made from other arguments."""

    def __new__(cls, *, channels):
        self = super().__new__(cls, (channels, 4), "h")
        self.channels = channels
        return self


class Extending(Waveform):
    """A subclass that adds to what is sent."""

    def __reduce_ex__(self, protocol):
        rebuild, arguments, *_ = super().__reduce_ex__(protocol)
        return rebuild, arguments, {"protocol": protocol}


class Outer:
    class Inner(Waveform):
        """Found by its qualified name."""


@every_way
@pytest.mark.parametrize("cls", [Plain, Slotted, Both, Empty, Scope, Outer.Inner], ids=str)
def test_class_and_elements_survive(trip, cls):
    made = Scope(channels=2) if cls is Scope else cls((2, 4), ">h")
    made[1, 2] = 5
    again = trip(made)
    assert (type(again), again.format, again.tolist()) == (cls, made.format, made.tolist())
    assert getattr(again, "channels", 2) == 2


@every_way
def test_attributes_and_slots_survive(trip):
    waveform = Both(2)
    waveform.label, waveform.history = ["sine"], [1, 2]
    again = trip(waveform)
    assert (again.label, again.__dict__) == (["sine"], {"history": [1, 2]})
    assert not hasattr(again, "unset")
    assert again.label is not waveform.label


@every_way
def test_a_read_only_subclass_keeps_class_and_attributes(trip):
    recording = Plain.from_buffer(b"\1\2\3")
    recording.note = "kept"
    again = trip(recording)
    assert (type(again), again.readonly, again.note, again[2]) == (Plain, True, "kept", 3)


@every_way
def test_views_of_a_subclass_are_plain_waveforms_here_too(trip):
    recording = Plain(4, "h")
    recording.note = "of the whole"
    assert type(trip(recording[1:])) is Waveform


@every_way
def test_getstate_and_setstate_of_the_subclass_are_asked(trip):
    waveform = Stateful(2)
    waveform.label = "sine"
    assert trip(waveform).__dict__ == {"restored": {"label": "SINE"}}
    assert trip(Falsy(2)).__dict__ == {"restored": 0}


@every_way
def test_an_object_that_refers_to_itself(trip):
    waveform = Plain(3)
    waveform.itself, waveform.list = waveform, [waveform]
    first, second = trip([waveform, waveform])
    assert first is second is first.itself is first.list[0]
    assert first is not waveform


@every_way
def test_what_a_subclass_adds_in_reduce_ex_arrives(trip):
    again = trip(Extending(3, "h"))
    assert (type(again), again.tolist()) == (Extending, [0, 0, 0])
    assert again.protocol in range(6)


def test_memory_and_attributes_of_a_subclass_go_out_of_band():
    recording, buffers = Plain(1000), []
    recording.array = np.arange(1000)
    stream = pickle.dumps(recording, 5, buffer_callback=buffers.append)
    assert len(buffers) == 2
    again = pickle.loads(stream, buffers=buffers)
    assert np.shares_memory(np.asarray(again), np.asarray(recording))
    assert np.shares_memory(again.array, recording.array)


@pytest.mark.parametrize("trip", [in_band(2), in_band(5), out_of_band])
def test_what_cannot_be_pickled_is_the_error_of_pickle(trip):
    class Local(Waveform):
        pass

    recording = Plain(3)
    recording.attribute = lambda: None
    for value in [Local(3), recording]:
        with pytest.raises((pickle.PicklingError, AttributeError)):
            trip(value)
        assert value.exports == 0


def test_errors_of_getstate_come_through():
    class Failing(Waveform):
        def __getstate__(self):
            raise KeyError("mine")

    waveform = Failing(3)
    for protocol in range(6):
        with pytest.raises(KeyError, match="mine"):
            waveform.__reduce_ex__(protocol)
    assert waveform.exports == 0


def test_a_subclass_may_be_sent_as_a_plain_waveform():
    rebuild, (cls, *arguments), *_ = waveform_of(b"\1\2").__reduce_ex__(2)
    assert cls is Waveform
    assert type(rebuild(Plain, *arguments)) is Plain
