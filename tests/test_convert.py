"""convert(): each value times scale plus offset, rounded once, against plain Python arithmetic."""

import math
import random
import struct
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import (
    COMPLEX_CODES,
    FORMATS_24,
    as_array,
    dtype_of,
    integer_limits,
    run_isolated,
    shown,
    waveform_of,
)

from swiftbuf import Waveform

INTEGERS = [*"bBhHiIqQ", ">h", ">H", ">i", ">I", ">q", ">Q", *FORMATS_24]
FLOATS = [*"efd", ">e", ">f", ">d"]
REALS = INTEGERS + FLOATS + ["?"]
COMPLEX = [*COMPLEX_CODES, ">Zf", ">Zd"]
# 65520 and 2**128 - 2**103 are halfway from the greatest half and float to the next power of two.
OVERFLOW = {"e": 65520.0, "f": (2 - 2**-24) * 2.0**127, "d": math.inf}
GREATEST = {"e": 65504.0, "f": (2 - 2**-23) * 2.0**127, "d": math.inf}


class OutOfRange(Exception):
    pass


def rounded(result, format, clips):
    """A real result as a value of the format, by one rounding."""
    code = format[-1]
    if code == "?":
        return bool(result)
    if code in "efd":
        if code == "d" or math.isnan(result) or math.isinf(result):
            return float(result)
        if abs(result) >= OVERFLOW[code]:
            if not clips:
                raise OutOfRange
            return math.copysign(GREATEST[code], result)
        if clips and abs(result) > GREATEST[code]:
            return math.copysign(GREATEST[code], result)
        return struct.unpack(code, struct.pack(code, result))[0]
    low, high = integer_limits(format)
    if isinstance(result, float):
        if math.isnan(result) or (math.isinf(result) and not clips):
            raise OutOfRange
        if math.isinf(result):
            return high if result > 0 else low
        result = round(Fraction(result))
    result = int(result)
    if low <= result <= high:
        return result
    if not clips:
        raise OutOfRange
    return low if result < low else high


def expected(values, format, scale=1, offset=0, overflow="raise"):
    """The values; or the index of the first that does not fit."""
    results = []
    for index, value in enumerate(values):
        is_plain = scale == 1 and offset == 0
        try:
            if format.endswith(("Zf", "Zd")):
                value = complex(value)
                if not is_plain:
                    # Of a real offset, Python 3.14 leaves the sign of an imaginary zero as it is.
                    value = times(value, scale) + complex(offset)
                component = format[-1]
                parts = [rounded(part, component, overflow == "clip") for part in parts_of(value)]
                results.append(complex(*parts))
            else:
                result = value if is_plain else float(value) * float(scale) + float(offset)
                if format[-1] in "efd":
                    result = float(result)
                results.append(rounded(result, format, overflow == "clip"))
        except OutOfRange:
            return index
    return results


def times(value, scale):
    """The product by its definition, as NumPy has it.

    Python 3.14 makes infinities of some that are NaN by it (C11, annex G.5.1).
    """
    if isinstance(scale, complex):
        real = value.real * scale.real - value.imag * scale.imag
        return complex(real, value.real * scale.imag + value.imag * scale.real)
    return complex(value.real * scale, value.imag * scale)


def parts_of(value):
    return value.real, value.imag


def same(left, right):
    """Equal, and NaN where the other is; zeros with their signs."""
    if isinstance(left, complex):
        return all(map(same, parts_of(left), parts_of(right)))
    if isinstance(left, float):
        return (
            left == right
            and math.copysign(1, left) == math.copysign(1, right)
            or (math.isnan(left) and math.isnan(right))
        )
    return type(left) is type(right) and left == right


def check(waveform, format, **options):
    """Converts to new memory, to strided memory, and over itself where that is possible."""
    values = waveform.tolist()
    wanted = expected(values, format, **options)
    before = waveform.tobytes()
    strided = Waveform((len(waveform), 3), format)[::-1, 1]
    untouched = strided.tobytes()
    if isinstance(wanted, int):
        for target in [{"format": format}, {"out": strided}]:
            with pytest.raises(ValueError, match=rf"value: .* at index {wanted} .*'{format}'"):
                waveform.convert(**target, **options)
        assert strided.tobytes() == untouched
    else:
        made = waveform.convert(format, **options)
        assert (made.format, made.shape, made.obj) == (format, waveform.shape, None)
        for result in [made, waveform.convert(out=strided, **options)]:
            pairs = list(zip(result.tolist(), wanted, strict=True))
            assert all(same(*pair) for pair in pairs), (values, options, pairs)
        assert bytes(made.cast("B")) == strided.tobytes()
    assert waveform.tobytes() == before


SPECIAL = [
    *(0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, 127.5, -128.5, 255.5, 32767.5, -32768.5, 65519.0),
    *(65520.0, 2.0**31 - 0.5, 2.0**32 - 0.5, 2.0**52 + 1, 2.0**63, -(2.0**63), 2.0**64),
    *(2.0**23 - 0.5, -(2.0**23) - 0.5, 2.0**24 - 0.5),
    *(*GREATEST.values(), OVERFLOW["f"], 1e-8, 5e-324, 1e308, -math.inf, math.nan),
]
FACTORS = st.sampled_from([1, 0, -1, 2, 0.5, 1 / 3276.8, 3276.8, 1e-3, 1e30, 1e300, 1e-300]) | (
    st.floats(-1e6, 1e6)
)


@st.composite
def samples(draw, formats):
    format = draw(st.sampled_from(formats))
    count = draw(st.integers(0, 5))
    if format[-1] in "efd" and draw(st.booleans()):
        pool = [x for x in SPECIAL if not math.isfinite(x) or abs(x) < OVERFLOW[format[-1]]]
        values = draw(st.lists(st.sampled_from(pool), min_size=count, max_size=count))
        parts = 2 if "Z" in format else 1
        order = ">" if format[0] == ">" else "="
        data = struct.pack(f"{order}{count * parts}{format[-1]}", *values * parts)
    else:
        size = count * dtype_of(format).itemsize
        data = draw(st.binary(min_size=size, max_size=size))
    waveform = waveform_of(data, format)
    if draw(st.booleans()):
        return waveform
    # Strided and at an odd address.
    memory = np.zeros(3 * len(data) + 1, "u1")[1:].view(dtype_of(format))
    apart = Waveform.from_buffer(memory, format)[::3][: len(waveform)]
    apart[:] = waveform
    return apart


OVERFLOWS = st.sampled_from(["raise", "clip"])


@given(samples(REALS), st.sampled_from(REALS), FACTORS, FACTORS | st.just(0), OVERFLOWS)
def test_every_real_format_to_every_other(waveform, format, scale, offset, overflow):
    check(waveform, format, scale=scale, offset=offset, overflow=overflow)


@given(samples(REALS), st.sampled_from(REALS), OVERFLOWS)
def test_without_arithmetic(waveform, format, overflow):
    check(waveform, format, overflow=overflow)


@given(
    samples([*REALS, *COMPLEX]),
    st.sampled_from(COMPLEX),
    FACTORS | st.sampled_from([1j, 2 - 3j, 1e200 + 1j]),
    FACTORS | st.sampled_from([0, -1j, 1e39 + 1j]),
    OVERFLOWS,
)
def test_to_complex(waveform, format, scale, offset, overflow):
    if isinstance(offset, complex) and not isinstance(scale, complex):
        scale = complex(scale)
    check(waveform, format, scale=scale, offset=offset, overflow=overflow)


@pytest.mark.parametrize("source", REALS)
def test_long_runs_of_every_pair(source):
    compare_long_runs(source)


def test_long_runs_without_the_vectors_of_the_processor():
    run_isolated(compare_all_long_runs, environment={"SWIFTBUF_VECTORS": "baseline"})


def compare_all_long_runs():
    for source in ["h", ">i", "Q", "e", "f", "d", "i3", ">u3"]:
        compare_long_runs(source)


def compare_long_runs(source):
    """Longer than a block, with one value near the end that does not fit."""
    random.seed(source)
    waveform = waveform_of(random.randbytes(1100 * dtype_of(source).itemsize), source)
    if source[-1] in "efd":
        waveform[:] = [random.uniform(-200, 200) for _ in range(1100)]
    for target in REALS:
        check(waveform, target, overflow="clip")
        check(waveform, target, scale=0.37, offset=-3.5, overflow="clip")
        check(waveform, target, scale=1e-30, offset=2.5)
        if target[-1] != "?" and source[-1] in "hiqfd":
            quiet = waveform.convert(source, scale=0)
            quiet[1090] = -100 if source[-1] in "hiqfd" else 0
            check(quiet, target, scale=1e18, offset=0.25)


@pytest.mark.parametrize("format", ["h", ">h"])
@pytest.mark.parametrize("volts", [*"fd", ">f"])
@pytest.mark.parametrize("scale", [1 / 3276.8, 10 / 32768, 0.1, -5e-4])
def test_every_code_to_volts_and_back(format, volts, scale):
    codes = Waveform.from_buffer(np.arange(-32768, 32768).astype(dtype_of(format)))
    made = codes.convert(volts, scale=scale)
    wanted = (np.arange(-32768, 32768).astype("d") * scale + 0.0).astype(dtype_of(volts))
    assert made.tobytes() == wanted.tobytes()
    assert made.convert(format, scale=1 / scale, overflow="clip") == codes


def test_ties_go_to_even():
    halves = Waveform(6)
    halves[:] = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]
    for format in "bhiq":
        assert halves.convert(format).tolist() == [-2, -2, 0, 0, 2, 2]


def test_integers_are_exact_without_arithmetic():
    large = Waveform(2, "q")
    large[:] = [2**63 - 1, -(2**63)]
    assert large.convert(">q").tolist() == [2**63 - 1, -(2**63)]
    assert large.convert("Q", overflow="clip").tolist() == [2**63 - 1, 0]
    unsigned = Waveform(2, "Q")
    unsigned[:] = [2**64 - 1, 2**53 + 1]
    assert unsigned.convert("q", overflow="clip").tolist() == [2**63 - 1, 2**53 + 1]
    # Once, to the nearest.
    assert unsigned.convert("d").tolist() == [2.0**64, float(2**53 + 1)]


@pytest.mark.parametrize("overflow", ["raise", "clip"])
@pytest.mark.parametrize("format", "bhiqBHIQ")
def test_a_nan_is_not_an_integer(format, overflow):
    values = Waveform(40)
    values[33] = math.nan
    with pytest.raises(ValueError, match="value: nan at index 33 .*" + format):
        values.convert(format, overflow=overflow)


def test_a_nan_that_an_infinite_factor_makes_is_found():
    values = Waveform(5, "h")
    values[:] = [-1, 1, 2, 0, 1]
    with pytest.raises(ValueError, match="value: 0 at index 3 becomes nan"):
        values.convert("h", scale=math.inf, overflow="clip")


def test_infinities_among_numbers_that_do_not_fit():
    values = Waveform(4)
    values[:] = [math.inf, 1, -math.inf, 1e39]
    with pytest.raises(ValueError, match=r"value: 1e\+39 at index 3"):
        values.convert("f")
    assert values.convert("f", overflow="clip").tolist() == [math.inf, 1, -math.inf, GREATEST["f"]]


def test_a_shape_stays_and_an_error_names_the_index_in_it():
    table = Waveform((2, 3), "i")
    table[1, 2] = 70000
    assert table[:, ::-1].convert("d").tolist() == [[0, 0, 0], [70000, 0, 0]]
    with pytest.raises(ValueError, match=r"value: 70000 at index \(1, 2\)"):
        table.convert("h")
    assert Waveform((), "h").convert("f", offset=2)[()] == 2
    assert Waveform((0, 3), "h").convert("f").shape == (0, 3)


def test_the_result_is_a_plain_waveform_in_native_order():
    class Recording(Waveform):
        pass

    made = Recording(3, ">h")[::2].convert()
    assert type(made) is Waveform
    assert (made.format, made.shape, made.c_contiguous, made.readonly) == ("h", (2,), True, False)


@given(st.data())
def test_out_may_overlap(data):
    source_format = data.draw(st.sampled_from(["B", "h", ">h", "f", "d"]))
    out_format = data.draw(st.sampled_from(["B", "h", ">h", "f", "d"]))
    memory = bytearray(data.draw(st.binary(min_size=48, max_size=48)))
    count = data.draw(st.integers(0, 5))
    parts = []
    for format in (source_format, out_format):
        at = data.draw(st.integers(0, 7))
        step = data.draw(st.sampled_from([1, -1]))
        parts.append(Waveform.from_buffer(memory, format, offset=at, count=5)[::step][:count])
    source, out = parts
    if source_format in "fd" and not np.isfinite(as_array(source)).all():
        return
    wanted = source.copy().convert(out.format, scale=0.5, offset=3, overflow="clip").tobytes()
    assert source.convert(scale=0.5, offset=3, overflow="clip", out=out) is out
    assert out.tobytes() == wanted


@pytest.mark.parametrize("out", [bytearray(3), np.zeros(3, "u1"), Waveform(3, "B")], ids=shown)
def test_out_is_any_writable_buffer_and_is_returned(out):
    source = Waveform(3, "d")
    source[:] = [1.4, 2.6, 300]
    assert source.convert(out=out, overflow="clip") is out
    assert bytes(out) == bytes([1, 3, 255])


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"format": "y"}, ValueError, "format"),
        ({"format": "c"}, TypeError, "'c' elements are not numbers"),
        ({"scale": "2"}, TypeError, "scale: '2' is not a number"),
        ({"offset": None}, TypeError, "offset: None is not a number"),
        ({"scale": 10**400}, ValueError, "scale: 1000.*too large"),
        ({"scale": 1j}, TypeError, "scale, offset: .*complex"),
        ({"format": "?", "offset": 1j}, TypeError, "scale, offset: .*complex"),
        ({"offset": np.complex64(1j)}, TypeError, "scale, offset: .*complex"),
        ({"overflow": "wrap"}, ValueError, "overflow: 'wrap' is neither"),
        ({"overflow": 3}, TypeError, "overflow: 3 is not a str"),
        ({"out": 3}, TypeError, "out: 3 does not export"),
        ({"out": Waveform(3)}, ValueError, r"out: .*\(3,\) does not fit shape \(4,\)"),
        ({"out": Waveform(4, "f"), "format": "d"}, ValueError, "format: 'd' is not 'f'"),
        ({"out": Waveform(4).toreadonly()}, BufferError, "out: .*read-only"),
        ({"out": bytes(4)}, BufferError, "not writable"),
        ({"out": np.frombuffer(bytes(4), "u1")}, BufferError, "out: .*read-only"),
        ({"out": np.zeros(4, "i2,i4")}, TypeError, r"not numbers; take a field.*w\['f0'\]"),
    ],
)  # fmt: skip
def test_bad_arguments(options, error, message):
    source = Waveform(4, "h")
    with pytest.raises(error, match=message):
        source.convert(**options)
    assert source.exports == 0


@pytest.mark.parametrize("format", COMPLEX)
@pytest.mark.parametrize("target", ["f", "h"])
def test_complex_to_real_says_what_to_write(format, target):
    with pytest.raises(TypeError, match=f"cast\\('{'f' if format[-1] == 'f' else 'd'}'\\)"):
        Waveform(2, format).convert(target)


def test_numbers_may_be_of_other_types():
    source = Waveform(1, "h")
    source[0] = 3
    for two in [2, 2.0, np.float32(2), np.int8(2), Fraction(2), True + True]:
        assert source.convert("d", scale=two).tolist() == [6.0]
    assert source.convert("Zf", scale=np.complex64(2j)).tolist() == [6j]


def test_a_number_that_releases_the_waveform_while_it_is_asked():
    class Releasing:
        def __float__(self):
            source.release()
            return 1.0

    source = Waveform(4, "h")
    with pytest.raises(ValueError, match="released"):
        source.convert("f", scale=Releasing())
