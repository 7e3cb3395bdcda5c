"""The options of the command."""

import argparse
import sys
from fractions import Fraction
from pathlib import Path

from . import __version__, _plot
from ._axis import Number


def program() -> str:
    """How the command was called."""
    name = Path(sys.argv[0]).name
    return name if name == "swiftbuf" else "python -m swiftbuf"


def parser() -> argparse.ArgumentParser:
    prog = program()
    made = argparse.ArgumentParser(
        prog=prog,
        description="""
Show what is in a binary file of samples: format and shape, the numbers of each
channel, and a plot. The file is read once, in blocks.
""",
        epilog=f"""
examples:
  one channel        {prog} scope.bin --format "<h" --offset 44
  four, interleaved  {prog} eeg.dat --format d --channels 4
  to a picture       {prog} iq.bin --format "<Zf" --svg iq.svg
  from a pipe        gzip -dc scope.gz | {prog} - --format "<h"
""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("file", metavar="FILE", help="a regular file; - is standard input")
    samples = made.add_argument_group("samples")
    samples.add_argument(
        "--format",
        default="B",
        metavar="F",
        help='one sample, as the struct module or NumPy writes it: "<h", ">f4", int16, complex64'
        " (default: B, bytes)",
    )
    layout = samples.add_mutually_exclusive_group()
    layout.add_argument(
        "--channels", type=count, metavar="N", help="number of interleaved channels (default: one)"
    )
    layout.add_argument(
        "--shape",
        type=shape,
        metavar="N,N",
        help='the length of each dimension; that of the samples may be left out: ",4" is four'
        ' interleaved channels, "2," two channels one after the other',
    )
    samples.add_argument(
        "--offset",
        type=number,
        default=0,
        metavar="BYTES",
        help="where the samples start; also in hexadecimal, 0x2c",
    )
    samples.add_argument(
        "--count", type=number, metavar="N", help="how many samples, of all channels"
    )
    samples.add_argument(
        "--rate", type=rate, metavar="R", help="samples per second: the axis is then a time"
    )
    shown = made.add_argument_group("what is shown")
    shown.add_argument(
        "--channel",
        type=number,
        action="append",
        metavar="I",
        help="show only this channel, counted from 0; may be given several times"
        " (default: the first 16)",
    )
    shown.add_argument(
        "--range",
        type=ends,
        metavar="LOW,HIGH",
        help='the ends of the value axis; "each" gives each channel its own'
        " (default: one scale for all)",
    )
    shown.add_argument("--hex", action="store_true", help="the first bytes of the samples too")
    shown.add_argument("--no-plot", action="store_true", help="numbers only")
    shown.add_argument("--json", action="store_true", help="the numbers as JSON, and no plot")
    files = made.add_argument_group("files")
    files.add_argument(
        "--svg", metavar="PATH", help="write the picture as SVG; - is standard output"
    )
    files.add_argument("--png", metavar="PATH", help=f"the same as PNG; this needs {_plot.EXTRA}")
    files.add_argument(
        "--force", action="store_true", help="overwrite files that exist, but never FILE"
    )
    made.add_argument("--version", action="version", version=f"swiftbuf {__version__}")
    return made


def number(text: str) -> int:
    """A whole number, in hexadecimal after 0x."""
    return int(text, 0) if text.strip().lower().startswith("0x") else int(text)


def count(text: str) -> int:
    if number(text) < 1:
        raise ValueError(text)
    return number(text)


def shape(text: str) -> list[int | None]:
    """The lengths in `text`; None for the one that is left out."""
    lengths = [int(length) if length.strip() else None for length in text.split(",")]
    if lengths.count(None) > 1 or any(length is not None and length < 1 for length in lengths):
        raise ValueError(text)
    return lengths


def rate(text: str) -> Fraction | None:
    try:
        return _plot.checked_rate(decimal(text))
    except TypeError:
        raise ValueError(text) from None


def ends(text: str) -> tuple[Number, Number] | str | None:
    try:
        given = text if text == "each" else tuple(map(decimal, text.split(",")))
        return _plot.checked_range(given)
    except TypeError:
        raise ValueError(text) from None


def decimal(text: str) -> Number:
    """An integer exactly, or a float."""
    try:
        return int(text)
    except ValueError:
        return float(text)
