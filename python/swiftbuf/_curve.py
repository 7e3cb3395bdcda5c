"""The curve of a trace as SVG path data, and marks for the samples that are not on it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from math import inf, isfinite, isnan

from . import _numbers
from ._axis import Number
from ._survey import Trace

SAMPLES_AS_DOTS = 40  # so few samples are dots as well as a line
NEAR = 8  # marks that are closer than this are drawn as one

Point = tuple[int, int]


@dataclass(frozen=True)
class Curve:
    """Path data: lines, the areas between minima and maxima, dots, and the marks."""

    lines: str
    areas: str
    dots: str
    gaps: str  # where there is nothing but NaN
    above: str  # where there is positive infinity
    below: str


def curve(
    trace: Trace, low: Number, high: Number, columns: int, width: int, height: int, margin: int
) -> Curve:
    """The curve in a frame of `width` and `height` units; `low` and `high` are `margin` units
    inside. Every peak is there, however many samples make a column."""
    extremes = trace.columns(columns)

    def x(column: int) -> int:
        return (2 * column + 1) * width // (2 * len(extremes))

    def y(value: float) -> int:
        if not isfinite(value):
            return 0 if value > 0 else height
        # Far outside of the frame is outside of the frame.
        share = min(max(_numbers.share(value, low, high), -1.0), 2.0)
        return height - margin - round(share * (height - 2 * margin))

    lines, areas, dots = [], [], []
    drawn = [not (isnan(a) or a == inf or b == -inf) for a, b in extremes]
    for there, run in groupby(range(len(extremes)), lambda column: drawn[column]):
        if not there:
            continue
        found = list(run)
        bottom = [(x(column), y(extremes[column][0])) for column in found]
        top = [(x(column), y(extremes[column][1])) for column in found]
        if top != bottom:
            areas.append(path(top + bottom[::-1]) + "z")
        elif len(found) > 1:
            lines.append(path(top))
        if top == bottom and (len(found) == 1 or len(extremes) <= SAMPLES_AS_DOTS):
            dots += top

    def mark(is_marked: Callable[[float, float], bool]) -> list[tuple[int, int]]:
        step = width // len(extremes)
        places = [x(column) for column, pair in enumerate(extremes) if is_marked(*pair)]
        return runs((place - step // 2, place - step // 2 + max(step, 1)) for place in places)

    return Curve(
        "".join(lines),
        "".join(areas),
        "".join(f"M{x} {y}h0" for x, y in dots),
        "".join(
            f"M{start} 0h{end - start}v{height}h{start - end}z"
            for start, end in mark(lambda low, high: isnan(low))
        ),
        "".join(f"M{s - 3} 5h{e - s + 6}" for s, e in mark(lambda low, high: high == inf)),
        "".join(
            f"M{s - 3} {height - 5}h{e - s + 6}" for s, e in mark(lambda low, high: low == -inf)
        ),
    )


def path(points: list[Point]) -> str:
    """A line through points, as short as it can be written: relative, and without the points in
    the middle of a straight piece."""
    kept = points[:2]
    for point in points[2:]:
        (x0, y0), (x1, y1) = kept[-2:]
        before, after = (x1 - x0, y1 - y0), (point[0] - x1, point[1] - y1)
        is_straight = before[0] * after[1] == before[1] * after[0]
        if is_straight and before[0] * after[0] >= 0 and before[1] * after[1] >= 0:
            kept[-1] = point
        else:
            kept.append(point)
    (x, y), *rest = kept
    text = f"M{x} {y}l" if rest else f"M{x} {y}"
    for i, (to_x, to_y) in enumerate(rest):
        pair = f"{to_x - x}{' ' if to_y >= y else ''}{to_y - y}"
        text += pair if not i or pair.startswith("-") else f" {pair}"
        x, y = to_x, to_y
    return text


def runs(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces of a line in their order, those that are near each other joined."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and start - joined[-1][1] < NEAR:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
