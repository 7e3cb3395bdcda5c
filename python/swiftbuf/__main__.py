"""`swiftbuf FILE`, `python -m swiftbuf FILE`: what is in a binary file, in numbers and as a
picture."""

import argparse
import os
import shutil
import signal
import sys
from math import isfinite

from . import _drawing, _files, _input, _options, _plot, _summary, _terminal
from ._input import Input
from ._scales import Style
from ._swiftbuf import Waveform


def pictures(options: argparse.Namespace, given: Input, style: Style) -> list[str]:
    """Writes the files that were asked for, and returns a line for each that could not be."""
    problems = []
    wanted = [(o, path) for o, path in [("--svg", options.svg), ("--png", options.png)] if path]
    if not wanted:
        return problems
    if not given.traces or not given.traces[0].length:
        raise ValueError(f"no picture of {given.title}")
    svg = _drawing.picture(heading(given), given.traces, style)
    for option, path in wanted:
        try:
            content = svg.encode() if option == "--svg" else _plot.png(svg)
            _files.write(path, content, options.force)
        except BrokenPipeError:
            raise
        except OSError as error:
            problems.append(f"{option}: {error}")
    return problems


def heading(given: Input) -> str:
    """The title, and how many of the channels are shown."""
    shown = len({trace.channel for trace in given.traces})
    if given.width is None or not given.traces or shown == given.width:
        return given.title
    return f"{given.title}, {shown} of {given.width} channels"


def show(options: argparse.Namespace) -> list[str]:
    """What the command does. Returns a line for each file that could not be written.

    OSError, ValueError, IndexError: what the input or the picture cannot be; no file has been
    written. ImportError: --png without what it takes.
    """
    if options.png:
        _plot.renderer()
    for option, path in [("--svg", options.svg), ("--png", options.png)]:
        if path:
            _files.check(option, path, options.file, options.force)
    format = Waveform(0, options.format).format
    given = _input.read(options, format)
    style = Style(options.rate, options.range)
    problems = pictures(options, given, style)
    if _files.STDOUT in (options.svg, options.png):
        return problems
    if options.json:
        print(_summary.as_json(_input.facts(options, given), given.traces))
        return problems
    width = shutil.get_terminal_size().columns
    print(described(options, given))
    if given.advice:
        print(f"note: {given.advice}")
    if options.hex:
        print(*_summary.hex_view(given.head, options.offset, width), sep="\n")
    if given.traces:
        print(*_summary.table(given.traces), sep="\n")
    if not options.no_plot:
        plots(given, style, width)
    return problems


def described(options: argparse.Namespace, given: Input) -> str:
    """The first line: the heading, and how long the samples last."""
    seconds = _input.seconds(options, given)
    if seconds is None:
        return heading(given)
    lasting = f"{seconds:.6g} s" if isfinite(seconds) else "more than 1.79e308 s"
    return f"{heading(given)}, {lasting} at {float(options.rate):.12g} samples/s"


def plots(given: Input, style: Style, width: int) -> None:
    """Prints the plots of all traces."""
    if not _terminal.has_dots():
        encoding = sys.stdout.encoding
        print(f"for a plot: use a terminal with UTF-8; this one has {encoding}")
        return
    for trace in given.traces:
        if trace.length:
            name = _summary.name(trace)
            print("", *_terminal.plot(trace, name, given.traces, style, width), sep="\n")


def main(arguments: list[str] | None = None) -> int:
    """Runs the command. Returns 0, or 1 after a line on stderr about a file; wrong arguments exit
    with 2, by argparse. 130 after Ctrl-C, and 141 if the reader of the output is gone, are 128 and
    the number of the signal, as shells have it."""
    made = _options.parser()
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
        # What is left in the buffer must not fail again when Python ends ("Note on SIGPIPE" in the
        # documentation of signal).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except (OSError, ValueError, IndexError, ImportError) as error:
        problems = [str(error)]
    for problem in problems:
        print(f"{made.prog}: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
