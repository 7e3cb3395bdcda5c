"""The picture of traces as SVG: panels one below the other, axes with round numbers.

Imported for a picture (`_plot`, `python -m swiftbuf`), not with swiftbuf.
"""

from collections.abc import Iterator
from fractions import Fraction
from html import escape
from itertools import groupby

from . import _curve
from ._axis import Axis
from ._scales import Style, time_axis, value_axis
from ._survey import Trace

CHANNELS = 16  # at most so many are drawn unless others are asked for
SIZE = 60_000  # characters at most; traces share the points that fit

# Two units are a pixel, so that whole numbers are fine enough for curves.
WIDTH = 1200  # of a frame
HEIGHTS = {1: 460, 2: 280, 3: 220, 4: 180, 6: 140, 8: 120}  # for so many panels at most
LEAST_HEIGHT = 96
TOP, GAP, BOTTOM = 56, 16, 92
EDGE = 12  # between the frame and the least and greatest value
LETTER, LINE = 13.5, 26  # width of a digit, height of a line of text

# Contrast of text at least 4.5 and of curves at least 3 with the paper (WCAG 2.1, 1.4.3, 1.4.11).
LIGHT = {
    "paper": "#ffffff",
    "ink": "#444c56",
    "grid": "#e4e7eb",
    "zero": "#8b949e",
    "first": "#1f6fc0",
    "second": "#c2570c",
    "bad": "#c01c28",
}
DARK = {
    "paper": "#16191d",
    "ink": "#c3cad2",
    "grid": "#2c323a",
    "zero": "#7d8590",
    "first": "#58a6ff",
    "second": "#ffa657",
    "bad": "#ff7b72",
}
PARTS = {"": "first", "real": "first", "imag": "second"}
WIDTHS = {"line": 2.4, "area": 1.6, "dot": 8, "mark": 8}  # of strokes


def describe(format: str, shape: tuple[int, ...]) -> str:
    """Format and shape in a few words."""
    return f"format {format}, shape {shape}"


def words(title: str, said: str) -> str:
    """A picture without samples that says why."""
    lines = [*_text(30, 40, title, name="title"), *_text(WIDTH // 2, 110, said, anchor="middle")]
    return _document(title, WIDTH, 150, lines)


def picture(title: str, traces: list[Trace], style: Style) -> str:
    """The SVG of traces, one or more, of one sample or more."""
    panels = [list(group) for _, group in groupby(traces, key=lambda trace: trace.channel)]
    height = next((h for most, h in HEIGHTS.items() if len(panels) <= most), LEAST_HEIGHT)
    columns = max(min(WIDTH // 2, SIZE // (13 * len(traces)) // 20 * 20), 20)
    axes = [value_axis(panel, traces, style, max(height // 55, 3)) for panel in panels]
    labels = [label for axis in axes if axis for _, label in axis.ticks]
    left = round(max(map(len, labels), default=0) * LETTER) + 2 * LINE + 20
    notes = [note for panel in panels for note, _ in _notes(panel)]
    width = left + WIDTH + 30 + round(max(map(len, notes), default=0) * LETTER)
    lines = [*_text(left, TOP - 20, title, name="title")]
    top = TOP
    for panel, axis in zip(panels, axes, strict=True):
        lines += _panel(panel, axis, columns, left, top, height)
        if style.range == "each" and axis and axis.base:
            lines += _text(left + 10, top + LINE, axis.name("value"))
        top += height + GAP
    bottom = top - GAP
    lines += _time_axis(traces[0].length, style.rate, left, bottom)
    name = next((axis.name("value") for axis in axes if axis and axis.base), "value")
    if style.range == "each":
        name = "value, each on a scale of its own"
    middle = (TOP + bottom) // 2
    turned = f' transform="rotate(-90 {LINE} {middle})"'
    lines += _text(LINE, middle, name, anchor="middle", more=turned)
    return _document(title, width, bottom + BOTTOM, lines)


def _panel(
    panel: list[Trace], axis: Axis | None, columns: int, left: int, top: int, height: int
) -> Iterator[str]:
    """A frame with its ticks, curves and notes."""
    for place, label in axis.ticks if axis else []:
        y = top + height - EDGE - round(_share(place, axis) * (height - 2 * EDGE))
        style = "zero" if place == 0 else "grid"
        yield f'<path class="{style}" d="M{left} {y}h{WIDTH}"/>'
        yield from _text(left - 10, y + 8, label, anchor="end")
    low, high = (axis.low, axis.high) if axis else (0, 1)  # nothing is between them then
    yield f'<svg x="{left}" y="{top}" width="{WIDTH}" height="{height}">'
    for trace in panel:
        drawn = _curve.curve(trace, low, high, columns, WIDTH, height, EDGE)
        kind = PARTS[trace.part]
        for name, path in [
            ("bad gap", drawn.gaps),
            (f"{kind} area", drawn.areas),
            (f"{kind} line", drawn.lines),
            (f"{kind} dot", drawn.dots),
            ("bad mark", drawn.above + drawn.below),
        ]:
            if path:
                yield f'<path class="{name}" d="{path}"/>'
    yield "</svg>"
    frame = f'x="{left}" y="{top}" width="{WIDTH}" height="{height}"'
    yield f'<rect class="frame" {frame}/>'
    if axis is None:
        said = "all NaN" if not any(trace.numbers for trace in panel) else "no finite samples"
        yield from _text(left + WIDTH // 2, top + height // 2 + 8, said, anchor="middle")
    for i, (note, name) in enumerate(_notes(panel)):
        yield from _text(left + WIDTH + 16, top + 22 + i * LINE, note, name=name)


def _notes(panel: list[Trace]) -> Iterator[tuple[str, str]]:
    """The texts at the side of a panel, each with its style."""
    if panel[0].channel is not None:
        yield f"channel {panel[0].channel}", "title"
    for trace in panel:
        counts = zip((trace.nan, *trace.infinities), ("NaN", "+inf", "-inf"), strict=True)
        said = ", ".join(f"{count} {name}" for count, name in counts if count)
        if trace.part:
            yield f"{trace.part}: {said}" if said else trace.part, f"of {PARTS[trace.part]}"
        elif said:
            yield said, "of bad"


def _time_axis(length: int, rate: Fraction | None, left: int, bottom: int) -> Iterator[str]:
    """The axis of samples or of time, below the last panel."""
    axis = time_axis(length, rate, 8)
    for place, label in axis.ticks:
        x = left + round((place + Fraction(1, 2)) / length * WIDTH)
        yield f'<path class="tick" d="M{x} {bottom}v8"/>'
        yield from _text(x, bottom + 34, label, anchor="middle")
    yield from _text(left + WIDTH // 2, bottom + 72, axis.base, anchor="middle")


def _share(place: Fraction, axis: Axis) -> Fraction:
    return (place - Fraction(axis.low)) / (Fraction(axis.high) - Fraction(axis.low))


def _text(
    x: int, y: int, text: str, *, anchor: str = "", name: str = "", more: str = ""
) -> Iterator[str]:
    given = f' text-anchor="{anchor}"' if anchor else ""
    given += f' class="{name}"' if name else ""
    yield f'<text x="{x}" y="{y}"{given}{more}>{escape(text)}</text>'


def _rules(colours: dict[str, str]) -> str:
    """Style rules for one set of colours."""
    rules = [f"rect.paper{{fill:{colours['paper']}}}", f"text{{fill:{colours['ink']}}}"]
    rules.append(f"rect.frame,.tick{{stroke:{colours['ink']}}}")
    rules += [f".{name}{{stroke:{colours[name]}}}" for name in ("grid", "zero")]
    for name in ("first", "second", "bad"):
        rules.append(f"path.{name}{{stroke:{colours[name]}}}")
        rules.append(f".of.{name},.{name}.area,.{name}.gap{{fill:{colours[name]}}}")
    return "".join(f".swiftbuf {rule}".replace(",", ",.swiftbuf ") for rule in rules)


def _document(title: str, width: int, height: int, lines: list[str]) -> str:
    """The SVG. It brings its own paper, so that it can be read on a page of any colour."""
    strokes = "".join(
        f".swiftbuf .{name}{{stroke-width:{width}}}" for name, width in WIDTHS.items()
    )
    style = (
        ".swiftbuf path,.swiftbuf .frame{fill:none;stroke-width:1;stroke-linejoin:round}"
        f"{strokes}.swiftbuf .title{{font-weight:bold}}.swiftbuf .dot{{stroke-linecap:round}}"
        f".swiftbuf .gap{{stroke:none;opacity:.15}}{_rules(LIGHT)}"
        f"@media(prefers-color-scheme:dark){{{_rules(DARK)}}}"
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="swiftbuf" width="{width // 2}"'
            f' height="{height // 2}" viewBox="0 0 {width} {height}" role="img"'
            f' aria-label="{escape(title)}" font-family="sans-serif" font-size="22">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style>",
            f'<rect class="paper" width="{width}" height="{height}"/>',
            *lines,
            "</svg>\n",
        ]
    )
