"""The table of element formats, asked of swiftbuf itself."""

import string
from collections.abc import Iterator

import numpy as np

from swiftbuf import Waveform

CANDIDATES = ["?", *string.ascii_letters, *(f"Z{letter}" for letter in string.ascii_letters)]
CANDIDATES += [f"{letter}3" for letter in string.ascii_letters]
HEAD = ("Format", "Also", "Bytes", "NumPy calls it", "An element is", "Other byte order")


def accepted(format: str) -> Waveform | None:
    try:
        return Waveform(1, format)
    except ValueError:
        return None


def rows() -> Iterator[tuple[str, ...]]:
    """One row for each format, by size within its kind of element."""
    found: dict[str, list[str]] = {}
    for code in CANDIDATES:
        # Strings and padding, `3s`, are in docs/records.md.
        if (waveform := accepted(code)) is not None and not waveform.format[0].isdigit():
            found.setdefault(waveform.format, []).append(code)
    kinds = [bytes, bool, int, float, complex]

    def place(code: str) -> tuple[int, int]:
        waveform = Waveform(1, code)
        return kinds.index(type(waveform[0])), waveform.itemsize

    for code in sorted(found, key=place):
        waveform, swapped = Waveform(1, code), accepted(f">{code}")
        yield (
            f"`{code}`",
            " ".join(f"`{name}`" for name in found[code] if name != code),
            str(waveform.itemsize),
            f"`{np.asarray(waveform).dtype.name}`",
            f"`{type(waveform[0]).__name__}`",
            f"`{swapped.format}`" if swapped is not None else "none",
        )


def table() -> str:
    lines = [HEAD, ("---",) * len(HEAD), *rows()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
