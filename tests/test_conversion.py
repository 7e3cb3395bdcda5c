"""tobytes, tolist, copy and toreadonly: what the elements are elsewhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import (
    FORMATS,
    NUMPY_MAX_NDIM,
    address,
    as_array,
    keys,
    shown,
    waveform_of,
    waveforms,
)

from swiftbuf import Waveform


def draw_part(data, waveform):
    """The whole, a part of it, or the same elements in Fortran order."""
    if waveform.format != "c" and data.draw(st.booleans()):  # NumPy's S1 is no format of ours
        waveform = Waveform.from_buffer(np.asfortranarray(np.asarray(waveform)))
    part = waveform[data.draw(keys(waveform.shape))]
    return part if isinstance(part, Waveform) else waveform


@given(st.data(), waveforms(), st.sampled_from(["C", "F", "A"]))
def test_tobytes_in_every_order(data, waveform, order):
    part = draw_part(data, waveform)
    assert part.tobytes(order) == as_array(part).tobytes(order)


@given(st.data(), waveforms(formats=["B", "h", "i", "d"]))
def test_tobytes_is_that_of_memoryview(data, waveform):
    part = draw_part(data, waveform)
    for arguments in [(), (None,), ("C",), ("F",), ("A",)]:
        assert part.tobytes(*arguments) == memoryview(part).tobytes(*arguments)


def test_order_is_a_keyword():
    waveform = waveform_of(bytes(range(6)), "B", (2, 3))
    assert waveform.tobytes(order="F") == bytes([0, 3, 1, 4, 2, 5])


@pytest.mark.parametrize("order", ["X", "", "c", "CF", "C\0", "é"])
def test_unknown_order_is_a_value_error(order):
    with pytest.raises(ValueError, match="order"):
        Waveform(3).tobytes(order)


@pytest.mark.parametrize("order", [3, b"C", ["C"], 1.5], ids=shown)
def test_order_of_another_type_is_a_type_error(order):
    with pytest.raises(TypeError, match="order"):
        Waveform(3).tobytes(order)


@given(st.data(), waveforms())
def test_bytes_of_the_object_are_its_bytes(data, waveform):
    part = draw_part(data, waveform)
    assert bytes(part) == part.tobytes()


@given(st.data(), waveforms())
def test_tolist_is_that_of_numpy(data, waveform):
    part = draw_part(data, waveform)
    assert repr(part.tolist()) == repr(as_array(part).tolist())


@pytest.mark.parametrize(
    "shape", [(), (0,), (0, 3), (3, 0), (2, 0, 3), (2, 3, 0), (1,) * NUMPY_MAX_NDIM], ids=shown
)
def test_tolist_nests_as_deep_as_the_dimensions(shape):
    assert Waveform(shape).tolist() == np.zeros(shape).tolist()


@pytest.mark.parametrize("call", ["tolist", "copy", "toreadonly", "byteswap"])
def test_no_arguments_are_taken(call):
    with pytest.raises(TypeError):
        getattr(Waveform(3), call)(1)


@given(st.data(), waveforms())
def test_a_copy_has_the_same_elements_in_memory_of_its_own(data, waveform):
    part = draw_part(data, waveform)
    if data.draw(st.booleans()):
        part = part.toreadonly()
    before = part.exports
    copy = part.copy()
    assert (copy.format, copy.shape) == (part.format, part.shape)
    assert (copy.readonly, copy.c_contiguous, copy.obj, copy.exports) == (False, True, None, 0)
    assert copy.tobytes() == part.tobytes()
    assert part.exports == before
    assert not np.shares_memory(np.asarray(copy), np.asarray(part))


@pytest.mark.parametrize("format", FORMATS)
def test_a_copy_is_independent(format):
    waveform = waveform_of(bytes(range(1, 65)), format)
    copy = waveform.copy()
    copy[:] = waveform[::-1]
    assert waveform.tobytes() == bytes(range(1, 65))
    assert repr(copy.tolist()) == repr(waveform.tolist()[::-1])


@given(st.data(), waveforms())
def test_a_read_only_view_shows_the_same_memory(data, waveform):
    part = draw_part(data, waveform)
    view = part.toreadonly()
    assert view.readonly
    assert memoryview(view).readonly
    assert (view.format, view.shape, view.strides) == (part.format, part.shape, part.strides)
    assert (view.tobytes(), address(view)) == (part.tobytes(), address(part))


def test_a_read_only_view_stands_on_the_root_that_stays_writable():
    waveform = Waveform(4)
    views = [waveform.toreadonly(), waveform[1:].toreadonly(), waveform.toreadonly().toreadonly()]
    assert [view.obj is waveform for view in views] == [True, True, True]
    assert waveform.exports == 3
    waveform[0] = 1
    assert (waveform.readonly, views[0][0]) == (False, 1)
