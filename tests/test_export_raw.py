"""What a Waveform writes into the C struct `Py_buffer`, as a consumer written in C sees it."""

import sys
from _testbuffer import (
    PyBUF_F_CONTIGUOUS,
    PyBUF_FORMAT,
    PyBUF_FULL,
    PyBUF_ND,
    PyBUF_SIMPLE,
    PyBUF_STRIDES,
    PyBUF_WRITABLE,
)
from ctypes import c_ssize_t

import numpy as np
import pytest
from modelling import address, waveform_of
from support import PyBuffer, get_buffer, raw_view, release_buffer

from swiftbuf import Waveform

# Every request that a writable C-contiguous Waveform grants: FORMAT asks for ND as well.
GRANTED = [
    dimensions | writable | fmt
    for writable in (0, PyBUF_WRITABLE)
    for dimensions in (PyBUF_SIMPLE, PyBUF_ND, PyBUF_STRIDES)
    for fmt in ((0, PyBUF_FORMAT) if dimensions else (0,))
]


@pytest.mark.parametrize("shape", [(), (0,), (7,), (2, 3)])
@pytest.mark.parametrize("flags", GRANTED)
def test_pointer_owner_length_and_itemsize_are_those_of_every_request(shape, flags):
    waveform = Waveform(shape, "h")
    with raw_view(waveform, PyBUF_FULL) as full, raw_view(waveform, flags) as view:
        assert (view.buf, view.len, view.itemsize) == (full.buf, waveform.nbytes, 2)
        assert view.obj == full.obj == id(waveform)


@pytest.mark.parametrize("flags", GRANTED)
def test_what_was_not_asked_for_is_null(flags):
    waveform = Waveform(7, "h")
    with raw_view(waveform, flags) as view:
        assert (view.format == b"h") == (flags & PyBUF_FORMAT == PyBUF_FORMAT)
        assert (view.shape is not None) == (flags & PyBUF_ND == PyBUF_ND)
        assert (view.strides is not None) == (flags & PyBUF_STRIDES == PyBUF_STRIDES)
        assert view.suboffsets is None
        assert view.ndim == 1


@pytest.mark.parametrize("shape", [(), (2, 3)])
def test_memory_without_dimensions_asked_for_is_one_run_of_bytes(shape):
    with raw_view(Waveform(shape), PyBUF_SIMPLE) as view:
        assert (view.ndim, view.shape, view.strides, view.format) == (1, None, None, None)


def test_a_scalar_has_no_dimensions_to_point_to():
    with raw_view(Waveform(()), PyBUF_FULL) as view:
        assert (view.ndim, view.shape, view.strides) == (0, None, None)


@pytest.mark.parametrize(
    ("waveform", "refused"),
    [
        (Waveform(4).toreadonly(), PyBUF_WRITABLE),
        (Waveform(4), PyBUF_FORMAT),
        (Waveform(4)[::2], PyBUF_ND),
        (Waveform((2, 3)), PyBUF_F_CONTIGUOUS),
    ],
    ids=["read-only", "format of bytes", "strided", "not Fortran"],
)
def test_a_refused_request_leaves_no_owner_and_no_export(waveform, refused):
    view = PyBuffer(obj=0xDEAD)
    references = sys.getrefcount(waveform)
    with pytest.raises(BufferError):
        get_buffer(waveform, view, refused)
    assert view.obj is None
    assert waveform.exports == 0
    assert sys.getrefcount(waveform) == references


@pytest.mark.parametrize("waveform", [Waveform((2, 3), "h"), Waveform((4, 6), "h")[::2, ::-2]])
def test_shape_and_strides_live_as_long_as_the_waveform(waveform):
    with raw_view(waveform, PyBUF_FULL) as first, raw_view(waveform, PyBUF_FULL) as second:
        assert (first.shape, first.strides) == (second.shape, second.strides)
    pair = c_ssize_t * 2  # the views are released, the waveform is not: the pointers must be good
    assert tuple(pair.from_address(first.shape)) == waveform.shape
    assert tuple(pair.from_address(first.strides)) == waveform.strides


@pytest.mark.parametrize("shape", [0, (0, 3), (3, 0), (2, 0, 3)])
def test_an_empty_waveform_exports_an_aligned_pointer(shape):
    with raw_view(Waveform(shape)) as view:
        assert view.buf is not None
        assert view.buf % 64 == 0
        assert view.len == 0


def test_consecutive_views_see_the_same_memory():
    waveform = Waveform(4)
    assert address(waveform) == address(waveform) == np.asarray(waveform).ctypes.data


def test_exports_counts_the_live_views():
    waveform = Waveform(4)
    counts = [waveform.exports]
    first = memoryview(waveform)
    counts.append(waveform.exports)
    with raw_view(waveform):
        counts.append(waveform.exports)
    second = np.frombuffer(waveform)
    counts.append(waveform.exports)
    first.release()
    counts.append(waveform.exports)
    del second
    counts.append(waveform.exports)
    assert counts == [0, 1, 2, 2, 1, 0]


def test_exports_of_a_slice_are_its_own_and_the_slice_is_one_of_its_root():
    root = Waveform(4)
    part = root[1:]
    assert (root.exports, part.exports) == (1, 0)
    view = memoryview(part)
    assert (root.exports, part.exports) == (1, 1)
    nested = part[1:]
    assert (root.exports, part.exports) == (2, 1)
    del view, nested, part
    assert root.exports == 0


def test_a_view_holds_one_reference():
    waveform = Waveform(4)
    view, references = PyBuffer(), sys.getrefcount(waveform)
    get_buffer(waveform, view, PyBUF_SIMPLE)
    assert sys.getrefcount(waveform) == references + 1
    release_buffer(view)
    assert sys.getrefcount(waveform) == references


def test_a_view_keeps_the_memory_of_a_waveform_that_nobody_else_holds():
    view = memoryview(waveform_of(b"kept alive"))
    assert bytes(view) == b"kept alive"
