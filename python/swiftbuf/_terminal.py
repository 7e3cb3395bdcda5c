"""The picture of a channel in characters, by plotille."""

import shutil
import sys
from math import isfinite
from types import ModuleType

from . import _numbers
from ._survey import Channel

DIGITS = 5  # least significant digits of a label
LABEL = 10  # the characters that plotille reserves for one


def has_dots() -> bool:
    """Whether the terminal's encoding has the Braille patterns that plotille draws with."""
    try:
        "\u28ff".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def plot(plotille: ModuleType, channel: Channel) -> str | None:
    """The picture of a channel, as wide as the terminal; None if no sample is finite.

    plotille gets places between 0 and 1 and never the values, whose differences a float need not
    hold.
    """
    limits = channel.limits()
    if limits is None:
        return None
    low, high = limits
    # plotille adds 24 columns around the picture, and rounds up to whole ticks of the axis.
    columns = max((min(shutil.get_terminal_size().columns, 120) - 24) // 10 * 10, 10)
    figure = plotille.Figure()
    figure.width, figure.height = columns, 8
    figure.origin = False
    figure.x_label, figure.y_label = "sample", channel.name
    digits = _numbers.digits(low, high, DIGITS)
    base: float = 0
    is_exact = isinstance(low, int) or digits > DIGITS
    if is_exact and max(len(_numbers.text(limit, digits)) for limit in limits) > LABEL:
        # Too long for a label: labels are relative to the minimum, which the title shows.
        base = low
        figure.y_label = f"{channel.name} - {_numbers.text(low, digits)}".strip()

    def label(place: float, chars: int, delta: float, left: bool = False) -> str:
        """A number on an axis (plotille's formatter). `left` is true on the x axis."""
        if left:
            return f"{place if channel.length < 100 else round(place):<{chars}.7g}"
        value = _numbers.between(place, low, high) - base
        texts = [_numbers.text(value, digits) for digits in range(DIGITS, 0, -1)]
        return f"{next((text for text in texts if len(text) <= chars), texts[-1]):>{chars}}"

    figure.register_label_formatter(float, label)
    figure.set_x_limits(0, max(channel.length - 1, 1))
    figure.set_y_limits(0, 1)
    # Up and down in every bin: the line covers all values between the two. A character is two dots
    # wide.
    extremes = channel.extremes(2 * columns)
    points = [
        (i * channel.length // len(extremes), _numbers.share(value, low, high))
        for i, pair in enumerate(extremes)
        for value in pair
        if isfinite(value)
    ]
    figure.plot(*zip(*points, strict=True))
    return str(figure.show())
