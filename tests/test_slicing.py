"""w[key] where the key names a part: a zero-copy Waveform that shows what NumPy shows."""

import gc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import (
    FORMATS,
    NUMPY_MAX_NDIM,
    SLICES,
    address,
    as_array,
    keys,
    shapes,
    shown,
    waveform_of,
    waveforms,
)

from swiftbuf import Waveform

LAYOUT = ["itemsize", "nbytes", "ndim", "shape", "suboffsets", "readonly"]
CONTIGUITY = ["c_contiguous", "f_contiguous", "contiguous"]


def assert_same(part, expected):
    """Same values, same layout, same memory; `expected` is what NumPy gives for the same key."""
    if not isinstance(expected, np.ndarray):
        assert repr(part) == repr(expected.item())
        return
    oracle = memoryview(expected)
    assert [getattr(part, name) for name in LAYOUT] == [getattr(oracle, name) for name in LAYOUT]
    assert part.tobytes() == expected.tobytes()
    assert repr(part.tolist()) == repr(expected.tolist())
    if expected.size:  # no element, no address; one element in a dimension, no distance
        assert address(part) == expected.__array_interface__["data"][0]
        far = [i for i, side in enumerate(part.shape) if side > 1]
        assert [part.strides[i] for i in far] == [expected.strides[i] for i in far]
        assert [getattr(part, x) for x in CONTIGUITY] == [getattr(oracle, x) for x in CONTIGUITY]


@given(st.data(), waveforms())
def test_any_key_gives_what_numpy_gives(data, waveform):
    key = data.draw(keys(waveform.shape))
    assert_same(waveform[key], as_array(waveform)[key])


@given(st.data(), waveforms(formats=["B", "h", ">d"], shapes=shapes(max_side=6)))
def test_parts_of_parts(data, waveform):
    array = as_array(waveform)
    for _ in range(3):
        key = data.draw(keys(waveform.shape))
        waveform, array = waveform[key], array[key]
        assert_same(waveform, array)
        if not isinstance(waveform, Waveform):
            break


@given(st.data(), st.permutations((2, 3, 2, 4) + (1,) * (NUMPY_MAX_NDIM - 4)))
def test_many_dimensions(data, shape):
    waveform = waveform_of(bytes(range(96)), "h", tuple(shape))
    key = data.draw(keys(waveform.shape))
    assert_same(waveform[key], as_array(waveform)[key])


@given(st.integers(0, 12), SLICES)
def test_slices_select_what_range_selects(count, key):
    waveform = waveform_of(bytes(range(count)))
    assert waveform[key].tolist() == list(range(count))[key]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("key", [slice(1, 3), slice(None, None, -2), ..., ()], ids=shown)
def test_every_format(format, key):
    waveform = waveform_of(bytes(range(1, 65)), format)
    assert waveform[key].format == format
    assert_same(waveform[key], as_array(waveform)[key])


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
def test_an_ellipsis_beside_an_int_for_each_dimension_gives_a_part_without_dimensions(shape):
    waveform = Waveform(shape)
    part = waveform[(1,) * len(shape) + (...,)]
    part[()] = 2.5
    assert (part.ndim, part.shape, part.strides) == (0, (), ())
    assert waveform[(1,) * len(shape)] == 2.5


def test_a_part_is_the_same_memory():
    waveform = Waveform((4, 6), "h")
    part = waveform[1::2, ::-2]
    assert np.shares_memory(np.asarray(part), np.asarray(waveform))
    part[0, 0] = 7
    assert waveform[1, 5] == 7
    waveform[3, 1] = 8
    assert part[1, 2] == 8


def test_a_row_is_one_dimension_less():
    waveform = waveform_of(bytes(range(6)), "B", (2, 3))
    assert (waveform[1].shape, waveform[1].tolist()) == ((3,), [3, 4, 5])


def test_a_part_stands_on_its_root():
    waveform = Waveform((4, 5))
    for part in [waveform[1:], waveform[0], waveform[1:][::-1], waveform[..., 0][1:][:1]]:
        assert part.obj is waveform


def test_a_part_of_a_view_stands_on_the_view():
    source = bytearray(8)
    waveform = Waveform.from_buffer(source)
    assert waveform.obj is source
    assert waveform[1:].obj is waveform
    assert waveform[1:][1:].obj is waveform


def test_exports_counts_the_parts_that_stand_on_the_root():
    waveform = Waveform(8)
    part = waveform[2:]
    of_part = part[1:]
    assert (waveform.exports, part.exports, of_part.exports) == (2, 0, 0)
    with memoryview(part):
        assert (waveform.exports, part.exports) == (2, 1)
    del part, of_part
    assert waveform.exports == 0


def test_a_part_keeps_the_memory():
    waveform = waveform_of(bytes(range(100)))
    part = waveform[10:][::-1]
    del waveform
    gc.collect()
    others = [Waveform(100, "B") for _ in range(100)]
    assert part.tolist() == list(range(99, 9, -1))
    assert len(others) == 100


def test_a_part_of_read_only_memory_is_read_only():
    waveform = Waveform((2, 3)).toreadonly()
    assert waveform[0].readonly
    assert waveform[..., ::-1].readonly
    assert waveform[0, 0, ...].readonly


def test_the_whole_is_another_object_over_the_same_memory():
    waveform = Waveform((2, 3))
    for whole in [waveform[:], waveform[...], waveform[()]]:
        assert whole is not waveform
        assert (whole.shape, address(whole)) == (waveform.shape, address(waveform))
