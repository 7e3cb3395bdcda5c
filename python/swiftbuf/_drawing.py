"""The picture of a Waveform: its channels as SVG.

Imported for a picture (`Waveform._repr_svg_`, `python -m swiftbuf`), not with swiftbuf.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from math import isfinite

from . import _numbers, _survey
from ._survey import Channel
from ._swiftbuf import Waveform

CHANNELS = 16  # the most channels that are drawn
WIDTH, HEIGHT = 640, 72  # of the picture of one channel, in pixels
LEFT, RIGHT, TOP, GAP, BOTTOM = 112, 16, 28, 12, 24  # room for labels around it
LETTER = 7  # the width of a digit, in pixels
DIGITS = 6  # least significant digits of a limit

# Two colours with enough contrast on white and on black (over 4.5 and 3; WCAG 2.1, 1.4.3 and
# 1.4.11): a picture cannot know the background of its page.
INK, TRACE = "#767676", "#2f7fd1"


def describe(format: str, shape: tuple[int, ...]) -> str:
    """Format and shape in a few words."""
    return f"format {format}, shape {shape}"


def svg(w: Waveform) -> str | None:
    """The picture of a Waveform, always the same for the same samples; None if it has none."""
    try:
        title = describe(w.format, w.shape)
        count = _survey.channel_count(w.shape, w.format)
        channels = _survey.of_memory(w, CHANNELS)
    except ValueError:  # released
        return None
    return picture(title, channels, count) if channels else None


def picture(title: str, channels: list[Channel], count: int) -> str:
    """The SVG of channels, the first of `count`."""
    if count > len(channels):
        title += f", the first {len(channels)} of {count} channels"
    panels = [(channel, *_limits(channel)) for channel in channels]
    longest = max((len(label) for _, _, labels in panels for label in labels), default=0)
    left = max(LEFT, longest * LETTER + 10)
    width = left + WIDTH + RIGHT
    bottom = TOP + len(channels) * (HEIGHT + GAP) - GAP
    height = bottom + BOTTOM
    lines = [
        line
        for i, (channel, limits, labels) in enumerate(panels)
        for line in _panel(channel, limits, labels, left, TOP + i * (HEIGHT + GAP))
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}"'
            f' font-family="sans-serif" font-size="12" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            f'<text x="{left}" y="{TOP - 10}">{escape(title)}</text>',
            *lines,
            f'<text x="{left}" y="{bottom + 16}">0</text>',
            f'<text x="{left + WIDTH}" y="{bottom + 16}" text-anchor="end">'
            f"{channels[0].length - 1}</text>",
            "</svg>\n",
        ]
    )


def _limits(channel: Channel) -> tuple[tuple[float, float], list[str]]:
    """The minimum and maximum, and their labels: the maximum first, without duplicates."""
    limits = channel.limits()
    if limits is None:
        return (0, 0), []
    low, high = limits
    digits = _numbers.digits(low, high, DIGITS)
    labels = [_numbers.text(value, digits) for value in (high, low)]
    return limits, labels[:1] if low == high else labels


def _panel(
    channel: Channel, limits: tuple[float, float], labels: list[str], left: int, top: int
) -> Iterator[str]:
    """One channel: a frame, its name, its limits on the left, and its samples."""
    yield (
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="none"'
        f' stroke="{INK}" stroke-width="0.5"/>'
    )
    names = [(channel.name, top + HEIGHT // 2 + 4)] if channel.name else []
    for text, y in [*names, *zip(labels, (top + 10, top + HEIGHT), strict=False)]:
        yield f'<text x="{left - 6}" y="{y}" text-anchor="end">{escape(text)}</text>'
    path = _path(channel.extremes(WIDTH), *limits, left, top)
    yield (
        f'<path d="{path}" fill="{TRACE}" stroke="{TRACE}" stroke-width="1.2"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _path(extremes: list[list[float]], low: float, high: float, left: int, top: int) -> str:
    """Along the maxima and back along the minima; interrupted by bins without finite numbers."""
    step = WIDTH / max(len(extremes) - 1, 1)
    margin = 4

    def place(column: int, value: float) -> str:
        y = top + HEIGHT - margin - _numbers.share(value, low, high) * (HEIGHT - 2 * margin)
        return f"{left + column * step:.1f} {y:.1f}"

    pieces = []
    for finite, run in groupby(enumerate(extremes), lambda bin: all(map(isfinite, bin[1]))):
        if finite:
            columns = list(run)
            there = [place(column, maximum) for column, (_, maximum) in columns]
            back = [place(column, minimum) for column, (minimum, _) in reversed(columns)]
            pieces.append("M" + "L".join(there + back) + "Z")
    return "".join(pieces)
