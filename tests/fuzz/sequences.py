"""Sequences of operations on Waveforms over shared memory, and on arrays over theirs."""

import copy
import pickle

import numpy as np
from modelling import dtype_of

from swiftbuf import Waveform

from . import values
from .assigning import assign
from .model import (
    Refused,
    agree,
    assert_same_memory,
    check_key,
    same_shape,
    selected,
    selects_element,
)

MOST_MEMBERS = 6


class Member:
    def __init__(self, waveform, array, readonly=False):
        self.waveform, self.array, self.readonly = waveform, array, readonly
        self.format = waveform.format

    def check(self):
        assert self.waveform.readonly is self.readonly
        assert_same_memory(self.waveform, self.array, self.format)


def sequences(choices):
    """After each of any operations, every Waveform has the elements of its array."""
    members = [Member(*values.a_waveform(choices))]
    while choices.left and members:
        member = choices.pick(members)
        result = choices.pick(OPERATIONS)(choices, member, members)
        if isinstance(result, Member):
            members.append(result)
            del members[: max(0, len(members) - MOST_MEMBERS)]
        for each in members:
            each.check()


def select(choices, member, members):
    key = values.a_key(choices)
    shape = member.array.shape
    found = agree(lambda: member.waveform[key], lambda: check_key(key, shape) or member.array)
    if found and not selects_element(key, shape):
        return Member(found[0], selected(member.array, key), member.readonly)
    return None


def store(choices, member, members):
    key = values.a_key(choices)
    if member.readonly:
        _read_only(lambda: member.waveform.__setitem__(key, 1))
        return
    assign(member.waveform, member.array, key, choices)


def store_a_member(choices, member, members):
    """The memory may overlap."""
    other, key = choices.pick(members), choices.pick([..., slice(None), slice(None, None, -1)])
    if member.readonly or other.array.dtype != member.array.dtype:
        return
    if member.array.ndim == 0 and key is not ...:
        return

    def expected():
        if other.array.ndim and not same_shape(other.array.shape, member.array.shape):
            raise Refused(ValueError)
        if not other.array.ndim:  # a value, and every byte but 0 is True
            return np.array(other.array.item(), other.array.dtype)
        return other.array.copy()

    found = agree(lambda: member.waveform.__setitem__(key, other.waveform), expected)
    if found:
        member.array[key] = found[1]


def fill(choices, member, members):
    value = choices.number(0, 100)
    value = b"%d" % (value % 10) if member.format == "c" else value
    if member.readonly:
        _read_only(lambda: member.waveform.fill(value))
        return
    member.waveform.fill(value)
    member.array[...] = value


def byteswap(choices, member, members):
    if member.readonly:
        _read_only(member.waveform.byteswap)
        return
    member.waveform.byteswap()
    swapped = member.array.byteswap()  # which changes copies of V1 not at all
    member.array[...] = swapped


def _read_only(change):
    try:
        change()
    except TypeError:
        return
    raise AssertionError("read-only memory was written")


def cast(choices, member, members):
    format, view = values.a_format(choices), memoryview(member.waveform)
    dtype, array = dtype_of(format), member.array

    def expected():
        if not view.contiguous or array.nbytes % dtype.itemsize:
            raise Refused(TypeError)
        flat = array if view.c_contiguous else array.T
        return flat.reshape(-1).view("u1").view(dtype)

    found = agree(lambda: member.waveform.cast(format), expected)
    if not found:
        return None
    shape = values.a_reshape(choices, found[1].size)
    waveform, found_array = found[0].cast(format, shape), found[1].reshape(shape)
    return Member(waveform, found_array, member.readonly)


def make_read_only(choices, member, members):
    return Member(member.waveform.toreadonly(), member.array, True)


def duplicate(choices, member, members):
    make = choices.pick([Waveform.copy, copy.copy, copy.deepcopy])
    return Member(make(member.waveform), member.array.copy("C"))


def send(choices, member, members):
    protocol, buffers = choices.number(0, 5), []
    out_of_band = {"buffer_callback": buffers.append} if protocol == 5 and choices.flag() else {}
    data = pickle.dumps(member.waveform, protocol, **out_of_band)
    waveform = pickle.loads(data, buffers=[bytearray(buffer.raw()) for buffer in buffers])
    assert waveform.contiguous or not member.array.size
    array = np.ndarray(
        member.array.shape, member.array.dtype, bytearray(member.array.nbytes), 0, waveform.strides
    )
    array[...] = member.array
    return Member(waveform, array, member.readonly)


def stand_on(choices, member, members):
    source = choices.pick([member.waveform, memoryview(member.waveform)])
    readonly = choices.pick([None, True])
    return Member(
        Waveform.from_buffer(source, readonly=readonly),
        member.array,
        member.readonly or bool(readonly),
    )


def read(choices, member, members):
    waveform, array = member.waveform, member.array
    order = choices.pick("CFA")
    assert waveform.tobytes(order) == memoryview(waveform).tobytes(order)
    assert repr(waveform.tolist()) == repr(array.tolist())
    assert waveform.nbytes == array.nbytes
    if array.ndim:
        assert len(waveform) == len(array)
        assert repr([_listed(item) for item in waveform]) == repr(array.tolist())
        assert repr([_listed(item) for item in reversed(waveform)]) == repr(array.tolist()[::-1])
    items = array.ravel().tolist()
    if items:
        value = choices.pick(items)
        assert (value in waveform) == any(item == value for item in items)


def _listed(item):
    return item.tolist() if isinstance(item, Waveform) else item


def compare(choices, member, members):
    other = choices.pick(members)
    left, right = member.array.tolist(), other.array.tolist()
    same = same_shape(member.array.shape, other.array.shape) and _equal(left, right)
    assert (member.waveform == other.waveform) is same
    assert (member.waveform != memoryview(other.waveform)) is not same


def _equal(left, right):
    if isinstance(left, list):
        return all(map(_equal, left, right))
    return left == right


def release(choices, member, members):
    """A Waveform on which another stands keeps its memory; any other is gone."""
    exports = member.waveform.exports
    try:
        member.waveform.release()
    except BufferError:
        assert exports > 0
    else:
        assert exports == 0
        assert repr(member.waveform).startswith("<released")
        members.remove(member)


OPERATIONS = [select, store, store_a_member, fill, byteswap, cast, make_read_only, duplicate]
OPERATIONS += [send, stand_on, read, compare, release]
