"""fill(value) and byteswap(): in place, in every format and every layout."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import (
    FORMATS,
    as_array,
    dtype_of,
    elements,
    keys,
    run_isolated,
    shown,
    waveform_of,
    waveforms,
)

from swiftbuf import Waveform


def draw_part(data, waveform):
    """The whole or a part, and the same of a NumPy array with a copy of the memory."""
    expected = as_array(waveform).copy()
    key = data.draw(keys(waveform.shape))
    if isinstance(waveform[key], Waveform):
        return waveform[key], expected, expected[key]
    return waveform, expected, expected


@given(st.data(), waveforms())
def test_fill_changes_its_part_and_nothing_else(data, waveform):
    part, expected, expected_part = draw_part(data, waveform)
    value = data.draw(elements(waveform.format))
    expected_part[...] = value
    assert part.fill(value) is None
    assert repr(waveform.tolist()) == repr(expected.tolist())


@given(st.data(), waveforms())
def test_byteswap_changes_its_part_and_nothing_else(data, waveform):
    part, expected, expected_part = draw_part(data, waveform)
    if waveform.format != "c":  # NumPy has no byteswap for V
        expected_part.byteswap(inplace=True)
    assert part.byteswap() is None
    assert waveform.tobytes() == expected.tobytes()


@pytest.mark.parametrize("format", FORMATS)
def test_byteswap_reverses_each_component(format):
    waveform = waveform_of(bytes(range(1, 49)), format)
    size = waveform.itemsize // (2 if "Z" in format else 1)
    waveform.byteswap()
    components = [bytes(range(i, i + size)) for i in range(1, 49, size)]
    assert waveform.tobytes() == b"".join(component[::-1] for component in components)
    waveform.byteswap()
    assert waveform.tobytes() == bytes(range(1, 49))


def swap_many_of_each_size():
    for format in "h", "i", "q":
        expected = np.arange(1001).astype(format)
        waveform = Waveform.from_values(expected, format)
        waveform.byteswap()
        assert waveform.tobytes() == expected.byteswap().tobytes()


def test_byteswap_without_the_vectors_of_the_processor():
    run_isolated(swap_many_of_each_size, environment={"SWIFTBUF_VECTORS": "baseline"})


@pytest.mark.parametrize("format", FORMATS)
def test_fill_in_every_format(format):
    waveform = waveform_of(bytes(range(1, 49)), format)
    value = b"x" if format == "c" else 1
    waveform[1:].fill(value)
    one = np.array(value, dtype_of(format)).tobytes()
    assert waveform.tobytes() == bytes(range(1, 49))[: len(one)] + one * (len(waveform) - 1)


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (2, 3)])
def test_any_shape(shape):
    waveform = Waveform(shape, ">h")
    waveform.fill(0x0102)
    waveform.byteswap()
    assert waveform.tolist() == np.full(shape, 0x0201).tolist()


def test_many_elements():
    waveform = Waveform((1000, 1001), "h")
    waveform[:, 1:].fill(0x0102)
    waveform[1:].byteswap()
    expected = np.zeros((1000, 1001), "h")
    expected[:, 1:] = 0x0102
    expected[1:].byteswap(inplace=True)
    assert waveform.tobytes() == expected.tobytes()


@pytest.mark.parametrize("format", ["b", ">h", "Q", "e", "f", ">d", "Zf"])
@pytest.mark.parametrize(
    "value", ["1", None, [1], (1,), b"1", np.zeros(3), object(), Waveform(3), {}], ids=shown
)
def test_fill_takes_a_scalar_only(format, value):
    waveform = waveform_of(bytes(range(1, 49)), format)
    with pytest.raises(TypeError):
        waveform.fill(value)
    assert waveform.tobytes() == bytes(range(1, 49))


@pytest.mark.parametrize(
    ("format", "value"),
    [("b", 128), ("B", -1), (">h", 2**15), ("Q", 2**64), ("e", 65520.0), ("c", b"ab")],
)
def test_fill_with_a_value_out_of_range(format, value):
    waveform = waveform_of(bytes(range(1, 49)), format)
    with pytest.raises(ValueError):
        waveform.fill(value)
    assert waveform.tobytes() == bytes(range(1, 49))


def test_fill_of_truth_values_takes_anything():
    waveform = Waveform(2, "?")
    waveform.fill("no")
    assert waveform.tolist() == [True, True]
    waveform.fill([])
    assert waveform.tolist() == [False, False]


@pytest.mark.parametrize(("arguments", "keywords"), [((), {}), ((1, 2), {}), ((), {"value": 1})])
def test_fill_takes_one_positional_argument(arguments, keywords):
    with pytest.raises(TypeError):
        Waveform(3).fill(*arguments, **keywords)


@pytest.mark.parametrize("source", [Waveform(3).toreadonly(), Waveform.from_buffer(bytes(3))])
@pytest.mark.parametrize(
    "call", [lambda w: w.fill(1), lambda w: w.fill("x"), lambda w: w.byteswap()]
)
def test_read_only_memory_is_not_changed(source, call):
    with pytest.raises(TypeError, match=re.compile("read-?only", re.IGNORECASE)):
        call(source)
    assert source.tobytes() == bytes(source.nbytes)
