"""The output of the command: numbers, also as JSON, and a hex view."""

import json
from collections.abc import Iterator
from math import isfinite

from . import _numbers
from ._survey import Trace

DIGITS = 7  # of a number, at least
MEAN_DIGITS = 15  # of a mean or an RMS, at most: they are rounded
NAME, COLUMN = 15, 13  # columns of a name and of a number


def name(trace: Trace) -> str:
    """The channel and the part of it, as in "channel 0 real"."""
    channel = "" if trace.channel is None else f"channel {trace.channel}"
    return f"{channel} {trace.part}".strip()


def table(traces: list[Trace]) -> Iterator[str]:
    """A line of numbers for each trace, and one for counts such as NaN, if there are any."""
    lines = [_numbers_of(trace) for trace in traces]
    # Integers are written exactly, and may be longer than a column.
    width = max([COLUMN, *(len(number) + 1 for line in lines for number in line)])
    heads = ("minimum", "maximum", "mean", "RMS", "peak to peak")
    yield f"{'':{NAME}}{''.join(f'{head:>{width}}' for head in heads)}"
    for trace, line in zip(traces, lines, strict=True):
        yield f"{name(trace):{NAME}}{''.join(f'{number:>{width}}' for number in line)}"
        notes = _notes(trace)
        if notes:
            yield f"{'':{NAME}}  {', '.join(notes)}"


def _numbers_of(trace: Trace) -> list[str]:
    low, high = trace.extremes
    digits = _numbers.digits(low, high, DIGITS)
    few = min(digits, MEAN_DIGITS)
    texts = [_numbers.text(value, digits) for value in (low, high)]
    texts += [f"{value:.{few}g}" for value in (trace.mean, trace.rms)]
    return [*texts, _numbers.text(_difference(low, high), DIGITS)]


def _difference(low: float, high: float) -> float:
    """Exact for integers."""
    return int(high) - int(low) if isinstance(low, int) else high - low


def _notes(trace: Trace) -> list[str]:
    positive, negative = trace.infinities
    counts = [(trace.nan, "NaN, left out"), (positive, "+inf"), (negative, "-inf")]
    counts.append((trace.full_scale or 0, "at full scale"))
    return [f"{count} {what}" for count, what in counts if count]


def as_json(facts: dict[str, object], traces: list[Trace]) -> str:
    """The same for programs. JSON has no NaN and no infinity: they are null."""
    return json.dumps({**facts, "channels": [_facts(trace) for trace in traces]}, indent=2)


def _facts(trace: Trace) -> dict[str, object]:
    low, high = trace.extremes
    positive, negative = trace.infinities
    numbers = {
        "minimum": low,
        "maximum": high,
        "mean": trace.mean,
        "rms": trace.rms,
        "peak_to_peak": _difference(low, high),
    }
    return {
        "channel": trace.channel or 0,
        "part": trace.part or None,
        "samples": trace.length,
        **{key: _as_number(value) for key, value in numbers.items()},
        "full_scale": trace.full_scale,
        "nan": trace.nan,
        "positive_infinity": positive,
        "negative_infinity": negative,
    }


def _as_number(value: float) -> float | None:
    """Truth values as 0 and 1, and None for values that JSON does not have."""
    if isinstance(value, int):
        return int(value)
    return value if isfinite(value) else None


def hex_view(data: bytes, offset: int, width: int) -> Iterator[str]:
    """Bytes with their offset in the file, in hexadecimal and as ASCII."""
    count = next((n for n in (16, 8) if 4 * n + 12 <= width), 4)
    for start in range(0, len(data), count):
        row = data[start : start + count]
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        yield f"{offset + start:08x}  {row.hex(' '):{3 * count}} {text}"
