"""The picture of a trace in characters: Braille patterns, two dots wide and four high."""

import sys
from collections.abc import Iterator
from fractions import Fraction
from math import inf, isfinite, isnan

from . import _numbers
from ._axis import Axis
from ._scales import Style, time_axis, value_axis
from ._survey import Trace

ROWS = 8  # of a picture
LEAST = 10  # columns of a picture
# The bit of each dot of a Braille pattern, by row and column (Unicode, "Braille Patterns").
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
BLANK, ZERO = "\u2800", "\u2508"


def has_dots() -> bool:
    """Whether the terminal's encoding has the characters of a picture."""
    try:
        f"\u28ff{ZERO}".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def plot(trace: Trace, name: str, traces: list[Trace], style: Style, width: int) -> Iterator[str]:
    """The lines of the picture of a trace, at most `width` columns wide where that is possible."""
    vertical = value_axis([trace], traces, style, 4)
    if vertical is None:
        yield f"{name or 'no plot'}: {'no finite samples' if trace.numbers else 'all NaN'}"
        return
    head = f"{name}, {vertical.name('value')}" if name else vertical.name("value")
    yield head
    margin = max((len(label) for _, label in vertical.ticks), default=0) + 2
    columns = max(width - margin, LEAST)
    canvas = _Canvas(columns)
    canvas.draw(trace, vertical)
    shares = [_numbers.share(place, vertical.low, vertical.high) for place, _ in vertical.ticks]
    rows = map(canvas.row, shares)
    labels = {row: label for row, (_, label) in zip(rows, vertical.ticks, strict=True)}
    for row, text in enumerate(canvas.lines(labels)):
        label = labels.get(row, "")
        yield f"{label:>{margin - 2}} {'┤' if label else '│'}{text}".rstrip(BLANK)
    yield from _horizontal(trace.length, style, margin, columns)


def _horizontal(length: int, style: Style, margin: int, columns: int) -> Iterator[str]:
    """The axis of samples or time: a line with ticks, the labels, and its name."""
    axis = time_axis(length, style.rate, max(columns // 12, 2))
    line, labels = ["─"] * columns, [" "] * columns
    end = -2
    for place, label in axis.ticks:
        column = int((place + Fraction(1, 2)) / length * columns)
        start = min(max(column - len(label) // 2, 0), columns - len(label))
        if column >= columns or start <= end + 1:
            continue
        line[column] = "┬"
        labels[start : start + len(label)] = label
        end = start + len(label) - 1
    yield f"{'└':>{margin}}{''.join(line)}"
    yield f"{'':{margin}}{''.join(labels)}".rstrip()
    yield f"{'':{margin}}{axis.base:^{columns}}".rstrip()


class _Canvas:
    """Dots in rows and columns of Braille patterns."""

    def __init__(self, columns: int) -> None:
        self.width, self.height = 2 * columns, 4 * ROWS
        self.cells = [[0] * columns for _ in range(ROWS)]

    def row(self, share: float) -> int:
        """The row of characters of a place between the bottom, 0, and the top, 1."""
        return self._y(share) // 4

    def _y(self, share: float) -> int:
        return self.height - 1 - round(share * (self.height - 1))

    def _dot(self, x: int, y: int) -> None:
        if 0 <= y < self.height:
            self.cells[y // 4][x // 2] |= BITS[y % 4][x % 2]

    def draw(self, trace: Trace, axis: Axis) -> None:
        """Up and down in every column, and from one to the next: no peak is lost."""

        def y(value: float) -> int:
            if not isfinite(value):
                return 0 if value > 0 else self.height - 1
            return self._y(min(max(_numbers.share(value, axis.low, axis.high), -1), 2))

        extremes = trace.columns(self.width)
        last: tuple[int, int] | None = None
        for i, (low, high) in enumerate(extremes):
            x = (2 * i + 1) * self.width // (2 * len(extremes))
            if isnan(low) or low == inf or high == -inf:
                last = None
                continue
            top, bottom = y(high), y(low)
            for at in range(max(top, 0), min(bottom, self.height - 1) + 1):
                self._dot(x, at)
            if last is not None:
                to = min(max(last[1], top), bottom)
                self._line(*last, x, to)
            last = x, bottom if last is None or abs(last[1] - top) < abs(last[1] - bottom) else top

    def _line(self, x0: int, y0: int, x1: int, y1: int) -> None:
        steps = max(x1 - x0, abs(y1 - y0), 1)
        for step in range(steps + 1):
            self._dot(x0 + round((x1 - x0) * step / steps), y0 + round((y1 - y0) * step / steps))

    def lines(self, labels: dict[int, str]) -> Iterator[str]:
        """The characters of each row; the zero line where there is nothing else."""
        for row, cells in enumerate(self.cells):
            blank = ZERO if labels.get(row, "").strip("0.") == "" and row in labels else BLANK
            yield "".join(chr(0x2800 | bits) if bits else blank for bits in cells)
