"""The picture of a Waveform: well-formed, always the same, and true to the samples."""

import math
import re
import subprocess
import sys

import numpy as np
import pytest
from pictures import frames, height_at, parsed, pieces, texts

from swiftbuf import Waveform, _drawing

WIDTH, EDGE = _drawing.WIDTH, _drawing.EDGE


def picture(source):
    """The parsed SVG of what NumPy holds."""
    return parsed(Waveform.from_buffer(source)._repr_svg_())


def test_it_says_what_it_is_to_those_who_cannot_see_it():
    svg = picture(np.zeros(5, "h"))
    title = "format h, shape (5,)"
    assert (svg.get("role"), svg.get("aria-label")) == ("img", title)
    assert svg[0].text == title
    assert title in texts(svg)


def test_what_xml_reserves_is_escaped():
    svg = picture(np.zeros(5, ">h"))
    assert svg.get("aria-label") == "format >h, shape (5,)"


def test_few_samples_are_dots_of_a_line():
    svg = picture(np.array([1, 3, 2], "h"))
    ((_, _, width, height),) = frames(svg)
    (line,) = pieces(svg, "first line")
    assert [x for x, _ in line] == [width // 6, width // 2, width * 5 // 6]
    low, high, middle = (y for _, y in line)
    assert (high, low) == (EDGE, height - EDGE)
    assert middle == (low + high) / 2
    assert [dot[0] for dot in pieces(svg, "first dot")] == line


def test_no_peak_of_many_samples_is_lost():
    samples = np.zeros(1_000_000, "f")
    samples[777_777] = 1
    (area,) = pieces(picture(samples), "first area")
    peaks = {x for x, y in area if y == EDGE}
    assert len(peaks) == 1
    assert peaks.pop() / WIDTH == pytest.approx(0.777777, abs=0.002)


def test_a_curve_is_where_its_samples_are():
    samples = np.cos(np.arange(450) / 30)
    svg = picture(samples)
    (line,) = pieces(svg, "first line")
    ((_, _, width, height),) = frames(svg)
    for i in range(450):
        share = (samples[i] - samples.min()) / np.ptp(samples)
        y = height_at(line, min(max((i + 0.5) / 450 * width, line[0][0]), line[-1][0]))
        assert height - EDGE - share * (height - 2 * EDGE) == pytest.approx(y, abs=4)


def test_axes_have_names_and_round_numbers():
    svg = picture(np.linspace(-0.25, 1.1, 1000))
    assert texts(svg)[1:] == [
        *("-0.2", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0"),
        *("0", "200", "400", "600", "800", "sample", "value"),
    ]


def test_there_is_a_line_at_zero_where_zero_is():
    def zeros(samples):
        return [path for path in picture(samples).iter() if path.get("class") == "zero"]

    assert len(zeros(np.array([-1, 1]))) == 1
    assert len(zeros(np.array([[-1, 2], [1, 5]]))) == 2
    assert zeros(np.array([1, 2, 3])) == []


@pytest.mark.parametrize("value", [0, -3, 2**63 - 1])
def test_what_is_flat_is_a_line_in_the_middle(value):
    svg = picture(np.full(9, value, "q"))
    ((_, _, _, height),) = frames(svg)
    assert {y for piece in pieces(svg, "first line") for _, y in piece} == {height // 2}


def test_a_single_sample_is_a_dot():
    svg = picture(np.array([7.0]))
    ((_, _, width, height),) = frames(svg)
    assert [dot[0] for dot in pieces(svg, "first dot")] == [(width // 2, height // 2)]
    assert "7" in texts(svg)


def test_samples_between_nan_are_dots():
    samples = np.full(101, math.nan)
    samples[::2] = 1
    assert len(pieces(picture(samples), "first dot")) == 51


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_the_line_breaks_where_there_is_no_number(bad):
    svg = picture(np.array([1, 2, bad, bad, 3, 4, 6]))
    first, second = pieces(svg, "first line")
    assert [first[0][0], first[-1][0]] == [WIDTH // 14, WIDTH * 3 // 14]
    assert [second[0][0], second[-1][0]] == [WIDTH * 9 // 14, WIDTH * 13 // 14]


def test_nan_and_infinity_are_told_apart_and_counted():
    nan, inf = math.nan, math.inf
    svg = picture(np.array([1, nan, 2, inf, 3, -inf, -inf, 0]))
    ((_, _, _, height),) = frames(svg)
    (gap,) = pieces(svg, "bad gap")
    assert {y for _, y in gap} == {0, height}
    above, below = pieces(svg, "bad mark")
    assert (above[0][1] < 10, below[0][1] > height - 10) == (True, True)
    assert below[-1][0] - below[0][0] == pytest.approx(2 * WIDTH / 8, abs=10)
    assert "1 NaN, 1 +inf, 2 -inf" in texts(svg)


def test_an_infinity_among_many_samples_is_marked():
    samples = np.zeros(1_000_000)
    samples[[250_000, 750_000]] = math.inf, -math.inf
    above, below = pieces(picture(samples), "bad mark")
    assert above[0][0] / WIDTH == pytest.approx(0.25, abs=0.01)
    assert below[0][0] / WIDTH == pytest.approx(0.75, abs=0.01)


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        ([math.nan] * 3, "all NaN"),
        ([math.inf, -math.inf], "no finite samples"),
        ([math.inf, math.nan], "no finite samples"),
        ([], "no samples"),
    ],
)
def test_what_is_missing_is_said_in_words(samples, said):
    svg = picture(np.array(samples, "d"))
    assert said in texts(svg)
    assert "curve" not in [path.get("class") for path in svg.iter()]


@pytest.mark.parametrize("shape", [0, (0, 3), (3, 0)])
def test_an_empty_waveform_says_so(shape):
    assert "no samples" in texts(parsed(Waveform(shape)._repr_svg_()))


def test_one_channel_without_a_number_among_others_says_so():
    samples = np.stack([np.arange(50.0), np.full(50, math.nan)], axis=1)
    svg = picture(samples)
    assert "all NaN" in texts(svg)
    assert "50 NaN" in texts(svg)
    assert len(frames(svg)) == 2


def test_the_largest_numbers_that_there_are():
    largest = sys.float_info.max
    svg = picture(np.array([largest, -largest, 0]))
    (line,) = pieces(svg, "first line")
    ((_, _, _, height),) = frames(svg)
    assert [y for _, y in line] == [EDGE, height - EDGE, height // 2]


@pytest.mark.parametrize("shape", [(50, 3), (2, 5), (5, 1)])
def test_channels_are_one_below_the_other_as_in_an_envelope(shape):
    svg = picture(np.arange(math.prod(shape), dtype="i").reshape(shape))
    names = [f"channel {i}" for i in range(shape[1])]
    assert [text for text in texts(svg) if text.startswith("channel")] == names
    boxes = frames(svg)
    assert len(boxes) == len(names)
    assert all(a[1] + a[3] < b[1] for a, b in zip(boxes, boxes[1:], strict=False))
    assert boxes[-1][1] + boxes[-1][3] < int(svg.get("viewBox").split()[3])


def test_all_channels_have_one_scale():
    samples = np.sin(np.arange(500) / 50)
    svg = picture(np.stack([samples, samples / 2], axis=1))
    whole, half = (pieces(svg, "first line", channel)[0] for channel in (0, 1))

    def heights(line):
        return max(y for _, y in line) - min(y for _, y in line)

    assert heights(half) == pytest.approx(heights(whole) / 2, abs=2)


@pytest.mark.parametrize("format", ["F", ">c16"])
@pytest.mark.parametrize("step", [1, 3, -2])
def test_complex_samples_are_two_curves(format, step):
    turning = np.exp(1j * np.arange(900) / 99).astype(format)[::step]
    svg = picture(turning)
    assert [text for text in texts(svg) if text in ("real", "imag")] == ["real", "imag"]
    both = np.stack([turning.real, turning.imag], axis=1)
    (_, _, _, height), *_ = frames(svg)
    for kind, part in (("first", turning.real), ("second", turning.imag)):
        (line,) = pieces(svg, f"{kind} line") or pieces(svg, f"{kind} area")
        share = (part[0] - both.min()) / np.ptp(both)
        assert line[0][1] == pytest.approx(height - EDGE - share * (height - 2 * EDGE), abs=6)


def test_channels_of_complex_samples_have_a_frame_each():
    svg = picture(np.zeros((9, 4), "D")[:, ::2])
    names = ["channel 0", "real", "imag", "channel 1", "real", "imag"]
    assert [text for text in texts(svg) if re.match("channel|real|imag", text)] == names
    assert len(frames(svg)) == 2


def test_of_many_channels_the_first_are_drawn():
    svg = picture(np.zeros((100, 40), "B"))
    assert len(frames(svg)) == 16
    assert "format B, shape (100, 40), 16 of 40 channels" in texts(svg)


@pytest.mark.parametrize("format", ["h", "d", "F", "D"])
@pytest.mark.parametrize("samples", [700, 5000, 100_000])
def test_sixteen_channels_of_anything_are_at_most_60_kilobytes(format, samples):
    random = np.random.default_rng(0)
    noise = random.normal(scale=5000, size=(samples, 16)) + 1j * random.normal(size=(samples, 16))
    noise[random.random(size=noise.shape) < 0.3] = 0
    if format != "h":
        noise[random.random(size=noise.shape) < 0.2] = math.nan
        noise[random.random(size=noise.shape) < 0.1] = math.inf
    part = noise if format in "FD" else noise.real
    with np.errstate(all="ignore"):
        text = Waveform.from_buffer(part.astype(format))._repr_svg_()
    assert len(text.encode()) <= 60_000


@pytest.mark.parametrize(
    "waveform",
    [Waveform(()), Waveform((2, 3, 4)), Waveform(4, "c")],
    ids=lambda w: f"{w.format} {w.shape}",
)
def test_what_has_no_picture_is_shown_as_text(waveform):
    assert waveform._repr_svg_() is None
    assert waveform.exports == 0


def test_a_released_waveform_says_so():
    waveform = Waveform(4)
    waveform.release()
    assert "released" in texts(parsed(waveform._repr_svg_()))


def test_the_same_samples_have_the_same_picture_and_nothing_stays_pinned():
    waveform = Waveform.from_buffer(np.random.default_rng(1).normal(size=(900, 2)))
    assert waveform._repr_svg_() == waveform.copy()._repr_svg_()
    waveform.release()


@pytest.mark.parametrize("shape", [(1000,), (50, 2), (40, 4), (40, 16)])
def test_a_frame_has_a_sensible_proportion(shape):
    svg = picture(np.zeros(shape, "h"))
    for _, _, width, height in frames(svg):
        assert 2 < width / height < 13
    assert int(svg.get("width")) < 1000 > int(svg.get("height"))


def luminance(colour):
    """Relative luminance (WCAG 2.1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colours", [_drawing.LIGHT, _drawing.DARK], ids=["light", "dark"])
def test_colours_stand_out_from_the_paper(colours):
    paper = luminance(colours["paper"])
    for name in ("ink", "first", "second", "bad", "zero"):
        low, high = sorted([luminance(colours[name]), paper])
        least = 3 if name == "zero" else 4.5
        assert (high + 0.05) / (low + 0.05) >= least, name


def test_dark_pages_have_dark_pictures_and_nothing_comes_from_elsewhere():
    text = Waveform((9, 2))._repr_svg_()
    light, dark = text.split("@media(prefers-color-scheme:dark)")
    assert set(re.findall("#[0-9a-f]{6}", light)) == set(_drawing.LIGHT.values())
    assert set(re.findall("#[0-9a-f]{6}", dark)) == set(_drawing.DARK.values())
    assert re.findall('https?://[^"]+', text) == ["http://www.w3.org/2000/svg"]


def test_style_rules_are_for_pictures_of_swiftbuf_alone():
    """A page has the rules of all pictures that are in it."""
    style = re.search("<style>(.*)</style>", Waveform(3)._repr_svg_()).group(1)
    rules = style.replace("@media(prefers-color-scheme:dark){", "")
    for rule in re.findall(r"([^{}]+)\{[^{}]*\}", rules):
        assert all(selector.startswith(".swiftbuf ") for selector in rule.split(",")), rule


def test_import_swiftbuf_does_not_import_what_draws():
    code = "import sys, swiftbuf; print([m for m in sys.modules if m.startswith('swiftbuf._')])"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert loaded == "['swiftbuf._swiftbuf']\n"
