"""Axes with ticks at round numbers, exact for integers of any size and floats of any exponent."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

ROUNDING = 10**9  # parts of an axis that are too small to be seen
LABEL = 8  # characters that a label has, if it can be written with so few

Number = int | float | Fraction


@dataclass(frozen=True)
class Axis:
    """The ends of an axis, its ticks with their labels, and the number that labels count from."""

    low: Number
    high: Number
    ticks: list[tuple[Fraction, str]]
    base: str = ""

    def name(self, what: str) -> str:
        """What the axis shows, as in "value - 1763000000"."""
        if not self.base:
            return what
        return f"{what} + {self.base[1:]}" if self.base.startswith("-") else f"{what} - {self.base}"


def axis(low: Number, high: Number, most: int) -> Axis:
    """An axis between two finite numbers, `low` less than `high`, with at most `most` ticks, or
    a few more where there would be fewer than two. Ticks of integers are integers."""
    start, end = Fraction(low), Fraction(high)
    is_whole = isinstance(low, int) and isinstance(high, int)
    if not is_whole:
        # 0.3 as a float is a little less, and has its tick nevertheless.
        start, end = start - (end - start) / ROUNDING, end + (end - start) / ROUNDING
    step, exponent = _step(start, end, most, is_whole)
    places = [i * step for i in _multiples(start, end, step)]
    labels = [plain(place, exponent) for place in places]
    base = ""
    if not _is_short(labels, exponent):
        origin = Fraction(0)
        if max(abs(start), abs(end)) >= 10000 * (end - start):
            origin = _roundest(start, end)
            base = _decimal(origin)
        places = [i * step + origin for i in _multiples(start - origin, end - origin, step)]
        labels = _scientific([place - origin for place in places], exponent)
    return Axis(low, high, list(zip(places, labels, strict=True)), base)


def around(value: Number) -> tuple[Number, Number]:
    """The ends of an axis for one value: it is in the middle."""
    if isinstance(value, int):
        return value - 1, value + 1
    half = abs(Fraction(value)) / 2 or 1
    return Fraction(value) - half, Fraction(value) + half


def plain(value: Fraction, exponent: int) -> str:
    """A multiple of 10**exponent without an exponent."""
    if exponent >= 0:
        return str(int(value))
    digits = str(abs(int(value * 10**-exponent))).rjust(1 - exponent, "0")
    return f"{'-' if value < 0 else ''}{digits[:exponent]}.{digits[exponent:]}"


def _multiples(start: Fraction, end: Fraction, step: Fraction) -> range:
    return range(ceil(start / step), floor(end / step) + 1)


def _step(start: Fraction, end: Fraction, most: int, is_whole: bool) -> tuple[Fraction, int]:
    """A distance of ticks, 1, 2 or 5 times a power of ten, and the exponent of that."""
    ideal = (end - start) / most
    # The logarithm of a Fraction whose terms no float need hold.
    exponent = floor(log10(ideal.numerator) - log10(ideal.denominator)) - 1
    steps = [
        (mantissa * Fraction(10) ** power, power)
        for power in range(exponent, exponent + 4)
        for mantissa in (1, 2, 5)
        if power >= 0 or not is_whole
    ] or [(Fraction(1), 0)]
    counts = [len(_multiples(start, end, step)) for step, _ in steps]
    chosen = next((i for i, count in enumerate(counts) if count <= most), len(steps) - 1)
    while chosen and counts[chosen] < 2:
        chosen -= 1
    return steps[chosen]


def _roundest(start: Fraction, end: Fraction) -> Fraction:
    """The number between two others that has the fewest digits."""
    if start <= 0 <= end:
        return Fraction(0)
    greatest = max(abs(start), abs(end))
    power = floor(log10(greatest.numerator) - log10(greatest.denominator)) + 1
    while True:
        unit = Fraction(10) ** power
        multiples = _multiples(start, end, unit)
        if multiples:
            return min(multiples, key=abs) * unit
        power -= 1


def _is_short(labels: list[str], exponent: int) -> bool:
    return exponent >= -4 and max(map(len, labels), default=0) <= LABEL


def _scientific(values: list[Fraction], exponent: int) -> list[str]:
    """Multiples of 10**exponent, with one power of ten for all where they are long otherwise."""
    labels = [plain(value, exponent) for value in values]
    if _is_short(labels, exponent):
        return labels
    greatest = max(map(abs, values))
    # As engineers write them: nano, micro, milli.
    power = floor(log10(greatest.numerator) - log10(greatest.denominator)) // 3 * 3
    texts = [plain(value / Fraction(10) ** power, exponent - power) for value in values]
    return [f"{text}e{power}" if value else "0" for value, text in zip(values, texts, strict=True)]


def _decimal(value: Fraction) -> str:
    """A number of finitely many decimal places, with all of them, or with a power of ten."""
    power = 0
    while (value * 10**power).denominator != 1:
        power += 1
    text = plain(value, -power)
    return text if len(text) <= 24 else f"{float(value):.17g}"
