"""The input of the command: which samples it holds, and their traces."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, prod

from . import _drawing, _plot, _recognition, _sources, _survey
from ._files import STDIN
from ._progress import Progress
from ._sources import Readable
from ._survey import Trace
from ._swiftbuf import Waveform

HEX = 64  # bytes of a hex view


@dataclass
class Input:
    """The input, read, and the facts to print about it."""

    title: str
    format: str
    shape: tuple[int, ...]
    axis: int  # the dimension that is samples
    width: int | None  # channels; None where samples have one dimension
    traces: list[Trace]
    advice: str | None
    head: bytes  # the first bytes of the samples


def read(options: Namespace, format: str) -> Input:
    """Reads the file or standard input once.

    OSError, ValueError: it cannot be read, or not as the options say. IndexError: there is no such
    channel.
    """
    if options.file == STDIN:
        return _from_stdin(options, format)
    advice = _advice(options, lambda: _recognition.head(options.file))
    # Maps the file, which checks it and the options.
    with Waveform.mmap(
        options.file, format, mode="r", offset=options.offset, count=options.count
    ) as w:
        shape, axis = layout(options, len(w))
        head = w.cast("B")[:HEX].tobytes()
    with open(options.file, "rb", buffering=0) as file:
        file.seek(options.offset)
        return _taken(file, options, format, shape, axis, (advice, head))


def _from_stdin(options: Namespace, format: str) -> Input:
    for name, value in [("offset", options.offset), ("count", options.count or 0)]:
        if value < 0:
            raise ValueError(f"{name}: {value} is negative")
    file = sys.stdin.buffer
    advice = _advice(options, lambda: file.peek(_recognition.HEAD)[: _recognition.HEAD])
    _sources.skip(file, options.offset, lambda _: None)
    head = file.peek(HEX)
    if not head and options.count != 0:
        what = f"ends after {options.offset} bytes" if options.offset else "is empty"
        raise ValueError(f"standard input {what}: there are no samples")
    size, count = Waveform(0, format).itemsize, options.count
    head = head[: HEX if count is None else min(HEX, count * size)]
    if not _survey.has_picture(format, 2 if options.channels else len(options.shape or [None])):
        # No traces will be made of these samples, which would count them.
        progress = Progress(None if count is None else count * size)
        try:
            count = _sources.counted(file, size, count, progress)
        finally:
            progress.close()
    shape, axis = layout(options, count)
    return _taken(file, options, format, shape, axis, (advice, head))


def _advice(options: Namespace, head: Callable[[], bytes]) -> str | None:
    """On a file that looks like a container, unless the caller knows where its samples start."""
    return None if options.offset else _recognition.advice(options.file, head())


def layout(options: Namespace, count: int | None) -> tuple[tuple[int | None, ...], int]:
    """The shape, and which dimension is samples: the one whose length is left out, or else the
    first. A length is None where the number of samples, `count`, is not known."""
    lengths = [None, options.channels] if options.channels else options.shape or [None]
    known = prod(length for length in lengths if length is not None)
    axis = lengths.index(None) if None in lengths and len(lengths) <= 2 else 0
    if count is None:
        if axis == 1:
            raise ValueError(
                "--shape: for channels one after the other, standard input needs --count"
            )
        return tuple(lengths), axis
    whole = tuple(count // known if length is None else length for length in lengths)
    if prod(whole) != count:
        given = ",".join("" if length is None else str(length) for length in lengths)
        option = f"--channels {options.channels}" if options.channels else f"--shape {given}"
        source = "standard input" if options.file == STDIN else "the file"
        raise ValueError(f"{option}: {source} holds {count} samples")
    return whole, axis


def _taken(
    file: Readable,
    options: Namespace,
    format: str,
    shape: tuple[int | None, ...],
    axis: int,
    seen: tuple[str | None, bytes],
) -> Input:
    """Reads the samples from where the file is."""
    width = shape[1 - axis] if len(shape) == 2 else None
    traces: list[Trace] = []
    channels: Sequence[int | None] = []
    if _survey.has_picture(format, len(shape)):
        asked = options.channel or None
        channels = _plot.checked_channels(asked, width)
        item = Waveform(0, format).itemsize
        known = None if None in shape else prod(shape) * item
        progress = Progress(known)
        try:
            if axis == 0:
                traces = _sources.interleaved(file, format, width, channels, shape[0], progress)
            else:
                traces = _sources.planar(file, format, width, channels, shape[1], progress)
        finally:
            progress.close()
    if None in shape:
        shape = (traces[0].length, *shape[1:])
    return Input(_drawing.describe(format, shape), format, shape, axis, width, traces, *seen)


def seconds(options: Namespace, given: Input) -> float | None:
    """How long the samples last, by the rate: infinity if that is too large for a float."""
    if options.rate is None:
        return None
    try:
        return float((given.shape[given.axis] if given.shape else 0) / options.rate)
    except OverflowError:
        return inf


def facts(options: Namespace, given: Input) -> dict[str, object]:
    """The facts about the whole input, for the JSON."""
    lasting = seconds(options, given)
    return {
        "file": options.file,
        "format": given.format,
        "shape": given.shape,
        "offset": options.offset,
        "rate": None if options.rate is None else float(options.rate),
        "seconds": lasting if lasting != inf else None,
        "advice": given.advice,
    }
