"""_statistics(waveform, scale): the sums and counts that the summary of the command is made of."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_work import end_by_signal
from modelling import FORMATS, keys, run_isolated, waveforms

from swiftbuf import Waveform
from swiftbuf._survey import Trace
from swiftbuf._swiftbuf import _statistics

ORDERED = [format for format in FORMATS if format != "c" and "Z" not in format]
THREE = ["i3", ">i3", "u3", ">u3"]
INTEGERS = [format for format in ORDERED if format[-1] not in "efd"] + THREE
FLOATS = [format for format in ORDERED if format[-1] in "efd"]


def flat(waveform):
    values = waveform.tolist()
    for _ in range(waveform.ndim - 1):
        values = [value for row in values for value in row]
    return values if waveform.ndim else [values]


def exact(parts):
    return sum(map(Fraction, parts), Fraction(0))


def assert_exact(waveform):
    values = [int(value) for value in flat(waveform)]
    total, squares, numbers, _, _ = _statistics(waveform, 1.0)
    assert exact(total) == sum(values)
    assert exact(squares) == sum(value * value for value in values)
    assert numbers == len(values)


def scale_for(values):
    """As `Trace` has it: the squares are no float64 otherwise."""
    exponent = math.frexp(max(map(abs, values), default=0.0))[1]
    return 2.0 ** min(-exponent, 1000) if abs(exponent) > 400 else 1.0


def assert_nearly_exact(waveform):
    """With twice the precision of float64, less what many roundings of that add up to."""
    values = flat(waveform)
    finite = [value for value in values if math.isfinite(value)]
    scale = scale_for(finite)
    total, squares, numbers, _, _ = _statistics(waveform, scale)
    assert numbers == sum(not math.isnan(value) for value in values)
    scaled = [Fraction(value) * Fraction(scale) for value in finite]
    tiny = (len(values) + 1) * Fraction(2) ** -1073
    bound = len(values) ** 2 * sum(map(abs, scaled)) / 2**104 + tiny
    assert abs(exact(total) - sum(scaled)) <= bound
    of_squares = sum(value * value for value in scaled)
    assert abs(exact(squares) - of_squares) <= of_squares / 2**52 + tiny


def a_part(data, waveform):
    part = waveform[data.draw(keys(waveform.shape))]
    return part if isinstance(part, Waveform) else waveform


@given(st.data(), waveforms(INTEGERS))
def test_integers_are_summed_exactly(data, waveform):
    assert_exact(a_part(data, waveform))


@given(st.data(), waveforms(FLOATS))
def test_floats_are_summed_with_twice_the_precision(data, waveform):
    assert_nearly_exact(a_part(data, waveform))


def long_runs():
    """Some thousand elements of each format, in place and strided."""
    for format in ORDERED + THREE:
        waveform = Waveform(5003, format)
        block = np.random.default_rng(1).bytes(waveform.nbytes)
        waveform.cast("B")[:] = block
        yield from (waveform, waveform[::-3])


def check_long_runs():
    for waveform in long_runs():
        assert_nearly_exact(waveform) if waveform.format[-1] in "efd" else assert_exact(waveform)


def test_long_runs():
    check_long_runs()


def test_long_runs_without_vectors():
    run_isolated(check_long_runs, environment={"SWIFTBUF_VECTORS": "baseline"})


@pytest.mark.parametrize("format", ["q", ">q", "Q", "i", "I", ">i", "i3", "u3", "h", "B", "?"])
@pytest.mark.parametrize("end", [0, 1])
def test_the_largest_integers_of_many_blocks(format, end):
    count = 200_001
    bits = 8 * Waveform(0, format).itemsize
    signed = format[-1] in "qihb" or format == "i3"
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    value = bool(end) if format == "?" else (low, high)[end]
    waveform = Waveform(count, format)
    waveform.fill(value)
    total, squares, *counts = _statistics(waveform, 1.0)
    assert (exact(total), exact(squares)) == (count * value, count * value * value)
    assert counts == [count, count * (not end), count * end]


def test_floats_that_cancel_are_summed_as_fsum_does():
    generator = np.random.default_rng(2)
    large = generator.standard_normal(50_000) * 2.0 ** generator.integers(0, 40, 50_000)
    values = np.concatenate([large, generator.standard_normal(3), -large])
    generator.shuffle(values)
    total, *_ = _statistics(Waveform.from_buffer(values), 1.0)
    assert float(exact(total)) == math.fsum(values)


def test_a_sum_of_many_small_steps_is_nearer_than_that_of_numpy():
    values = np.full(1_000_003, 0.1)
    values[0] = 1e9
    total, *_ = _statistics(Waveform.from_buffer(values), 1.0)
    expected = math.fsum(values)
    assert float(exact(total)) == expected
    assert abs(float(exact(total)) - expected) <= abs(float(values.sum()) - expected)


@pytest.mark.parametrize("dtype", ["b", "B", ">h", "H", "i", "I", "q", "Q"])
def test_integers_at_the_limits_of_their_format_are_counted(dtype):
    least, greatest = np.iinfo(dtype).min, np.iinfo(dtype).max
    array = np.array([least, 5, greatest, least, greatest, greatest], dtype)
    assert _statistics(Waveform.from_buffer(array), 1.0)[2:] == (6, 2, 3)


@pytest.mark.parametrize("format", THREE)
def test_24_bit_integers_at_their_limits_are_counted(format):
    least, greatest = (-(2**23), 2**23 - 1) if "i" in format else (0, 2**24 - 1)
    waveform = Waveform.from_values([least, greatest, 5, greatest, greatest - 1], format)
    assert _statistics(waveform, 1.0)[2:] == (5, 1, 2)


@pytest.mark.parametrize("dtype", ["e", "f", ">d"])
def test_infinities_and_nan_are_counted_and_not_summed(dtype):
    array = np.array([np.inf, 5, np.nan, -np.inf, np.inf, np.nan, np.nan], dtype)
    total, squares, *counts = _statistics(Waveform.from_buffer(array), 1.0)
    assert (exact(total), exact(squares), counts) == (5, 25, [4, 1, 2])


@pytest.mark.parametrize(("value", "scale"), [(1e300, 2.0**-1000), (1e-300, 2.0**1000)])
def test_a_scale_keeps_squares_in_range(value, scale):
    total, squares, *_ = _statistics(Waveform.from_values([value] * 4), scale)
    assert float(exact(total) / Fraction(scale)) == 4 * value
    assert math.sqrt(exact(squares) / 4) / scale == pytest.approx(value)


def test_they_are_of_a_waveform_with_an_order():
    with pytest.raises(TypeError, match="waveform: b'x' is not a Waveform"):
        _statistics(b"x", 1.0)
    with pytest.raises(TypeError, match="scale: 'x'"):
        _statistics(Waveform(1), "x")
    with pytest.raises(TypeError, match="format: .*'Zd'"):
        _statistics(Waveform(1, "Zd"), 1.0)
    gone = Waveform(1)
    gone.release()
    with pytest.raises(ValueError, match="released"):
        _statistics(gone, 1.0)


def interrupt():
    waveform = Waveform.from_buffer(np.broadcast_to(np.uint8(0), 2**45))
    end_by_signal(lambda: _statistics(waveform, 1.0), [waveform])


def test_ctrl_c_ends_a_long_one():
    run_isolated(interrupt)


def trace_of(values, format, block):
    trace = Trace(format)
    for start in range(0, len(values), block):
        trace.add(Waveform.from_values(values[start : start + block], format))
    return trace


@given(
    st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-9, 9), min_size=1, max_size=30),
    st.sampled_from([1, 7, 100]),
)
def test_mean_and_rms_of_integers_are_rounded_once(values, block):
    trace = trace_of(values, "q", block)
    assert trace.mean == float(Fraction(sum(values), len(values)))
    square = Fraction(sum(value * value for value in values), len(values))
    assert is_rounded_root(trace.rms, square)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=9))
def test_rms_of_any_floats(values):
    trace = trace_of(values, "d", 2)
    square = sum(Fraction(value) ** 2 for value in values) / len(values)
    assert is_near_root(trace.rms, square)


def is_rounded_root(root, square):
    """Whether no float64 is nearer to the square root."""
    above, below = math.nextafter(root, math.inf), math.nextafter(root, 0)
    low, high = (Fraction(root) + Fraction(below)) / 2, (Fraction(root) + Fraction(above)) / 2
    return low * low <= square <= high * high


def is_near_root(root, square):
    """Whether at most a unit in the last place is amiss."""
    above, below = math.nextafter(root, math.inf), math.nextafter(root, 0)
    return Fraction(below) ** 2 <= square and (above == math.inf or square <= Fraction(above) ** 2)
