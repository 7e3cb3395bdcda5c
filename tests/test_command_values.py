"""`python -m swiftbuf` and pictures of values that are hard on floating point."""

import json
import math
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import numpy as np
import pytest
from pictures import parsed, pieces, texts

from swiftbuf import Waveform, _numbers, _sources
from swiftbuf import __main__ as command

HARD = {
    "timestamps": 1_763_000_000_000_000_000 + np.arange(100),
    "subnormal": np.array([0, 5e-324, 1e-323, 3e-322]),
    "largest": np.array([1.7e308, -1.7e308]),
    "large of one sign": np.array([1.7e308, 1.6e308, 1.7e308]),
    "offset": 2**60 + np.arange(1000) % 7,
    "unsigned": 2**64 - 1 - np.arange(50, dtype="u8"),
    "ripple": 1000 + 1e-6 * np.sin(np.arange(3000) / 99),
    "codes": np.array([-8388608, 8388607, 0], "i4"),
    "neighbours": np.array([1.0, np.nextafter(1.0, 2)]),
    "truth values": np.array([True, False]),
    "infinite": np.array([1.0, np.inf, -np.inf]),
    "one": np.array([2**62]),
}


@pytest.fixture(params=HARD, ids=str)
def samples(request, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    HARD[request.param].tofile("hard.raw")
    return HARD[request.param]


def run(samples, capsys):
    format = samples.dtype.char
    assert command.main(["hard.raw", "--format", format, "--svg", "hard.svg", "--force"]) == 0
    return capsys.readouterr().out


def heights(samples):
    """The heights of the points of a picture, from the least to the greatest."""
    svg = parsed(Waveform.from_buffer(samples)._repr_svg_())
    drawn = pieces(svg, "first line") + pieces(svg, "first area") + pieces(svg, "first dot")
    return sorted({-y for piece in drawn for _, y in piece})


def test_every_file_has_a_summary_a_plot_and_a_picture(samples, capsys):
    lines = run(samples, capsys).splitlines()
    assert "minimum" in lines[1]
    if np.isfinite(samples.astype(object).astype(float)).any():
        assert any("\u2800" < character <= "\u28ff" for line in lines for character in line)
    assert max(len(line) for line in lines[3:]) <= 80
    assert ElementTree.parse("hard.svg").getroot().get("role") == "img"


def test_the_summary_tells_minimum_and_maximum_apart(samples, capsys):
    minimum, maximum, *_ = run(samples, capsys).splitlines()[2].split()
    if samples.dtype.kind in "iu":
        assert (int(minimum), int(maximum)) == (int(samples.min()), int(samples.max()))
    elif samples.dtype.kind == "f":
        assert (minimum == maximum) == (samples.min() == samples.max())
        assert float(maximum) == pytest.approx(samples.max(), rel=1e-6)


def test_the_mean_is_between_minimum_and_maximum(samples, capsys):
    minimum, maximum, mean = map(float, run(samples, capsys).splitlines()[2].split()[:3])
    if not math.isnan(mean):
        assert minimum <= mean <= maximum or mean == pytest.approx(minimum, rel=1e-6)


def test_a_picture_is_as_high_as_its_frame(samples):
    finite = samples[np.isfinite(samples.astype(float))]
    points = heights(finite)
    if len(set(finite.tolist())) > 1:
        assert points[-1] - points[0] == pytest.approx(436, abs=1)
    else:
        assert len(points) == 1


def test_small_steps_around_a_large_integer_are_even():
    points = heights(2**60 + np.arange(5))
    steps = np.diff(points)
    assert steps == pytest.approx([109] * 4)


def test_labels_of_a_picture_are_exact_integers_and_tell_floats_apart():
    stamps = texts(parsed(Waveform.from_buffer(HARD["timestamps"])._repr_svg_()))
    assert "value - 1763000000000000000" in stamps
    assert {"0", "20", "40", "60", "80"} < set(stamps)
    ripple = texts(parsed(Waveform.from_buffer(HARD["ripple"])._repr_svg_()))
    assert {"value - 1000", "-500e-9", "0", "500e-9"} < set(ripple)


def test_the_rms_of_values_whose_squares_no_float_holds(samples, capsys):
    numbers = run(samples, capsys).splitlines()[2].split()
    values = [Decimal(value) for value in samples.tolist()]
    if all(value.is_finite() for value in values):
        rms = (sum(value * value for value in values) / len(values)).sqrt()
        assert float(numbers[3]) == pytest.approx(float(rms), rel=1e-6, abs=0)
    else:
        assert numbers[3] == "inf"


@pytest.mark.parametrize("block", [8, 24, 1 << 22])
@pytest.mark.parametrize(
    "values",
    [
        [1.7e308] * 3,
        [1e308] * 4,
        [-1.7e308] * 5 + [1.0],
        [1.7e308, 1.7e308, -1.7e308, -1.7e308],
        [1e308, math.nan, 1.5e308],
        [1.0, math.nan],
    ],
)
def test_the_mean_of_finite_values_is_finite(tmp_path, monkeypatch, capsys, values, block):
    monkeypatch.chdir(tmp_path)
    np.array(values).tofile("hard.raw")
    monkeypatch.setattr(_sources, "BLOCK", block)
    assert command.main(["hard.raw", "--format", "d", "--json"]) == 0
    mean = json.loads(capsys.readouterr().out)["channels"][0]["mean"]
    numbers = [Fraction(value) for value in values if not math.isnan(value)]
    assert mean == pytest.approx(float(sum(numbers) / len(numbers)), rel=1e-15)


@pytest.mark.parametrize("block", [8, 1 << 22])
@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ([1.0, math.inf, 1e308, 1e308], "inf"),
        ([1e308, 1e308, -math.inf], "-inf"),
        ([math.inf, 1.0, -math.inf], "nan"),
    ],
)
def test_the_mean_with_infinities(tmp_path, monkeypatch, capsys, values, mean, block):
    monkeypatch.chdir(tmp_path)
    np.array(values).tofile("hard.raw")
    monkeypatch.setattr(_sources, "BLOCK", block)
    assert command.main(["hard.raw", "--format", "d", "--no-plot"]) == 0
    assert capsys.readouterr().out.splitlines()[2].split()[2] == mean


@pytest.mark.parametrize("rate", ["1e-310", "1e-320", "5e-324"])
def test_a_duration_too_large_for_a_float_is_said_in_words(tmp_path, monkeypatch, capsys, rate):
    monkeypatch.chdir(tmp_path)
    np.arange(5.0).tofile("slow.raw")
    arguments = ["slow.raw", "--format", "d", "--rate", rate]
    assert command.main([*arguments, "--svg", "slow.svg"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("format d, shape (5,), more than 1.79e308 s at ")
    assert command.main([*arguments, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["rate"], facts["seconds"]) == (float(rate), None)


@pytest.mark.parametrize("end", [15 * 10**307, 1.5e308])
def test_a_range_wider_than_any_float(tmp_path, monkeypatch, capsys, end):
    monkeypatch.chdir(tmp_path)
    np.arange(5.0).tofile("flat.raw")
    assert command.main(["flat.raw", "--format", "d", f"--range={-end},{end}"]) == 0
    assert "┤" in capsys.readouterr().out
    picture = Waveform.from_values([1.0, 2.0]).plot(range=(-end, end))
    assert "100e306" in texts(parsed(str(picture)))


@pytest.mark.parametrize(("low", "high"), [(1.0, 2.0), (2**60, 2**60 + 9), (-1.7e308, 1.7e308)])
@pytest.mark.parametrize("part", [0, 0.5, 1])
def test_between_is_the_reverse_of_share(low, high, part):
    value = _numbers.between(part, low, high)
    assert low <= value <= high
    assert _numbers.share(value, low, high) == pytest.approx(part, abs=0.06)
