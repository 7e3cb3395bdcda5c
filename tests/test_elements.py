"""Elements: every format reads and writes as `struct`, NumPy and memoryview do."""

import math
import re
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, elements, waveform_of
from support import itemsize_of, packed, same, unpacked

from swiftbuf import Waveform

INTEGERS = [fmt for fmt in FORMATS if fmt[-1] in "bBhHiIlLqQnN"]
FLOATS = ["e", ">e", "f", ">f", "d", ">d"]
COMPLEX = ["Zf", ">Zf", "Zd", ">Zd"]


def limits(fmt):
    """The least and the greatest integer of a format."""
    bits = 8 * itemsize_of(fmt)
    return (0, 2**bits - 1) if fmt[-1].isupper() else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def written(fmt, value):
    """The bytes that storing `value` as an element leaves in memory."""
    waveform = Waveform(3, fmt)
    waveform[1] = value
    data = waveform.tobytes()
    size = itemsize_of(fmt)
    assert not any(data[:size] + data[2 * size :]), "the neighbours have changed"
    return data[size : 2 * size]


@pytest.mark.parametrize("fmt", FORMATS)
@given(data=st.data())
def test_any_bytes_read_as_struct_and_numpy_read_them(fmt, data):
    raw = data.draw(st.binary(min_size=4 * itemsize_of(fmt), max_size=4 * itemsize_of(fmt)))
    waveform = waveform_of(raw, fmt)
    assert same(waveform.tolist(), unpacked(fmt, raw))
    assert same([waveform[i] for i in range(4)], unpacked(fmt, raw))


@pytest.mark.parametrize("fmt", FORMATS)
@given(data=st.data())
def test_values_are_written_as_struct_and_numpy_write_them(fmt, data):
    value = data.draw(elements(fmt))
    if value == value:  # payloads of NaN have their own test
        assert written(fmt, value) == packed(fmt, value)


@pytest.mark.parametrize("fmt", FORMATS)
@given(data=st.data())
def test_what_is_written_is_read_again(fmt, data):
    value = data.draw(elements(fmt))
    waveform = Waveform(3, fmt)
    waveform[-1] = value
    assert same(waveform[2], value)


@pytest.mark.parametrize("fmt", FORMATS)
@given(data=st.data(), skew=st.integers(1, 15))
def test_memory_need_not_be_aligned(fmt, data, skew):
    value, size = data.draw(elements(fmt)), itemsize_of(fmt)
    memory = bytearray(skew + 2 * size)
    waveform = Waveform.from_buffer(memory, fmt, offset=skew)
    waveform[1] = value
    assert same(waveform[1], value)
    assert memory[: skew + size] == bytes(skew + size)
    assert same(unpacked(fmt, memory[skew + size :]), [value])


def test_half_floats_of_every_pattern_are_read():
    patterns = np.arange(2**16, dtype="u2")
    for order in "<>":
        raw = patterns.astype(f"{order}u2")
        waveform = waveform_of(raw.tobytes(), f"{order}e")
        assert same(waveform.tolist(), raw.view(f"{order}f2").tolist())


def test_half_floats_of_every_pattern_are_written():
    patterns = np.arange(2**16, dtype="u2").view("f2")
    numbers = patterns[~np.isnan(patterns)]
    for order in "<>":
        waveform = Waveform(numbers.size, f"{order}e")
        waveform[:] = numbers.tolist()
        assert waveform.tobytes() == numbers.astype(f"{order}f2").tobytes()


@pytest.mark.parametrize("fmt", ["e", ">e"])
@given(st.floats(-70_000, 70_000) | st.floats(-1e-4, 1e-4))
def test_half_floats_round_as_struct_rounds(fmt, value):
    try:
        expected = struct.pack(fmt, value)
    except OverflowError:  # a ValueError for memoryview, in the Pythons where it knows the format
        with pytest.raises(ValueError, match=re.escape(repr(value))):
            written(fmt, value)
    else:
        assert written(fmt, value) == expected


@pytest.mark.parametrize("fmt", ["f", ">f", "Zf", ">Zf"])
@given(value=st.floats())
def test_single_floats_round_as_numpy_rounds_and_overflow_to_infinity(fmt, value):
    with np.errstate(over="ignore"):
        expected = np.array([value]).astype(fmt.replace("Zf", "F")).tobytes()
    assert same(unpacked(fmt, written(fmt, value)), unpacked(fmt, expected))


@pytest.mark.parametrize("fmt", [*FLOATS, *COMPLEX])
@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, -0.0, 0.0, 2.0**-24])
def test_special_floats(fmt, value):
    part = value if fmt in FLOATS else complex(value, value)
    waveform = Waveform(1, fmt)
    waveform[0] = part
    assert same(waveform[0], part)


@pytest.mark.parametrize(
    ("fmt", "integer", "payload"),
    [("f", "I", 0x7FC12345), ("f", "I", 0xFFC00001), ("d", "Q", 0x7FF8000012345678)],
)
@pytest.mark.parametrize("order", "<>")
def test_the_payload_of_a_quiet_nan_survives(order, fmt, integer, payload):
    waveform = waveform_of(struct.pack(order + integer, payload), order + fmt)
    waveform[0] = waveform[0]
    assert struct.unpack(order + integer, waveform.tobytes()) == (payload,)


@pytest.mark.parametrize("fmt", INTEGERS)
def test_integers_reach_their_limits_and_no_further(fmt):
    for limit in limits(fmt):
        assert written(fmt, limit) == packed(fmt, limit)
    least, greatest = limits(fmt)
    for value in (least - 1, greatest + 1, 2**64, -(2**63) - 1, 2**200, -(2**200)):
        with pytest.raises(ValueError, match=str(value)):
            Waveform(1, fmt)[0] = value


@pytest.mark.parametrize("value", ["text", "", 0.5, 0.0, [], [0], None, object(), math.nan])
def test_truth_values_take_anything_by_its_truth(value):
    assert written("?", value) == bytes([bool(value)])


def test_bytes_other_than_0_and_1_are_true():
    waveform = waveform_of(bytes(range(256)), "?")
    assert waveform.tolist() == [False] + [True] * 255


@pytest.mark.parametrize("value", [b"", b"ab"])
def test_a_character_is_one_byte(value):
    with pytest.raises(ValueError, match=re.escape(repr(value))):
        Waveform(1, "c")[0] = value
