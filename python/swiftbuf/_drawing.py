"""What a Waveform looks like: its channels, and their picture as SVG, drawn from the envelope.

Imported when somebody looks (`Waveform._repr_svg_`, `python -m swiftbuf`), not with swiftbuf.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from math import isfinite

from ._swiftbuf import Waveform

CHANNELS = 16  # at most so many are drawn
WIDTH, HEIGHT = 640, 72  # of the picture of one channel, in pixels
LEFT, RIGHT, TOP, GAP, BOTTOM = 112, 16, 28, 12, 24  # room for labels around it

# Two colours that stand out from white and from black alike (contrast over 4.5 and 3; WCAG 2.1,
# 1.4.3 and 1.4.11): a page may be either, and a picture in it cannot ask.
INK, TRACE = "#767676", "#2f7fd1"


def channels(w: Waveform) -> list[tuple[str, Waveform]]:
    """Name and samples of each channel, which have one dimension; none of what has no picture.

    Samples run along the longer of two dimensions, the first if they are equal, so that interleaved
    and planar recordings both come out right. A complex channel is two: its real and its imaginary
    part. They are views, so of complex samples that are not contiguous, which no cast can part,
    there are none.
    """
    if w.format == "c" or not 1 <= w.ndim <= 2 or 0 in w.shape:
        return []
    parts: list[tuple[str, tuple[int, ...]]] = [("", ())]
    if "Z" in w.format:
        if not w.c_contiguous:
            return []
        parts = [("real", (0,)), ("imag", (1,))]
        w = w.cast(w.format.replace("Z", ""), (*w.shape, 2))
    keys: list[tuple[str, tuple[int | slice, ...]]] = [("", (slice(None),))]
    samples, *others = w.shape[: w.ndim - (len(parts) > 1)]
    if others and samples >= others[0]:
        keys = [(f"channel {i}", (slice(None), i)) for i in range(others[0])]
    elif others:
        keys = [(f"channel {i}", (i, slice(None))) for i in range(samples)]
    return [
        (f"{name} {part}".strip(), w[(*key, *index)]) for name, key in keys for part, index in parts
    ]


def describe(w: Waveform) -> str:
    """Format and shape in a few words."""
    return f"format {w.format}, shape {w.shape}"


def svg(w: Waveform) -> str | None:
    """The picture of a Waveform, the same for the same samples; None of what has none."""
    try:
        drawn = channels(w)
    except ValueError:  # released
        return None
    if not drawn:
        return None
    title = describe(w)
    if len(drawn) > CHANNELS:
        title += f", the first {CHANNELS} of {len(drawn)} channels"
    drawn = drawn[:CHANNELS]
    last = len(drawn[0][1]) - 1
    width = LEFT + WIDTH + RIGHT
    bottom = TOP + len(drawn) * (HEIGHT + GAP) - GAP
    height = bottom + BOTTOM
    panels = [
        line
        for i, (name, samples) in enumerate(drawn)
        for line in _panel(name, samples, TOP + i * (HEIGHT + GAP))
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}"'
            f' font-family="sans-serif" font-size="12" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            f'<text x="{LEFT}" y="{TOP - 10}">{escape(title)}</text>',
            *panels,
            f'<text x="{LEFT}" y="{bottom + 16}">0</text>',
            f'<text x="{LEFT + WIDTH}" y="{bottom + 16}" text-anchor="end">{last}</text>',
            "</svg>\n",
        ]
    )


def _panel(name: str, samples: Waveform, top: int) -> Iterator[str]:
    """One channel: a frame, its name, its limits on the left, and what the samples look like."""
    extremes = samples.envelope(min(len(samples), WIDTH)).tolist()
    numbers = [value for pair in extremes for value in pair if isfinite(value)]
    low, high = (min(numbers), max(numbers)) if numbers else (0, 0)
    yield (
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="none"'
        f' stroke="{INK}" stroke-width="0.5"/>'
    )
    if name:
        middle = top + HEIGHT // 2 + 4
        yield f'<text x="{LEFT - 6}" y="{middle}" text-anchor="end">{escape(name)}</text>'
    if numbers:
        yield f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end">{high:.6g}</text>'
    if low != high:
        yield f'<text x="{LEFT - 6}" y="{top + HEIGHT}" text-anchor="end">{low:.6g}</text>'
    path = _path(extremes, low, high, top)
    yield (
        f'<path d="{path}" fill="{TRACE}" stroke="{TRACE}" stroke-width="1.2"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _path(extremes: list[list[float]], low: float, high: float, top: int) -> str:
    """Along the maxima and back along the minima; broken where a bin has no finite number."""
    step = WIDTH / max(len(extremes) - 1, 1)
    margin = 4

    def place(column: int, value: float) -> str:
        # By halves, as the difference of two finite numbers need not be finite.
        span = high / 2 - low / 2
        share = (value / 2 - low / 2) / span if span else 0.5
        y = top + HEIGHT - margin - share * (HEIGHT - 2 * margin)
        return f"{LEFT + column * step:.1f} {y:.1f}"

    pieces = []
    for finite, run in groupby(enumerate(extremes), lambda bin: all(map(isfinite, bin[1]))):
        if finite:
            columns = list(run)
            there = [place(column, maximum) for column, (_, maximum) in columns]
            back = [place(column, minimum) for column, (minimum, _) in reversed(columns)]
            pieces.append("M" + "L".join(there + back) + "Z")
    return "".join(pieces)
