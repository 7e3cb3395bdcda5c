"""The export rules: what a Waveform grants and refuses for every request of PEP 3118.

The oracle is CPython itself: `_testbuffer.ndarray(x, getbuf=flags)` makes one request of `x` and
shows all that came back. Every answer of a Waveform must be that of a memoryview over an
independent exporter with the same layout.
"""

import functools
import itertools
import operator
from _testbuffer import (
    ND_WRITABLE,
    PyBUF_ANY_CONTIGUOUS,
    PyBUF_C_CONTIGUOUS,
    PyBUF_F_CONTIGUOUS,
    PyBUF_FORMAT,
    PyBUF_INDIRECT,
    PyBUF_ND,
    PyBUF_STRIDES,
    PyBUF_WRITABLE,
    ndarray,
)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, NUMPY_MAX_NDIM, shapes, waveform_of
from support import sample

from swiftbuf import Waveform

FLAGS = (
    PyBUF_WRITABLE,
    PyBUF_FORMAT,
    PyBUF_ND,
    PyBUF_STRIDES,
    PyBUF_C_CONTIGUOUS,
    PyBUF_F_CONTIGUOUS,
    PyBUF_ANY_CONTIGUOUS,
    PyBUF_INDIRECT,
)
REQUESTS = sorted(
    {
        functools.reduce(operator.or_, choice)
        for choice in itertools.product(*((0, f) for f in FLAGS))
    }
)
FIELDS = (
    *("format", "itemsize", "nbytes", "ndim", "shape", "strides", "suboffsets"),
    *("readonly", "c_contiguous", "f_contiguous", "contiguous"),
)
SHAPES = [(), (0,), (1,), (5,), (0, 3), (3, 0), (2, 3), (1, 4), (2, 3, 4), (1,) * NUMPY_MAX_NDIM]
SHAPES += [(2, 1, 3, *(1,) * (NUMPY_MAX_NDIM - 3))]


def answer(exporter, request):
    """All that a consumer sees of `exporter` after one request, or None if it was refused."""
    try:
        view = ndarray(exporter, getbuf=request)
    except BufferError:
        return None
    try:
        items = view.tolist()
    except Exception as error:  # ndarray has no way to read elements without a format, or complex
        items = type(error)
    return {field: getattr(view, field) for field in FIELDS} | {
        "items": items,
        "bytes": view.tobytes(),
    }


def assert_same_answers(waveform, exporter):
    oracle = memoryview(exporter)
    for request in REQUESTS:
        expected, given = answer(oracle, request), answer(waveform, request)
        assert given == expected, f"request {request:#x}"


def exporter_of(array, fmt):
    """An independent exporter with the layout of Waveform(array.shape, fmt) and its own memory."""
    if "Z" in fmt:  # ndarray packs by `struct`, which has no complex numbers
        return array.copy()
    items = array.ravel().tolist() or sample(1, fmt).tolist()
    return ndarray(items if array.ndim else items[0], array.shape, format=fmt, flags=ND_WRITABLE)


def waveform_like(array, fmt):
    return waveform_of(array.tobytes(), fmt, array.shape)


def slices_of(shape):
    """A slice of any step for each dimension."""
    return st.tuples(*map(st.slices, shape))


def test_every_combination_of_the_flags_is_asked_for():
    assert len(REQUESTS) == 72  # WRITABLE and FORMAT, each with: none, ND, STRIDES and 4 more


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{len(shape)}d-{shape[:3]}")
@pytest.mark.parametrize("fmt", FORMATS)
def test_own_memory(fmt, shape):
    array = sample(shape, fmt)
    assert_same_answers(waveform_like(array, fmt), exporter_of(array, fmt))


@given(
    st.data(),
    st.sampled_from([fmt for fmt in FORMATS if "Z" not in fmt]),
    shapes().filter(len),
)
def test_slices(data, fmt, shape):
    key = data.draw(slices_of(shape))
    array = sample(shape, fmt)
    assert_same_answers(waveform_like(array, fmt)[key], exporter_of(array, fmt)[key])


@given(st.data(), shapes().filter(len))
def test_slices_of_read_only_memory(data, shape):
    key = data.draw(slices_of(shape))
    array = sample(shape, "h")
    oracle = memoryview(exporter_of(array, "h")[key]).toreadonly()
    assert_same_answers(waveform_like(array, "h").toreadonly()[key], oracle)


@given(st.data(), st.sampled_from([f for f in FORMATS if f not in "cnN"]), shapes(max_side=3))
def test_memory_of_others(data, fmt, shape):
    source = sample(shape, fmt).transpose(data.draw(st.permutations(range(len(shape)))))
    source = source[(*data.draw(slices_of(source.shape)), ...)]
    source.flags.writeable = data.draw(st.booleans())
    assert_same_answers(Waveform.from_buffer(source), source)


SOURCES = {
    "fortran": np.asfortranarray(sample((2, 3, 4), "h")),
    "transposed": sample((2, 3), ">d").T,
    "partly transposed": sample((2, 3, 4), "e").transpose(1, 0, 2),
    "reversed": sample(5, "Zd")[::-1],
    "strided complex": sample((4, 6), ">Zf")[::2, ::-3],
    "repeated": np.broadcast_to(sample(3, "i"), (4, 3)),
    "scalar": sample((), "Zf"),
    "empty": sample((2, 0, 3), "Q"),
    "misaligned": np.frombuffer(bytearray(17), "u1")[1:].view(">f8"),
    "read-only": np.frombuffer(bytes(range(8)), ">i2"),
    "many dimensions": sample((2,) * 6 + (1,) * (NUMPY_MAX_NDIM - 6), "b").T,
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_memory_of_others_in_unusual_layouts(source):
    assert_same_answers(Waveform.from_buffer(source), source)


@pytest.mark.parametrize(
    ("waveform", "request_flags", "reason"),
    [
        (Waveform(4).toreadonly(), PyBUF_WRITABLE, "(?i)writable.*read-?only|read-?only.*writable"),
        (Waveform(4)[::2], PyBUF_ND, "(?i)strides.*contiguous|contiguous.*strides"),
        (Waveform((2, 3)), PyBUF_F_CONTIGUOUS, "(?i)fortran|F_CONTIGUOUS"),
        (Waveform((4, 4))[::2, ::2], PyBUF_ANY_CONTIGUOUS, "(?i)contiguous"),
    ],
)
def test_a_refusal_says_what_was_asked_and_why_not(waveform, request_flags, reason):
    with pytest.raises(BufferError, match=reason):
        ndarray(waveform, getbuf=request_flags)
