"""Attributes: those of memoryview, with the same values, and none that can be set."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, keys, shapes, waveforms
from support import itemsize_of, sample

from swiftbuf import Waveform

SHARED = (
    *("format", "itemsize", "nbytes", "ndim", "shape", "strides", "suboffsets", "readonly"),
    *("c_contiguous", "f_contiguous", "contiguous"),
)


def assert_like_memoryview(waveform):
    view = memoryview(waveform)
    for name in SHARED:
        mine, theirs = getattr(waveform, name), getattr(view, name)
        assert (name, mine, type(mine)) == (name, theirs, type(theirs))


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("shape", [(), (0,), (1,), (7,), (2, 3), (3, 0, 2), (1,) * 64])
def test_new_waveforms(fmt, shape):
    waveform = Waveform(shape, fmt)
    assert_like_memoryview(waveform)
    size = int(np.prod(shape, dtype=int))
    assert (waveform.shape, waveform.ndim) == (shape, len(shape))
    assert (waveform.itemsize, waveform.nbytes) == (itemsize_of(fmt), size * itemsize_of(fmt))
    assert (waveform.c_contiguous, waveform.contiguous, waveform.readonly) == (True, True, False)
    assert (waveform.obj, waveform.exports, waveform.suboffsets) == (None, 0, ())


@given(st.data(), waveforms(shapes=shapes().filter(len)))
def test_views(data, waveform):
    view = waveform[data.draw(keys(waveform.shape))]
    if isinstance(view, Waveform):
        assert_like_memoryview(view)
        assert_like_memoryview(view.toreadonly())
        assert view.obj is waveform


@pytest.mark.parametrize(
    "source",
    [
        np.asfortranarray(sample((2, 3, 4), "h")),
        sample((2, 3, 4), ">d").transpose(2, 0, 1),
        sample((4, 1), "i").T,
        np.broadcast_to(sample(3, "b"), (2, 3)),
        b"read-only",
    ],
)
def test_memory_of_others(source):
    waveform, view = Waveform.from_buffer(source), memoryview(source)
    assert_like_memoryview(waveform)
    assert [getattr(waveform, name) for name in SHARED] == [getattr(view, name) for name in SHARED]


@pytest.mark.parametrize("order", "CF")
def test_strides_are_those_of_numpy(order):
    array = np.zeros((2, 3, 4), ">i4", order=order)
    assert Waveform.from_buffer(array).strides == array.strides
    assert Waveform((2, 3, 4), ">i").strides == (48, 16, 4)


def test_obj_is_whose_memory_it_is():
    root, source = Waveform((4, 4), "B"), bytearray(16)
    over = Waveform.from_buffer(source)
    for waveform, owner in [(root, root), (over, over)]:
        flat = waveform.cast("B", (16,)) if waveform.ndim > 1 else waveform[:]
        for view in (flat, flat[2:], flat[2:][::2], flat.toreadonly(), flat.cast("h")[1:]):
            assert view.obj is owner
        for row in (root[1], root[1][2:], root[:, 1], root[1, 1, ...], next(iter(root))):
            assert row.obj is root
    assert (root.obj, over.obj) == (None, source)
    assert root.copy().obj is over.copy().obj is root[1].copy().obj is None


@pytest.mark.parametrize("name", [*SHARED, "obj", "exports"])
def test_attributes_cannot_be_set_or_deleted(name):
    waveform = Waveform(4)
    before = getattr(waveform, name)
    with pytest.raises(AttributeError):
        setattr(waveform, name, before)
    with pytest.raises(AttributeError):
        delattr(waveform, name)
    assert getattr(waveform, name) == before


def test_attributes_belong_to_waveforms_only():
    for name in (*SHARED, "obj", "exports"):
        with pytest.raises(TypeError):
            getattr(Waveform, name).__get__(bytearray(4))


def test_shape_and_strides_outlive_the_waveform():
    waveform = Waveform((2, 3))
    shape, strides = waveform.shape, waveform.strides
    del waveform
    assert (shape, strides) == ((2, 3), (24, 8))
