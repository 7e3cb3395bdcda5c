"""`python -m swiftbuf FILE`: summarizes a binary file in numbers and as a picture."""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from . import _drawing, _files, _numbers, _survey, _terminal
from ._survey import Channel
from ._swiftbuf import Waveform

EXTRA = "swiftbuf[plot]"
DIGITS = 7  # least significant digits of a number in the summary
MEAN_DIGITS = 15  # most significant digits of a mean, whose sum is rounded


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m swiftbuf",
        description="""
Summarize a binary file of samples: format and shape, minimum, maximum and
mean of each channel, and a plot. The file is read once, in blocks.
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
        help='one sample, as the struct module or NumPy writes it: "<h", ">f4", int16, complex64,'
        ' or "<i3", 24 bits (default: B, bytes)',
    )
    made.add_argument(
        "--shape",
        type=shape,
        metavar="N,N",
        help='lengths, one of which can be left out: ",4" is four interleaved channels, "2," two'
        " channels one after the other (default: one channel)",
    )
    made.add_argument(
        "--offset", type=int, default=0, metavar="BYTES", help="where the samples start"
    )
    made.add_argument("--count", type=int, metavar="N", help="number of samples, over all channels")
    made.add_argument(
        "--svg", metavar="PATH", help="write the picture as SVG; - for standard output"
    )
    made.add_argument("--png", metavar="PATH", help=f"write the picture as PNG; needs {EXTRA}")
    made.add_argument(
        "--force", action="store_true", help="overwrite existing files, but never FILE"
    )
    return made


def shape(text: str) -> list[int | None]:
    """The lengths in `text`; None for a missing one."""
    lengths = [int(length) if length.strip() else None for length in text.split(",")]
    if lengths.count(None) > 1 or any(length is not None and length < 1 for length in lengths):
        raise ValueError(text)
    return lengths


def shaped(w: Waveform, lengths: list[int | None]) -> Waveform:
    """The samples in a shape, with its missing length computed; ValueError if it does not fit."""
    known = 1
    for length in lengths:
        known *= 1 if length is None else length
    whole = [len(w) // known if length is None else length for length in lengths]
    try:
        return w.cast(w.format, whole)
    except TypeError:
        given = ",".join("" if length is None else str(length) for length in lengths)
        raise ValueError(f"--shape {given}: the file holds {len(w)} samples") from None


def summary(title: str, channels: list[Channel], count: int) -> Iterator[str]:
    """Format and shape, then a line for each channel; `count` is the total number of channels."""
    yield title
    lines = [numbers(channel) for channel in channels]
    # Integers are exact, and may be wider than a column.
    width = max([14, *(len(number) + 1 for line in lines for number in line)])
    if channels:
        yield f"{'':20}{'minimum':>{width}}{'maximum':>{width}}{'mean':>{width}}"
    for channel, line in zip(channels, lines, strict=True):
        missing = channel.length - channel.numbers
        note = f"  {missing} NaN left out" if missing else ""
        yield f"{channel.name:20}{''.join(f'{number:>{width}}' for number in line)}{note}"
    if count > len(channels):
        yield f"... and {count - len(channels)} more channels"


def numbers(channel: Channel) -> list[str]:
    """Minimum, maximum and mean of a channel."""
    minimum, maximum = channel.extremes(1)[0]
    digits = _numbers.digits(minimum, maximum, DIGITS)
    values = [_numbers.text(value, digits) for value in (minimum, maximum)]
    return [*values, f"{channel.mean:.{min(digits, MEAN_DIGITS)}g}"]


def extra(name: str) -> ModuleType | None:
    """A module of the optional extra, or None."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None


def write_pictures(options: argparse.Namespace, svg: str, resvg: ModuleType | None) -> list[str]:
    """Writes the requested files, and returns a line for each that could not be written."""
    problems = []
    for option, path in [("--svg", options.svg), ("--png", options.png)]:
        if not path:
            continue
        try:
            content = svg.encode()
            if resvg is not None and option == "--png":
                content = resvg.svg_to_bytes(svg, background="white", zoom=2)
            _files.write(path, bytes(content), options.force)
        except BrokenPipeError:
            raise
        except OSError as error:
            problems.append(f"{option}: {error}")
    return problems


def show(options: argparse.Namespace) -> list[str]:
    """Runs the command. Returns a line for each file that could not be written.

    OSError, ValueError: the input or the options are not valid; no file has been written.
    """
    wanted = [(o, path) for o, path in [("--svg", options.svg), ("--png", options.png)] if path]
    resvg = extra("resvg_py") if options.png else None
    if options.png and resvg is None:
        raise ValueError(f"--png: pip install '{EXTRA}' for PNG files")
    w = Waveform.mmap(
        options.file, options.format, mode="r", offset=options.offset, count=options.count
    )
    for option, path in wanted:
        _files.check(option, path, options.file, options.force)
    shape = shaped(w, options.shape).shape if options.shape else w.shape
    title = _drawing.describe(w.format, shape)
    count = _survey.channel_count(shape, w.format)
    if wanted and not count:
        raise ValueError(f"no picture of {title}")
    channels = _survey.of_file(options.file, w.format, options.offset, shape, _drawing.CHANNELS)
    problems = []
    if wanted:
        problems = write_pictures(options, _drawing.picture(title, channels, count), resvg)
    if any(path == _files.STDOUT for _, path in wanted):
        return problems
    for line in summary(title, channels, count):
        print(line)
    plotille = extra("plotille")
    if plotille is None:
        print(f"for a plot: pip install '{EXTRA}'")
    elif not _terminal.has_dots():
        print(f"for a plot: use a terminal with UTF-8; this one has {sys.stdout.encoding}")
    else:
        for picture in [_terminal.plot(plotille, channel) for channel in channels]:
            if picture is not None:
                print(picture)
    return problems


def main(arguments: list[str] | None = None) -> int:
    """Runs the command with these arguments and returns the exit status.

    0, or 1 after a line on stderr about a file; for wrong arguments, argparse exits with 2. 130
    after Ctrl-C, and 141 if the reader of the output is gone: 128 plus the signal, as in shells.
    """
    made = parser()
    options = made.parse_args(arguments)
    try:
        Waveform(0, options.format)
    except ValueError as error:
        made.error(str(error))
    if options.svg == options.png == _files.STDOUT:
        made.error("--svg -, --png -: only one can be standard output")
    try:
        problems = show(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"{made.prog}: interrupted", file=sys.stderr)
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Flushing the rest of the buffer when Python exits must not fail again ("Note on SIGPIPE"
        # in the documentation of signal).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except (OSError, ValueError) as error:
        problems = [str(error)]
    for problem in problems:
        print(f"{made.prog}: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
