"""w[key] where the key names one element, or is refused."""

import operator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, as_array, shapes, shown, waveform_of, waveforms

from swiftbuf import Waveform

NUMBERS = waveform_of(bytes(range(24)), "B", (2, 3, 4))


@given(st.data(), waveforms(shapes=shapes().filter(lambda shape: 0 not in shape)))
def test_an_int_for_each_dimension_gives_what_numpy_gives(data, waveform):
    key = tuple(data.draw(st.integers(-side, side - 1)) for side in waveform.shape)
    assert repr(waveform[key]) == repr(as_array(waveform)[key].item())


@pytest.mark.parametrize("format", FORMATS)
def test_every_index_from_both_ends(format):
    waveform = waveform_of(bytes(range(1, 65)), format)
    values, size = as_array(waveform).tolist(), len(waveform)
    assert repr([waveform[i] for i in range(-size, size)]) == repr(values + values)


@given(st.integers(0, 2**18 - 1))
def test_64_dimensions(number):
    bits = tuple(number >> i & 1 for i in range(18))
    shape = (2,) * 9 + (1,) * 46 + (2,) * 9
    waveform = Waveform(shape, "B")
    key = bits[:9] + (0,) * 46 + bits[9:]
    waveform[key] = 7
    assert waveform[key] == 7
    assert waveform.tobytes().index(7) == int("".join(map(str, bits)), 2)


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


@pytest.mark.parametrize(
    "key",
    [Index(1), Index(-3), True, np.int8(1), np.uint64(1), np.array(1), (Index(1),)],
    ids=shown,
)
def test_whatever_has_index_is_an_index(key):
    waveform = waveform_of(b"\0\1\0\1", "B")
    assert waveform[key] == 1


def test_no_dimensions():
    waveform = waveform_of(b"\7", "B", ())
    assert waveform[()] == 7
    assert waveform[...].shape == ()
    assert waveform[...].tolist() == 7


@pytest.mark.parametrize(("count", "index"), [(4, 4), (4, 9), (4, -5), (0, 0), (0, -1), (4, 2**31)])
def test_index_out_of_range(count, index):
    with pytest.raises(IndexError, match=rf"{index}\D.*{count}"):
        Waveform(count)[index]


@pytest.mark.parametrize("index", [2**63 - 1, -(2**63), 2**63, 2**64, -(2**100), Index(2**70)])
def test_index_beyond_every_memory_is_out_of_range(index):
    with pytest.raises(IndexError):
        Waveform(4)[index]


@pytest.mark.parametrize(
    "key", [2, -3, (0, 3), (1, 2, 4), (1, 2, -5), (..., 4), (0, ..., -5)], ids=shown
)
def test_index_out_of_range_in_any_dimension(key):
    with pytest.raises(IndexError):
        NUMBERS[key]


@pytest.mark.parametrize(
    "key",
    [
        *(None, 1.0, "0", b"0", [0], {0}, object(), 1j),
        *((0, None), (0, 1.0), (0, (0,)), ([0], 0), (None, 0)),
        *((..., ...), (..., 0, ...)),
        *((0, 0, 0, 0), (0, 0, 0, ..., 0), (slice(None),) * 4),
        *(slice("a"), slice(1.0), slice(0, None, "a"), (0, slice(None, None, 1.5))),
    ],
    ids=shown,
)
def test_wrong_key_is_a_type_error(key):
    with pytest.raises(TypeError):
        NUMBERS[key]


@pytest.mark.parametrize("key", [0, slice(None), (0,), (..., 0)], ids=shown)
def test_no_dimensions_take_no_index(key):
    with pytest.raises(TypeError):
        Waveform(())[key]


@pytest.mark.parametrize("key", [slice(0, 2, 0), (0, slice(None, None, 0))], ids=shown)
def test_step_of_zero_is_a_value_error(key):
    with pytest.raises(ValueError, match="step"):
        NUMBERS[key]


def test_an_exception_in_index_comes_through():
    class Broken:
        def __index__(self):
            raise KeyError("mine")

    for key in [Broken(), (0, Broken()), slice(Broken()), (0, slice(None, None, Broken()))]:
        with pytest.raises(KeyError, match="mine"):
            NUMBERS[key]


@pytest.mark.parametrize("key", [0, slice(None), ..., (0, 0), 99, None], ids=shown)
def test_nothing_can_be_deleted(key):
    waveform = Waveform((2, 2))
    with pytest.raises(TypeError):
        del waveform[key]
    assert waveform.shape == (2, 2)


@pytest.mark.parametrize("shape", [0, 3, (2, 5), (0, 3), (1,) * 64])
def test_len_is_the_first_side(shape):
    waveform = Waveform(shape)
    assert len(waveform) == waveform.shape[0]
    assert operator.length_hint(waveform) == waveform.shape[0]


def test_no_dimensions_have_no_len():
    with pytest.raises(TypeError):
        len(Waveform(()))
