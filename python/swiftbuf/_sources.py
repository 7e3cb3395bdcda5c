"""Where samples come from: memory, a file, a pipe. Each is read once, block by block."""

from collections.abc import Callable, Sequence
from typing import Protocol

from . import _survey
from ._survey import Trace
from ._swiftbuf import Waveform

BLOCK = 1 << 22  # bytes that are in memory at once


class Readable(Protocol):
    def readinto(self, buffer: Waveform, /) -> int | None: ...


Report = Callable[[int], None]  # is told how many more bytes have been read


def _rows(row: Waveform) -> int:
    """How many rows make a block."""
    return max(BLOCK // max(row.nbytes, 1), 1)


def of_memory(w: Waveform, axis: int, channels: Sequence[int | None]) -> list[Trace]:
    """The traces of a Waveform."""
    traces = _survey.traces(w.format, list(channels))
    length = w.shape[axis]
    others = w.shape[1 - axis] if w.ndim == 2 else 1
    rows = max(BLOCK // max(others * w.itemsize, 1), 1)
    for start in range(0, length if traces else 0, rows):
        part = slice(start, start + rows)
        _survey.add(traces, w[part] if axis == 0 else w[:, part], axis)
    return traces


def interleaved(
    file: Readable,
    format: str,
    width: int | None,
    channels: Sequence[int | None],
    length: int | None,
    report: Report,
) -> list[Trace]:
    """The traces of rows of `width` channels, or of single samples if it is None. `length` is the
    number of rows; None reads to the end.

    OSError: the file cannot be read. ValueError: it ends before, or within a row.
    """
    others = () if width is None else (width,)
    traces = _survey.traces(format, list(channels))
    row = Waveform((1, *others), format)
    rows = _rows(row)
    block = Waveform((rows if length is None else min(rows, length), *others), format)
    done = 0
    while length is None or done < length:
        part = block if length is None else block[: length - done]
        got = fill(file, part.cast("B"), report)
        count = got // row.nbytes
        if got < part.nbytes and (length is not None or got % row.nbytes):
            raise _cut(done * row.nbytes + got, row.nbytes)
        _survey.add(traces, part[:count], axis=0)
        done += count
        if count < len(part):
            break
    return traces


def planar(
    file: Readable,
    format: str,
    width: int,
    channels: Sequence[int | None],
    length: int,
    report: Report,
) -> list[Trace]:
    """The traces of `width` channels one after the other, of `length` samples each."""
    traces: list[Trace] = []
    for channel in range(width):
        if channel in channels:
            traces += interleaved(file, format, None, [channel], length, report)
        elif channel < max(c for c in channels if c is not None):
            skip(file, length * Waveform(0, format).itemsize, report)
    return traces


def counted(file: Readable, size: int, count: int | None, report: Report) -> int:
    """Reads `count` samples of `size` bytes, or all of them if it is None; returns how many.

    OSError: the file cannot be read. ValueError: it ends before, or within a sample.
    """
    limit = None if count is None else count * size
    scratch = Waveform(BLOCK, "B")
    done = 0
    while limit is None or done < limit:
        part = scratch if limit is None else scratch[: limit - done]
        got = fill(file, part, report)
        done += got
        if got < len(part):
            break
    if done % size or (limit is not None and done < limit):
        raise _cut(done, size)
    return done // size


def _cut(at: int, size: int) -> ValueError:
    """The error for data that ends too early. `size` is the size of one sample of all channels."""
    return ValueError(f"the data ends after {at} bytes; {size} bytes make a sample of all channels")


def skip(file: Readable, count: int, report: Report) -> None:
    """Skips bytes. ValueError: there are not so many."""
    scratch = Waveform(min(count, BLOCK), "B")
    while count:
        got = fill(file, scratch[:count], report)
        if not got:
            raise ValueError(f"the data ends {count} bytes too early")
        count -= got


def fill(file: Readable, memory: Waveform, report: Report) -> int:
    """Reads until the memory is full or the file ends; returns how many bytes that were."""
    start = len(memory)
    while len(memory):
        count = file.readinto(memory)
        if not count:
            break
        report(count)
        memory = memory[count:]
    return start - len(memory)
