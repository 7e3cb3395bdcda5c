"""envelope(bins): minimum and maximum of each stretch of samples, whatever lies how in memory."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_work import end_by_signal, refused_release
from modelling import (
    FORMATS,
    as_array,
    dtype_of,
    elements,
    keys,
    run_isolated,
    waveform_of,
    waveforms,
)
from support import same, sample

from swiftbuf import Waveform

ORDERED = [format for format in FORMATS if format != "c" and "Z" not in format]
FLOATS = [format for format in ORDERED if format[-1] in "efd"]


def expected(array, bins):
    """The envelope by NumPy. Not by its `fmin.reduce`, which loses numbers near signalling NaNs."""
    nan = np.isnan(array) if array.dtype.kind == "f" else np.zeros(array.shape, "?")
    low, high = (np.inf, -np.inf) if array.dtype.kind == "f" else (0, 0)
    lows, highs = np.where(nan, array.dtype.type(low), array), np.where(nan, high, array)
    pairs = []
    for start, end in ((i * len(array) // bins, (i + 1) * len(array) // bins) for i in range(bins)):
        empty = nan[start:end].all(0)
        pair = np.array([lows[start:end].min(0), highs[start:end].max(0)])
        pairs.append(np.where(empty, array.dtype.type(np.nan), pair) if empty.any() else pair)
    return np.moveaxis(np.array(pairs).reshape(bins, 2, *array.shape[1:]), 1, -1)


def assert_equal(envelope, array):
    """By value, as the sign of a zero that stands for both zeros is nobody's business."""
    assert envelope.shape == array.shape
    np.testing.assert_array_equal(as_array(envelope), array)


@given(st.data(), waveforms(ORDERED))
def test_as_numpy_has_it_in_every_format_and_layout(data, waveform):
    part = waveform[data.draw(keys(waveform.shape))]
    if not isinstance(part, Waveform) or part.ndim == 0 or len(part) == 0:
        part = Waveform((3, 2), waveform.format)
    array = as_array(part)
    if array.dtype.kind == "b":
        array = array.view("u1") != 0
    bins = data.draw(st.integers(1, len(part)))
    assert_equal(part.envelope(bins), expected(array, bins))


@pytest.mark.parametrize("format", ORDERED)
@pytest.mark.parametrize("step", [1, 3, -1])
@pytest.mark.parametrize("length", [1, 3, 4, 17, 2000, 70_001, 300_000])
def test_runs_shorter_and_longer_than_a_block(format, step, length):
    random = np.random.default_rng(length)
    memory = random.integers(0, 256, length * abs(step) * dtype_of(format).itemsize, "u1")
    if format == "?":
        memory &= 1
    waveform = waveform_of(memory.tobytes(), format)[::step]
    for bins in {1, min(7, length)}:
        assert_equal(waveform.envelope(bins), expected(as_array(waveform), bins))


@pytest.mark.parametrize("format", ORDERED)
@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 7, 8, 15, 16, 99_999])
def test_one_peak_is_found_wherever_it_is(format, place):
    array = np.full(100_000, 1, dtype_of(format))
    array[place] = 0
    assert Waveform.from_buffer(array).envelope(1).tolist() == [[0, 1]]
    array[:] = 0
    array[place] = 1
    assert Waveform.from_buffer(array).envelope(1).tolist() == [[0, 1]]


def check_short_stretches():
    """Vectors are of 16 or 32 bytes, and the last one may overlap those before."""
    for format in ORDERED:
        for length in range(1, 100):
            waveform = Waveform(length, format)
            for rest, peak in [(0, 1), (1, 0)]:
                waveform.fill(rest)
                for place in range(length):
                    waveform[place] = peak
                    expected = [[0, 1]] if length > 1 else [[peak, peak]]
                    assert waveform.envelope(1).tolist() == expected, (format, length, place)
                    waveform[place] = rest


def test_one_peak_is_found_in_a_stretch_of_any_length():
    check_short_stretches()


def test_one_peak_is_found_by_any_processor():
    run_isolated(check_short_stretches, environment={"SWIFTBUF_VECTORS": "baseline"})


@given(st.data(), st.sampled_from(FLOATS), st.lists(st.booleans(), min_size=1, max_size=40))
def test_a_nan_counts_only_where_there_is_nothing_else(data, format, pattern):
    values = [float("nan") if bad else data.draw(elements(format)) for bad in pattern]
    array = np.array(values, dtype_of(format))
    bins = data.draw(st.integers(1, len(pattern)))
    assert_equal(Waveform.from_buffer(array).envelope(bins), expected(array, bins))


@pytest.mark.parametrize("format", FLOATS)
def test_infinities_are_numbers(format):
    array = np.array([np.inf, np.inf, -np.inf, np.nan, -np.inf, np.inf], dtype_of(format))
    pairs = [[np.inf, np.inf], [-np.inf, -np.inf], [-np.inf, np.inf]]
    assert Waveform.from_buffer(array).envelope(3).tolist() == pairs


@pytest.mark.parametrize("format", FLOATS)
def test_a_block_of_nothing_but_nan_before_numbers(format):
    array = np.full(70_000, np.nan, dtype_of(format))
    array[-1] = 5
    assert Waveform.from_buffer(array).envelope(1).tolist() == [[5, 5]]
    assert same(Waveform.from_buffer(array[:-1]).envelope(1).tolist(), [[np.nan, np.nan]])


def test_interleaved_channels_stay_the_dimension_after_the_bins():
    waveform = Waveform.from_buffer(sample((10, 3), "h"))
    envelope = waveform.envelope(4)
    assert envelope.shape == (4, 3, 2)
    for channel in range(3):
        assert envelope[:, channel] == waveform[:, channel].envelope(4)


@pytest.mark.parametrize("format", ORDERED)
def test_the_result_is_native_and_has_memory_of_its_own(format):
    waveform = Waveform(8, format).toreadonly()
    envelope = waveform.envelope(2)
    assert (envelope.format, envelope.shape) == (format.lstrip("<>"), (2, 2))
    assert (envelope.readonly, envelope.obj, waveform.exports) == (False, None, 0)
    assert type(envelope) is Waveform


def test_edges_whose_products_fit_no_integer():
    huge = Waveform.from_buffer(np.broadcast_to(np.int8(3), (2**62,)))
    assert huge.shape == (2**62,)
    rows = Waveform.from_buffer(np.broadcast_to(np.zeros((1, 0), "h"), (2**61, 0)))
    assert rows.envelope(2**20).shape == (2**20, 0, 2)


@pytest.mark.parametrize(
    ("waveform", "bins", "error", "message"),
    [
        (Waveform(5), 0, ValueError, "bins: 0 is not in the range from 1 to the 5 samples"),
        (Waveform(5), -3, ValueError, "bins: -3 "),
        (Waveform(5), 6, ValueError, "bins: 6 "),
        (Waveform(5), 2**70, ValueError, f"bins: {2**70} is too large"),
        (Waveform(0), 1, ValueError, "bins: 1 is not in the range from 1 to the 0 samples"),
        (Waveform((0, 4)), 1, ValueError, "bins: 1 "),
        (Waveform(5), 2.0, TypeError, "bins: 2.0 is not an integer"),
        (Waveform(5), None, TypeError, "bins: None is not an integer"),
        (Waveform(()), 1, TypeError, "bins: .* 1 to 63 dimensions"),
        (Waveform((1,) * 64), 1, TypeError, "bins: .* 1 to 63 dimensions"),
        (Waveform(5, "Zf"), 1, TypeError, "format: .*'Zf'"),
        (Waveform(5, ">Zd"), 1, TypeError, "format: .*'>Zd'"),
        (Waveform(5, "c"), 1, TypeError, "format: .*'c'"),
    ],
)
def test_what_has_no_envelope(waveform, bins, error, message):
    waveform = waveform.copy()
    with pytest.raises(error, match=re.compile(message)):
        waveform.envelope(bins)
    assert waveform.exports == 0


def test_63_dimensions_become_64():
    assert Waveform((1,) * 63, "h").envelope(1).shape == (1,) * 63 + (2,)


def test_a_number_of_bins_that_pulls_the_memory_away_is_refused():
    waveform = Waveform(5)

    class Releasing:
        def __index__(self):
            waveform.release()

    with pytest.raises(BufferError, match="release"):
        waveform.envelope(Releasing())
    assert waveform.envelope(1).tolist() == [[0, 0]]


def release_during_an_envelope():
    waveform = Waveform(1 << 27, "B")
    return refused_release(lambda: waveform.envelope(1), waveform)


def test_other_threads_run_meanwhile_and_cannot_release_the_memory():
    # Whether the other thread gets to run in time is for the system to say.
    assert any(release_during_an_envelope() for _ in range(50))


def interrupt():
    waveform = Waveform.from_buffer(np.broadcast_to(np.uint8(0), 2**45))
    end_by_signal(lambda: waveform.envelope(1), [waveform])


def test_ctrl_c_ends_a_long_one():
    run_isolated(interrupt)
