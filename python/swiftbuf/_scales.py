"""The axes of pictures, in the terminal and as SVG: which range they show, and their names."""

from dataclasses import dataclass
from fractions import Fraction

from . import _axis, _survey
from ._axis import Axis, Number
from ._survey import Trace


@dataclass(frozen=True)
class Style:
    """How traces are to be drawn."""

    rate: Fraction | None = None  # samples per second
    range: tuple[Number, Number] | str | None = None  # "each", or the ends of the value axis


def value_axis(panel: list[Trace], traces: list[Trace], style: Style, most: int) -> Axis | None:
    """The scale of the traces of a panel, with at most `most` ticks; None if they have no finite
    number."""
    if _survey.common_limits(panel) is None:
        return None
    if isinstance(style.range, tuple):
        low, high = style.range
    else:
        limits = _survey.common_limits(panel if style.range == "each" else traces)
        low, high = limits or (0, 0)
    if low == high:
        low, high = _axis.around(low)
    return _axis.axis(low, high, most)


def time_axis(length: int, rate: Fraction | None, most: int) -> Axis:
    """The axis of samples, or of time if there is a rate. The places of its ticks are counted in
    samples, and its base is its name."""
    name, unit = "sample", Fraction(1)
    if rate is not None:
        last = (length - 1) / rate
        names = [("s", 0), ("ms", 3), ("\N{MICRO SIGN}s", 6), ("ns", 9)]
        name, power = next((n for n in names if not last or last * 10 ** n[1] >= 1), names[-1])
        name, unit = f"time ({name})", 10**power / rate
    if length == 1:
        return Axis(0, 0, [(Fraction(0), "0")], name)
    low, high = 0, (length - 1) * unit
    found = _axis.axis(low, length - 1 if rate is None else high, most)
    ticks = [(place / unit, label) for place, label in found.ticks]
    return Axis(0, length - 1, ticks, found.name(name))
