"""`Waveform.plot` and `Waveform._repr_svg_`: a picture of the samples."""

import operator
from collections.abc import Iterable
from fractions import Fraction
from importlib import import_module
from math import isfinite
from os import PathLike, fspath
from pathlib import Path
from types import ModuleType

from . import _drawing, _sources, _survey
from ._axis import Number
from ._scales import Style
from ._swiftbuf import Waveform

EXTRA = "swiftbuf[plot]"
LONG = 80  # characters of a value in a message


class Plot:
    """A picture of samples: Jupyter shows it, `save` writes it, `str` is its SVG text."""

    __slots__ = ("_svg", "_title")

    def __init__(self, svg: str, title: str) -> None:
        self._svg, self._title = svg, title

    def __repr__(self) -> str:
        return f"<swiftbuf plot of {self._title}>"

    def __str__(self) -> str:
        return self._svg

    def _repr_svg_(self) -> str:
        return self._svg

    def save(self, path: str | PathLike[str]) -> None:
        """Write the picture to a file whose name ends in .svg or .png, over one that is there.

        ValueError: another name. ImportError: .png without resvg_py, which swiftbuf[plot] brings.
        """
        name = fspath(path)
        match Path(name).suffix.lower():
            case ".svg":
                content = self._svg.encode()
            case ".png":
                content = png(self._svg)
            case _:
                raise ValueError(f"path: {name!r} ends neither in .svg nor in .png")
        Path(name).write_bytes(content)


def renderer() -> ModuleType:
    """The library that converts SVG to PNG. ImportError: it is not installed."""
    try:
        return import_module("resvg_py")
    except ImportError:
        message = f"PNG takes resvg_py: pip install '{EXTRA}' brings it"
        raise ImportError(message, name="resvg_py") from None


def png(svg: str) -> bytes:
    """The picture as PNG, with two pixels to one of the SVG. ImportError: resvg_py is missing."""
    resvg = renderer()
    # A font of its own: a machine may have none, and the picture is the same on all.
    font = Path(__file__).with_name("sans.ttf")
    return bytes(
        resvg.svg_to_bytes(
            svg,
            zoom=2,
            skip_system_fonts=True,
            font_files=[str(font)],
            sans_serif_family="DejaVu Sans",
        )
    )


def svg(w: Waveform) -> str | None:
    """The picture of a Waveform with nothing asked for; None if it has none."""
    try:
        if not _survey.has_picture(w.format, w.ndim):
            return None
        return str(plot(w))
    except ValueError:
        # Released, before or while it was looked at: nothing else here is a ValueError.
        return _drawing.words("released Waveform", "released")


def plot(
    w: Waveform,
    channels: object = None,
    rate: object = None,
    range: object = None,
    axis: object = None,
) -> Plot:
    """What `help(Waveform.plot)` says."""
    format, shape = w.format, w.shape
    title = _drawing.describe(format, shape)
    if not _survey.has_picture(format, len(shape)):
        raise TypeError(f"no plot of {title}: it takes numbers of 1 or 2 dimensions")
    along = checked_axis(axis)
    if not 0 <= along < len(shape):
        raise ValueError(f"axis: {shown(along)} is not a dimension of shape {shape}")
    style = Style(checked_rate(rate), checked_range(range))
    width = shape[1 - along] if len(shape) == 2 else None
    chosen = checked_channels(channels, width)
    if 0 in shape or not chosen:
        return Plot(_drawing.words(title, "no samples"), title)
    heading = title
    if width is not None and len(chosen) < width:
        heading += f", {len(chosen)} of {width} channels"
    traces = _sources.of_memory(w, along, chosen)
    return Plot(_drawing.picture(heading, traces, style), title)


def checked_axis(axis: object) -> int:
    """The number of a dimension, 0 by default. TypeError: it is not an integer."""
    try:
        return 0 if axis is None else operator.index(axis)  # type: ignore[call-overload]
    except TypeError:
        raise TypeError(f"axis: {shown(axis)} is not an integer") from None


def checked_rate(rate: object) -> Fraction | None:
    """Samples per second, exactly. TypeError, ValueError: it is not a positive number."""
    if rate is None:
        return None
    number = checked_number("rate", rate)
    if number <= 0:
        raise ValueError(f"rate: {shown(number)} is not positive")
    return Fraction(number)


def checked_range(range: object) -> tuple[Number, Number] | str | None:
    """The ends of the value axis. TypeError, ValueError: they are not two ascending numbers."""
    if range is None or range == "each":
        return "each" if range is not None else None
    if not isinstance(range, tuple | list) or len(range) != 2:
        raise TypeError(f"range: {shown(range)} is neither a pair of numbers nor 'each'")
    low, high = (checked_number("range", end) for end in range)
    if not low < high:
        raise ValueError(f"range: {shown(low)} is not less than {shown(high)}")
    return low, high


def checked_channels(channels: object, width: int | None) -> list[int | None]:
    """The channels to draw, in ascending order; [None] where samples have one dimension.

    TypeError: it is neither a number nor a list of numbers. IndexError: there is no such channel.
    """
    count = 1 if width is None else width
    if channels is None:
        return [None] if width is None else [*range(min(count, _drawing.CHANNELS))]
    given = channels if isinstance(channels, Iterable) else [channels]
    try:
        numbers = [operator.index(number) for number in given]
    except TypeError:
        raise TypeError(
            f"channels: {shown(channels)} is neither an integer nor a list of them"
        ) from None
    for number in numbers:
        if not -count <= number < count:
            raise IndexError(f"channels: {shown(number)} is not one of the {count} channels")
    return [None] if width is None and numbers else sorted({number % count for number in numbers})


def checked_number(name: str, value: object) -> int | float:
    """A finite number. TypeError, ValueError: it is not, with the argument's name."""
    try:
        if hasattr(value, "__index__"):
            number: int | float = operator.index(value)
        elif hasattr(value, "__float__"):
            number = float(value)
        else:
            raise TypeError
        is_finite = isfinite(number)
    except OverflowError:
        raise ValueError(f"{name}: {shown(value)} is too large for a float") from None
    except TypeError:
        raise TypeError(f"{name}: {shown(value)} is not a real number") from None
    if not is_finite:
        raise ValueError(f"{name}: {shown(value)} is not finite")
    return number


def shown(value: object) -> str:
    """A value in a message. Long ones are cut: an integer may have any number of digits, and has
    no text at all from 4301 on (sys.set_int_max_str_digits)."""
    if isinstance(value, int) and value.bit_length() > 200:
        return f"an integer of {value.bit_length()} bits"
    try:
        text = repr(value)
    except ValueError:
        return f"a {type(value).__name__}"
    return text if len(text) <= LONG else f"{text[: LONG - 3]}..."
