"""Pickling: what arrives is what was sent, by every protocol, in band and out of band."""

import copy
import pickle
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, address, dtype_of, waveform_of, waveforms

from swiftbuf import Waveform

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
MIB = 2**20


def in_band(protocol, dumps=pickle.dumps, loads=pickle.loads):
    return lambda value: loads(dumps(value, protocol))


def out_of_band(value):
    buffers = []
    stream = pickle.dumps(value, 5, buffer_callback=buffers.append)
    return pickle.loads(stream, buffers=buffers)


WAYS = {f"protocol {protocol}": in_band(protocol) for protocol in PROTOCOLS}
WAYS["out of band"] = out_of_band
WAYS["Python's own pickler"] = in_band(5, pickle._dumps, pickle._loads)
every_way = pytest.mark.parametrize("trip", WAYS.values(), ids=WAYS)


def check(again, waveform):
    assert type(again) is type(waveform)
    assert (again.format, again.shape, again.readonly) == (
        waveform.format,
        waveform.shape,
        waveform.readonly,
    )
    assert again.c_contiguous
    assert again.tobytes() == waveform.tobytes()


@every_way
@given(waveform=waveforms())
def test_any_waveform_survives(trip, waveform):
    again = trip(waveform)
    check(again, waveform)
    if again.nbytes:
        np.frombuffer(again, "B")[:] ^= 0xFF  # its memory is whole, and writable
        np.frombuffer(again, "B")[:] ^= 0xFF


@every_way
@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_survives(trip, fmt):
    array = np.arange(1, 1 + 6 * dtype_of(fmt).itemsize, dtype="B")
    check(
        trip(waveform_of(array.tobytes(), fmt, (3, 2))), waveform_of(array.tobytes(), fmt, (3, 2))
    )


ODD = {
    "0-d": lambda: Waveform((), ">h"),
    "empty": lambda: Waveform((3, 0, 2**40), "Zf"),
    "64-d": lambda: waveform_of(bytes(range(8)), "h", (1, 2, *(1,) * 60, 2, 1)),
    "strided": lambda: waveform_of(bytes(range(48)), "h", (4, 6))[::-2, 1::3],
    "column": lambda: waveform_of(bytes(range(48)), "h", (4, 6))[:, 2],
    "F": lambda: Waveform.from_buffer(np.asfortranarray(np.arange(6.0).reshape(2, 3))),
    "broadcast": lambda: Waveform.from_buffer(np.broadcast_to(np.int8(5), (2, 3))),
    "slice": lambda: waveform_of(bytes(range(48)), ">d")[2:5],
    "0-d slice": lambda: waveform_of(bytes(range(48)), ">h")[3, ...],
    "readonly": lambda: waveform_of(bytes(range(48)), "h", (4, 6)).toreadonly(),
    "readonly strided": lambda: waveform_of(bytes(range(48)), "h", (4, 6)).toreadonly()[:, ::-1],
    "readonly source": lambda: Waveform.from_buffer(b"123456", ">h", offset=2),
    "unaligned": lambda: Waveform.from_buffer(bytearray(range(17)), "d", offset=1),
}


@every_way
@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_every_layout_survives_and_arrives_contiguous(trip, make):
    check(trip(make()), make())


@pytest.mark.parametrize("protocol", range(5))
def test_older_protocols_give_memory_of_its_own(protocol):
    waveform = Waveform((2, 3), ">h")
    again = in_band(protocol)(waveform)
    again[0, 0] = 5
    assert (again.obj, again.exports, waveform[0, 0]) == (None, 0, 0)
    assert address(again) % 64 == 0
    assert sys.getsizeof(again) == sys.getsizeof(waveform)


# Made by version 0.1.0: what is stored in files must be readable for ever.
STORED = {
    2: b"\x80\x02cswiftbuf._swiftbuf\n_rebuild\nq\x00(cswiftbuf\nWaveform\nq\x01c_codecs\nencode\n"
    b"q\x02X\x04\x00\x00\x00\x00\x01\x00\x02q\x03X\x06\x00\x00\x00latin1q\x04\x86q\x05Rq\x06"
    b"X\x02\x00\x00\x00>hq\x07K\x02\x85q\x08\x89\x88tq\tRq\n.",
    5: b"\x80\x05\x95Y\x00\x00\x00\x00\x00\x00\x00\x8c\x12swiftbuf._swiftbuf\x94\x8c\x08_rebuild"
    b"\x94\x93\x94(\x8c\x08swiftbuf\x94\x8c\x08Waveform\x94\x93\x94\x96\x04\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x01\x00\x02\x94\x8c\x02>h\x94K\x02\x85\x94\x89\x89t\x94R\x94.",
}


@pytest.mark.parametrize("stream", STORED.values(), ids=STORED)
def test_stored_pickles_can_be_read(stream):
    again = pickle.loads(stream)
    assert (type(again), again.format, again.tolist()) == (Waveform, ">h", [1, 2])
    assert not again.readonly


@every_way
@given(st.integers(0, 3), st.booleans())
def test_what_is_one_object_in_a_container_stays_one(trip, count, readonly):
    waveform = Waveform(4, "h").toreadonly() if readonly else Waveform(4, "h")
    values = {"first": waveform, "more": [waveform] * count, "other": Waveform(4, "h")}
    again = trip(values)
    assert all(value is again["first"] for value in again["more"])
    assert again["other"] is not again["first"]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_copies_do_not_go_by_pickling(copied, monkeypatch):
    monkeypatch.setattr(pickle, "PickleBuffer", None)
    waveform = waveform_of(bytes(range(8)), "h")[::-1]
    again = copied(waveform)
    assert (again.obj, again.readonly, again.tolist()) == (None, False, waveform.tolist())
    first, second = copy.deepcopy([waveform, waveform])
    assert first is second
