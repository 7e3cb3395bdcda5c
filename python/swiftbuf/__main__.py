"""`python -m swiftbuf FILE`: what is in a binary file, in numbers and as a picture."""

import argparse
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from math import isfinite
from pathlib import Path
from types import ModuleType

from . import _drawing
from ._swiftbuf import Waveform, _total

EXTRA = "swiftbuf[plot]"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m swiftbuf",
        description="""
Show what is in a binary file of samples: format and shape, minimum, maximum
and mean of each channel, and a plot. The file is mapped, not copied.
""",
        epilog="""
examples:
  one channel            python -m swiftbuf scope.bin --format "<h" --offset 44
  four, interleaved      python -m swiftbuf eeg.dat --format d --shape ,4
  complex, as a picture  python -m swiftbuf iq.bin --format "<Zf" --svg iq.svg
""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("file", metavar="FILE", help="a regular file")
    made.add_argument(
        "--format",
        default="B",
        metavar="F",
        help='one sample, as the struct module or NumPy writes it: "<h", ">f4", int16, complex64'
        " (default: B, bytes)",
    )
    made.add_argument(
        "--shape",
        type=shape,
        metavar="N,N",
        help='lengths, of which one may be left out: ",4" is four interleaved channels, "2," two'
        " one after the other (default: one channel)",
    )
    made.add_argument(
        "--offset", type=int, default=0, metavar="BYTES", help="where the samples start"
    )
    made.add_argument("--count", type=int, metavar="N", help="how many samples, of all channels")
    made.add_argument("--svg", metavar="PATH", help="write the picture as SVG")
    made.add_argument("--png", metavar="PATH", help=f"write the picture as PNG; takes {EXTRA}")
    return made


def shape(text: str) -> list[int | None]:
    """The lengths in `text`; None for the one that is left out."""
    lengths = [int(length) if length.strip() else None for length in text.split(",")]
    if lengths.count(None) > 1 or any(length is not None and length < 1 for length in lengths):
        raise ValueError(text)
    return lengths


def shaped(w: Waveform, lengths: list[int | None]) -> Waveform:
    """The same samples in a shape, its missing length filled in; ValueError if it does not fit."""
    known = 1
    for length in lengths:
        known *= 1 if length is None else length
    whole = [len(w) // known if length is None else length for length in lengths]
    try:
        return w.cast(w.format, whole)
    except TypeError:
        given = ",".join("" if length is None else str(length) for length in lengths)
        raise ValueError(f"--shape {given}: the file holds {len(w)} samples") from None


def summary(w: Waveform) -> Iterator[str]:
    """Format and shape, then a line for each channel."""
    yield _drawing.describe(w)
    channels = _drawing.channels(w)
    if channels:
        yield f"{'':20}{'minimum':>14}{'maximum':>14}{'mean':>14}"
    for name, samples in channels[: _drawing.CHANNELS]:
        ((minimum, maximum),) = samples.envelope(1).tolist()
        total, count = _total(samples)
        mean = total / count if count else float("nan")
        numbers = "".join(f"{number:>14.7g}" for number in (minimum, maximum, mean))
        missing = f"  {len(samples) - count} NaN left out" if count < len(samples) else ""
        yield f"{name:20}{numbers}{missing}"
    if len(channels) > _drawing.CHANNELS:
        yield f"... and {len(channels) - _drawing.CHANNELS} more channels"


def extra(name: str) -> ModuleType | None:
    """A module of the optional extra, or None."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None


def plot(plotille: ModuleType, w: Waveform) -> Iterator[str]:
    """The picture of each channel, as wide as the terminal, in characters."""
    # What plotille writes beside it takes 24 columns, and it rounds up to whole marks of the axis.
    columns = max((min(shutil.get_terminal_size().columns, 120) - 24) // 10 * 10, 10)
    for name, samples in _drawing.channels(w)[: _drawing.CHANNELS]:
        bins = min(len(samples), 2 * columns)  # a character is two dots wide
        figure = plotille.Figure()
        figure.width, figure.height = columns, 8
        figure.origin = False
        figure.x_label, figure.y_label = "sample", name
        figure.register_label_formatter(float, label)
        figure.set_x_limits(0, max(len(samples) - 1, 1))
        # Up and down in every bin: the line covers what lies between the two.
        points = [
            (i * len(samples) // bins, value)
            for i, pair in enumerate(samples.envelope(bins).tolist())
            for value in pair
            if isfinite(value)
        ]
        if points:
            figure.plot(*zip(*points, strict=True))
            yield figure.show()


def label(value: float, chars: int, delta: float, left: bool = False) -> str:
    """A number on an axis, of no more than so many characters (plotille's formatter)."""
    return f"{value:{'<' if left else '>'}{chars}.5g}"


def show(options: argparse.Namespace) -> None:
    """What the command does. OSError, ValueError: what the file or the picture cannot be."""
    resvg = extra("resvg_py") if options.png else None
    if options.png and resvg is None:
        raise ValueError(f"--png: pip install '{EXTRA}' brings what writes PNG files")
    w = Waveform.mmap(
        options.file, options.format, mode="r", offset=options.offset, count=options.count
    )
    if options.shape:
        w = shaped(w, options.shape)
    for line in summary(w):
        print(line)
    plotille = extra("plotille")
    if plotille is None:
        print(f"for a plot here: pip install '{EXTRA}'")
    else:
        for picture in plot(plotille, w):
            print(picture)
    if not (options.svg or options.png):
        return
    svg = _drawing.svg(w)
    if svg is None:
        raise ValueError(f"no picture of {_drawing.describe(w)}")
    if options.svg:
        Path(options.svg).write_text(svg, encoding="utf-8")
    if resvg is not None:
        Path(options.png).write_bytes(resvg.svg_to_bytes(svg, background="white", zoom=2))


def main(arguments: list[str] | None = None) -> int:
    """Runs the command. Returns 0, or 1 after a line on stderr about a file; wrong arguments exit
    with 2, by argparse."""
    made = parser()
    options = made.parse_args(arguments)
    try:
        Waveform(0, options.format)
    except ValueError as error:
        made.error(str(error))
    try:
        show(options)
    except (OSError, ValueError) as error:
        print(f"{made.prog}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
