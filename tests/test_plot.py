"""w.plot(): the picture with options, and saved."""

import math
import re
import struct
import sys
import zlib
from fractions import Fraction

import numpy as np
import pytest
from pictures import frames, parsed, pieces, texts

from swiftbuf import Waveform, _drawing

EDGE = _drawing.EDGE


@pytest.fixture
def recording():
    """Four channels of 800 samples."""
    return Waveform.from_buffer(np.random.default_rng(0).normal(size=(800, 4)))


def test_it_shows_itself(recording):
    plot = recording.plot()
    assert plot._repr_svg_() == str(plot) == recording._repr_svg_()
    assert repr(plot) == "<swiftbuf plot of format d, shape (800, 4)>"


def test_it_holds_no_memory(recording):
    plot = recording.plot()
    shown = str(plot)
    recording[:] = 0
    recording.release()
    assert str(plot) == shown


def test_channels_by_number(recording):
    svg = parsed(str(recording.plot(channels=[2, 0, -1])))
    assert [text for text in texts(svg) if text.startswith("channel")] == [
        *("channel 0", "channel 2", "channel 3")
    ]
    assert texts(svg)[0] == "format d, shape (800, 4), 3 of 4 channels"
    one = parsed(str(recording.plot(channels=np.int64(1))))
    assert len(frames(one)) == 1


def test_more_than_sixteen_channels_are_drawn_if_they_are_asked_for():
    svg = parsed(str(Waveform((10, 40), "h").plot(channels=range(40))))
    assert len(frames(svg)) == 40


@pytest.mark.parametrize(
    ("rate", "labels"),
    [
        (80, ["0", "2", "4", "6", "8", "time (s)"]),
        (8e4, ["0", "2", "4", "6", "8", "time (ms)"]),
        (np.float32(8e7), ["0", "2", "4", "6", "8", "time (\N{MICRO SIGN}s)"]),
        (8e10, ["0", "2", "4", "6", "8", "time (ns)"]),
        (0.8, ["0", "200", "400", "600", "800", "time (s)"]),
    ],
)
def test_a_rate_makes_a_time_axis(recording, rate, labels):
    svg = parsed(str(recording.plot(channels=0, rate=rate)))
    assert texts(svg)[-len(labels) - 1 : -1] == labels


def test_ticks_of_time_are_where_their_samples_are(recording):
    svg = parsed(str(recording.plot(channels=0, rate=80)))
    ((left, _, width, _),) = frames(svg)
    places = [int(re.match("M([0-9]+)", p.get("d"))[1]) for p in svg if p.get("class") == "tick"]
    expected = [left + (80 * second + 0.5) / 800 * width for second in (0, 2, 4, 6, 8)]
    assert places == pytest.approx(expected, abs=1)


def test_a_range_is_the_value_axis(recording):
    svg = parsed(str(recording.plot(channels=0, range=(-10, 10))))
    ((_, _, _, height),) = frames(svg)
    samples = np.asarray(recording)[:, 0]
    lines = pieces(svg, "first line") + pieces(svg, "first area")
    top = min(y for line in lines for _, y in line)
    share = (samples.max() + 10) / 20
    assert top == pytest.approx(height - EDGE - share * (height - 2 * EDGE), abs=1)
    assert {"-10", "0", "10"} < set(texts(svg))


def test_each_channel_has_a_scale_of_its_own_if_that_is_asked_for():
    samples = np.sin(np.arange(500) / 50)
    w = Waveform.from_buffer(np.stack([samples, samples / 1000, 1e9 + samples], axis=1))
    svg = parsed(str(w.plot(range="each")))
    for channel, (_, _, _, height) in enumerate(frames(svg)):
        (line,) = pieces(svg, "first line", channel)
        assert min(y for _, y in line) == pytest.approx(EDGE, abs=1)
        assert max(y for _, y in line) == pytest.approx(height - EDGE, abs=1)
    assert {"value, each on a scale of its own", "value - 1000000000"} < set(texts(svg))


def test_the_other_dimension_can_be_samples(recording):
    planar = Waveform.from_buffer(np.ascontiguousarray(np.asarray(recording).T))
    by_row = str(planar.plot(axis=1)).replace("(4, 800)", "(800, 4)")
    assert by_row == str(recording.plot())
    strided = Waveform.from_buffer(np.asarray(planar)[::-1][::-1].astype("F")[:, ::2])
    assert len(frames(parsed(str(strided.plot(axis=1))))) == 4


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"channels": 4}, IndexError, "channels: 4 is not one of the 4 channels"),
        ({"channels": [0, -5]}, IndexError, "channels: -5 is"),
        ({"channels": "ab"}, TypeError, "channels: 'ab'"),
        ({"channels": 1.5}, TypeError, "channels: 1.5"),
        ({"rate": 0}, ValueError, "rate: 0 is not positive"),
        ({"rate": -2.5}, ValueError, "rate: -2.5"),
        ({"rate": math.nan}, ValueError, "rate: nan is not finite"),
        ({"rate": math.inf}, ValueError, "rate: inf is not finite"),
        ({"rate": "80"}, TypeError, "rate: '80' is not a real number"),
        ({"range": (1, 1)}, ValueError, "range: 1 is not less than 1"),
        ({"range": (2, 1)}, ValueError, "range: 2 is not less than 1"),
        ({"range": (0, math.inf)}, ValueError, "range: inf is not finite"),
        ({"range": (0, 10**400)}, ValueError, "range: an integer .* too large for a float$"),
        ({"range": (0, Fraction(10**400))}, ValueError, "range: .* too large for a float$"),
        ({"range": (10**300, 0)}, ValueError, "range: an integer of 997 bits is not less than 0"),
        ({"range": 10**5000}, TypeError, "range: an integer of 16610 bits is neither"),
        ({"range": (0, 1, 10**5000)}, TypeError, "range: a tuple is neither"),
        ({"rate": 10**400}, ValueError, "rate: an integer of 1329 bits is too large for a float$"),
        ({"rate": 10**5000}, ValueError, "rate: an integer of 16610 bits is too large"),
        ({"channels": 10**5000}, IndexError, "channels: an integer of 16610 bits is not one"),
        ({"channels": "a" * 999}, TypeError, r"channels: 'a{76}\.\.\. is neither"),
        ({"range": (0,)}, TypeError, r"range: \(0,\) is neither"),
        ({"range": "all"}, TypeError, "range: 'all' is neither"),
        ({"axis": 2}, ValueError, "axis: 2 is not a dimension of shape"),
        ({"axis": -1}, ValueError, "axis: -1"),
        ({"axis": "x"}, TypeError, "axis: 'x' is not an integer"),
        ({"axis": 1.0}, TypeError, "axis: 1.0 is not an integer"),
        ({"axis": 10**5000}, ValueError, "axis: an integer of 16610 bits is not a dimension"),
    ],
)
def test_what_is_wrong_is_named(recording, options, error, message):
    with pytest.raises(error, match=f"^{message}") as caught:
        recording.plot(**options)
    assert len(str(caught.value)) < 160
    assert recording.exports == 0


@pytest.mark.parametrize("waveform", [Waveform(()), Waveform((2, 3, 4)), Waveform(4, "c")])
def test_what_cannot_be_drawn_is_a_type_error(waveform):
    with pytest.raises(TypeError, match="no plot of format"):
        waveform.plot()


def test_nothing_is_positional_and_the_memory_is_there(recording):
    with pytest.raises(TypeError):
        recording.plot(0)
    recording.release()
    with pytest.raises(ValueError, match="released"):
        recording.plot()


def test_channels_that_cannot_be_read_meanwhile_fail_the_plot(recording):
    class Releasing:
        def __index__(self):
            recording.release()
            return 0

    with pytest.raises(ValueError, match="released"):
        recording.plot(channels=Releasing())


# Files.


def pixels(png):
    """The bytes of an RGBA picture without filters undone: enough to tell what differs."""
    data, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    return zlib.decompress(data)


def test_it_saves_svg(recording, tmp_path):
    plot = recording.plot()
    plot.save(tmp_path / "a.svg")
    plot.save(str(tmp_path / "b.SVG"))
    assert (tmp_path / "a.svg").read_text("utf-8") == str(plot)
    assert (tmp_path / "b.SVG").read_bytes() == (tmp_path / "a.svg").read_bytes()


def test_it_saves_png_with_letters_on_machines_without_fonts(recording, tmp_path, monkeypatch):
    resvg = pytest.importorskip("resvg_py")
    plot = recording.plot(channels=0)
    plot.save(tmp_path / "with.png")
    png = (tmp_path / "with.png").read_bytes()
    width, height = struct.unpack_from(">II", png, 16)
    svg = parsed(str(plot))
    assert (width, height) == (2 * int(svg.get("width")), 2 * int(svg.get("height")))
    without = bytes(resvg.svg_to_bytes(str(plot), zoom=2, skip_system_fonts=True))
    assert pixels(png) != pixels(without)


def test_without_its_library_png_is_an_import_error(recording, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ImportError, match=re.escape("pip install 'swiftbuf[plot]'")):
        recording.plot().save(tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.gif", "a", "svg"])
def test_other_files_are_refused(recording, tmp_path, name):
    with pytest.raises(ValueError, match="ends neither in .svg nor in .png"):
        recording.plot().save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
