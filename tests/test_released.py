"""After `release()`: nothing can be used any more, and what is left of the object says so."""

import copy
import hashlib
import operator
import pickle
import socket
import struct
import sys
import weakref

import numpy as np
import pytest
from support import raw_view
from test_release import Recording, a_map

from swiftbuf import Waveform

KINDS = {
    "own": lambda tmp_path: Waveform(8, "h"),
    "2-D": lambda tmp_path: Waveform((2, 3), ">h"),
    "0-d": lambda tmp_path: Waveform(()),
    "64-d": lambda tmp_path: Waveform((1,) * 64),
    "empty": lambda tmp_path: Waveform(0),
    "subclass": lambda tmp_path: Recording(8),
    "slice": lambda tmp_path: Waveform(8)[1::2],
    "cast": lambda tmp_path: Waveform(8).cast("B", (8, 8)),
    "readonly": lambda tmp_path: Waveform(8).toreadonly(),
    "from_buffer": lambda tmp_path: Waveform.from_buffer(bytearray(8)),
    "from_file": lambda tmp_path: Waveform.from_file(__file__),
    "map": a_map,
    "empty map": lambda tmp_path: a_map(tmp_path, count=0),
    "slice of a map": lambda tmp_path: a_map(tmp_path)[2:],
}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def released(request, tmp_path):
    waveform = request.param(tmp_path)
    waveform.release()
    return waveform


IN_PLACE = ["iadd", "isub", "imul", "imatmul", "itruediv", "ifloordiv", "imod", "ipow"]
IN_PLACE += ["ilshift", "irshift", "iand", "ixor", "ior"]

# The arguments with which each method does its work on what is not released.
ARGUMENTS = {
    "__getitem__": [(0,), (slice(1),), (...,), ((),), ("x",)],
    "__setitem__": [(0, 1), (slice(None), []), (..., bytes(8)), ((), 1), ("x", 1)],
    "__delitem__": [(0,)],
    "__contains__": [(1,)],
    "__deepcopy__": [({},)],
    "__reduce_ex__": [(version,) for version in range(6)],
    "__buffer__": [(0,), (1,), (284,)],
    "__dlpack__": [()],
    "__arrow_c_array__": [(), (None,)],
    "__release_buffer__": [(memoryview(b""),)],
    "cast": [("B",), ("B", (2, 4))],
    "tobytes": [(), ("F",)],
    "fill": [(1,)],
    "convert": [(), ("f",)],
    "envelope": [(1,)],
    **{f"__{name}__": [(1,)] for name in IN_PLACE},
}
STILL_WORK = {"release", "__exit__", "exports", "__repr__", "_repr_svg_", "__eq__", "__sizeof__"}
# What makes other Waveforms, and what every object has and no memory goes into.
OF_THE_CLASS = {"from_values", "from_buffer", "from_file", "mmap"}
OF_THE_CLASS |= {"__doc__", "__module__", "__hash__", "__dlpack_c_exchange_api__"}
INHERITED = set(dir(object)) - {"__reduce_ex__", "__reduce__"}
USES = sorted(set(dir(Waveform)) - STILL_WORK - OF_THE_CLASS - INHERITED)


def test_the_surface_is_looked_at():
    assert {"__len__", "__bool__", "__iter__", "__enter__", "obj", "shape", "copy", "flush"} < set(
        USES
    )


@pytest.mark.parametrize("name", [name for name in USES if name != "__reduce__"])
def test_every_use_after_release_is_a_value_error(released, name):
    for arguments in ARGUMENTS.get(name, [()]):
        with pytest.raises(ValueError, match="released|not this object"):
            use = getattr(released, name)
            use(*arguments)


CONSUMERS = {
    "memoryview": memoryview,
    "iter": iter,
    "reversed": reversed,
    "enter": lambda released: released.__enter__(),
    "numpy.frombuffer": lambda released: np.frombuffer(released, "B"),
    "bytes": bytes,
    "bytearray": bytearray,
    "from_buffer": Waveform.from_buffer,
    "assign": lambda released: Waveform(8).__setitem__(..., released),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": pickle.dumps,
    "pickle 5": lambda released: pickle.dumps(released, 5, buffer_callback=[].append),
    "PickleBuffer": pickle.PickleBuffer,
    "unpack": lambda released: struct.unpack_from("B", released),
    "hash": hashlib.sha256,
    "send": lambda released: socket.socketpair()[0].send(released),
    "raw": lambda released: raw_view(released).__enter__(),
}


@pytest.mark.parametrize("consume", CONSUMERS.values(), ids=CONSUMERS)
@pytest.mark.filterwarnings("ignore:unclosed")
def test_every_consumer_of_what_is_released_gets_a_value_error(released, consume):
    with pytest.raises(ValueError, match="released"):
        consume(released)


def test_consumers_that_hide_the_cause_do_so_for_a_memoryview_too(released):
    view = memoryview(bytearray(8))
    view.release()
    for gone in [view, released]:
        with open(__file__, "rb", 0) as file, pytest.raises(TypeError, match=type(gone).__name__):
            file.readinto(gone)


def test_what_still_works_after_release(released):
    assert "released" in repr(released)
    assert type(released).__name__ in repr(released)
    assert ">released<" in released._repr_svg_()
    assert (released.exports, released.release(), released.__exit__(None, None, None)) == (
        0,
        None,
        None,
    )
    others = [Waveform(8, "h"), Waveform(0), bytes(8), None, copy]
    another = Waveform(8, "h")
    another.release()
    assert released == released
    assert operator.ne(released, released) is False
    for other in [*others, another]:
        assert released != other
        assert other != released
    assert 0 < sys.getsizeof(released) < 2000
    assert weakref.ref(released)() is released
    with pytest.raises(TypeError, match="unhashable"):
        hash(released)


def test_attributes_of_a_subclass_are_its_own():
    recording = Recording(8)
    recording.note = "kept"
    recording.release()
    recording.more = "added"
    assert (recording.note, recording.more) == ("kept", "added")
    assert "Recording" in repr(recording)
