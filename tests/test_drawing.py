"""The picture of a Waveform: well-formed, always the same, and true to the samples."""

import math
import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from swiftbuf import Waveform, _drawing

SVG = "{http://www.w3.org/2000/svg}"


def picture(source):
    """The parsed SVG of what NumPy holds."""
    return ElementTree.fromstring(Waveform.from_buffer(source)._repr_svg_())


def texts(svg):
    return [element.text for element in svg.iter(f"{SVG}text")]


def points(svg, channel=0):
    """The closed pieces of a channel's path, each a list of x and y."""
    path = list(svg.iter(f"{SVG}path"))[channel].get("d")
    return [
        [tuple(map(float, point.split())) for point in piece.strip("M").split("L")]
        for piece in path.split("Z")[:-1]
    ]


def panels(svg):
    """Left, top, right and bottom of each channel's frame."""
    frames = [
        [float(frame.get(name)) for name in ("x", "y", "width", "height")]
        for frame in svg.iter(f"{SVG}rect")
    ]
    return [(x, y, x + width, y + height) for x, y, width, height in frames]


def test_it_says_what_it_is_to_those_who_cannot_see_it():
    svg = picture(np.zeros(5, "h"))
    title = "format h, shape (5,)"
    assert (svg.tag, svg.get("role"), svg.get("aria-label")) == (f"{SVG}svg", "img", title)
    assert svg.find(f"{SVG}title").text == title
    assert title in texts(svg)


def test_what_xml_reserves_is_escaped():
    svg = picture(np.zeros(5, ">h"))
    assert svg.get("aria-label") == "format >h, shape (5,)"


def test_few_samples_are_points_of_a_line():
    ((there_and_back),) = points(picture(np.array([1, 3, 2], "h")))
    assert len(there_and_back) == 6
    ((left, top, right, bottom),) = panels(picture(np.array([1, 3, 2], "h")))
    there = there_and_back[:3]
    assert [x for x, _ in there] == [left, (left + right) / 2, right]
    assert there_and_back[3:] == there[::-1]
    low, high, middle = (y for _, y in there)
    assert top < high < middle < low < bottom
    assert middle == pytest.approx((low + high) / 2)


def test_no_peak_of_many_samples_is_lost():
    samples = np.zeros(1_000_000, "f")
    samples[777_777] = 1
    ((piece),) = points(picture(samples))
    assert len(piece) == 2 * _drawing.WIDTH
    low = max(y for _, y in piece)
    (peak,) = [x for x, y in piece if y < low]
    ((left, _, right, _),) = panels(picture(samples))
    assert (peak - left) / (right - left) == pytest.approx(0.777777, abs=0.002)


def test_the_axes_have_limits_and_no_units():
    svg = picture(np.linspace(-0.25, 12345.5, 1000))
    assert texts(svg)[1:] == ["12345.5", "-0.25", "0", "999"]


@pytest.mark.parametrize("value", [0, -3, 2**63 - 1])
def test_what_is_flat_is_a_line_in_the_middle(value):
    svg = picture(np.full(9, value, "q"))
    ((_, top, _, bottom),) = panels(svg)
    assert {y for piece in points(svg) for _, y in piece} == {(top + bottom) / 2}


def test_one_sample():
    svg = picture(np.array([7.0]))
    assert len(points(svg)) == 1


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_the_line_breaks_where_there_is_no_number(bad):
    svg = picture(np.array([1, 2, bad, bad, 3, 4, 5]))
    assert [len(piece) for piece in points(svg)] == [4, 6]
    assert texts(svg)[1:3] == ["5", "1"]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_no_number_at_all_is_an_empty_frame(bad):
    svg = picture(np.full(7, bad))
    assert points(svg) == []
    assert len(panels(svg)) == 1


def test_the_largest_numbers_that_there_are():
    largest = sys.float_info.max
    ((piece),) = points(picture(np.array([largest, -largest, 0])))
    assert all(math.isfinite(y) for _, y in piece)


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        ((50, 3), ["channel 0", "channel 1", "channel 2"]),
        ((2, 50), ["channel 0", "channel 1"]),
        ((2, 2), ["channel 0", "channel 1"]),
        ((5, 1), ["channel 0"]),
    ],
)
def test_channels_are_one_under_the_other(shape, names):
    svg = picture(np.arange(math.prod(shape), dtype="i").reshape(shape))
    assert [text for text in texts(svg) if text.startswith("channel")] == names
    frames = panels(svg)
    assert len(frames) == len(names) == len(list(svg.iter(f"{SVG}path")))
    assert all(above[3] < below[1] for above, below in zip(frames, frames[1:], strict=False))
    assert frames[-1][3] < float(svg.get("height"))


def test_interleaved_and_planar_recordings_look_the_same():
    samples = np.random.default_rng(0).normal(size=(5000, 3))
    interleaved, planar = picture(samples), picture(np.ascontiguousarray(samples.T))
    for channel in range(3):
        assert points(interleaved, channel) == points(planar, channel)


@pytest.mark.parametrize("format", ["F", ">c16"])
def test_a_complex_channel_is_its_real_and_its_imaginary_part(format):
    turning = np.exp(1j * np.arange(2000) / 99)
    svg = picture(turning.astype(format))
    assert [text for text in texts(svg) if text in ("real", "imag")] == ["real", "imag"]
    for channel, part in enumerate([turning.real, turning.imag]):
        kind = np.dtype(format).char.replace("F", "f").replace("D", "d")
        drawn = picture(part.astype(kind).copy())
        offset = panels(svg)[channel][1] - panels(drawn)[0][1]
        expected = [[(x, pytest.approx(y + offset)) for x, y in p] for p in points(drawn)]
        assert points(svg, channel) == expected


def test_complex_channels():
    svg = picture(np.zeros((9, 2), "D"))
    names = ["channel 0 real", "channel 0 imag", "channel 1 real", "channel 1 imag"]
    assert [text for text in texts(svg) if text.startswith("channel")] == names


def test_of_many_channels_the_first_are_drawn():
    svg = picture(np.zeros((100, 40), "B"))
    assert len(panels(svg)) == 16
    assert svg.get("aria-label") == "format B, shape (100, 40), the first 16 of 40 channels"


@pytest.mark.parametrize(
    "waveform",
    [
        Waveform(()),
        Waveform(0),
        Waveform((0, 3)),
        Waveform((3, 0)),
        Waveform((2, 3, 4)),
        Waveform(4, "c"),
        Waveform(8, "Zf")[::2],
    ],
    ids=lambda w: f"{w.format} {w.shape}",
)
def test_what_has_no_picture_is_shown_as_text(waveform):
    assert waveform._repr_svg_() is None
    assert waveform.exports == 0


def test_the_same_samples_have_the_same_picture_and_nothing_stays_pinned():
    waveform = Waveform.from_buffer(np.random.default_rng(1).normal(size=(900, 2)))
    assert waveform._repr_svg_() == waveform.copy()._repr_svg_()
    waveform.release()


def luminance(colour):
    """Relative luminance (WCAG 2.1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("colour", "least"), [(_drawing.INK, 4.5), (_drawing.TRACE, 3)])
def test_colours_stand_out_from_white_and_from_black(colour, least):
    assert 1.05 / (luminance(colour) + 0.05) >= least
    assert (luminance(colour) + 0.05) / 0.05 >= least


def test_no_other_colours_and_nothing_from_elsewhere():
    text = Waveform((9, 2))._repr_svg_()
    assert set(re.findall("#[0-9a-f]+", text)) == {_drawing.INK, _drawing.TRACE}
    assert re.findall('https?://[^"]+', text) == ["http://www.w3.org/2000/svg"]


def test_import_swiftbuf_does_not_import_what_draws():
    code = "import sys, swiftbuf; print('swiftbuf._drawing' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
