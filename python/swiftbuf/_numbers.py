"""Numbers as text and as positions on an axis, exact for integers of any size."""

from fractions import Fraction
from math import isfinite

EXACT = 17  # significant digits that tell any two float64 numbers apart (IEEE 754, 5.12.2)


def digits(low: float, high: float, least: int) -> int:
    """The significant digits that tell two numbers apart, with two digits of their distance;
    `least` at least."""
    if low == high or not (isfinite(low) and isfinite(high)):
        return least
    ratio = Fraction(max(abs(low), abs(high))) / abs(Fraction(high) - Fraction(low))
    return min(max(least, len(str(int(ratio))) + 2), EXACT)


def text(value: float, digits: int) -> str:
    """A number in decimal: an integer exactly, anything else with this many significant digits."""
    return str(int(value)) if isinstance(value, int) else f"{value:.{digits}g}"


def share(value: float, low: float, high: float) -> float:
    """The position of a number between two others: 0 at `low`, 1 at `high`, 0.5 if they are equal.

    Python subtracts and divides integers exactly, so those around 2**60 keep their distance. Where
    the difference of two numbers is too large for a float, halves have one that is not.
    """
    if low == high:
        return 0.5
    try:
        is_finite = isfinite(high - low)
    except OverflowError:  # integers
        is_finite = False
    if is_finite:
        return (value - low) / (high - low)
    return (value / 2 - low / 2) / (high / 2 - low / 2)


def between(share: float, low: float, high: float) -> float:
    """The reverse: the number at a position; for integers the nearest one."""
    if isinstance(low, int) and isinstance(high, int):
        return low + round(Fraction(share) * (high - low))
    return low * (1 - share) + high * share
