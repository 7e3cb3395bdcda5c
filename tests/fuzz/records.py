"""Texts of records, against NumPy's own parser of PEP 3118."""

import itertools
import re

import numpy as np
from modelling import exported

from swiftbuf import Waveform

try:
    from numpy._core._internal import _dtype_from_pep3118
except ImportError:  # NumPy 1
    from numpy.core._internal import _dtype_from_pep3118

PIECES = ["T{", "}", "(2)", "(2,3)", "(0)", "(", ")", ":a:", ":b:", ":é:", ":", "::", ":f0:"]
PIECES += [*"@=<>!^|", *"?cbBhHiIlLqQnNefdswxOgPZ&y", "Zf", "Zd", *"0123 ", "65", "2147483648"]
# Bytes of an element; objects of Python for a larger one would take all memory of the run.
LARGE = 2**16


def records(choices):
    """A text of a record is what NumPy reads it as, or a ValueError that points into it."""
    text = "".join(choices.some(12, lambda choices: choices.pick(PIECES)))
    if choices.number(0, 3):
        text = f"T{{{text}}}"
    try:
        waveform = Waveform(0, text)
    except ValueError as error:
        assert str(error).startswith("format: "), error
        return
    assert waveform.format == Waveform(0, waveform.format).format
    assert waveform.itemsize == Waveform(0, waveform.format).itemsize
    assert memoryview(waveform).format == exported(waveform.format)
    if waveform.fields is None or not is_one_record(text) or " " in text:
        return
    # Of `(2)3h` NumPy makes an array of arrays, which equals no array of two dimensions.
    read = None if re.search(r"\)[@=<>!^]*\d", text) else numpy_reads(text)
    if read is not None:
        assert np.asarray(waveform).dtype == read, (text, waveform.format, read)
        assert waveform.itemsize == read.itemsize, (text, waveform.format, read)
        for name, (_, offset) in waveform.fields.items():
            assert read.fields[name][1] == offset
    if waveform.itemsize <= LARGE:
        _use(choices, Waveform(2, text))


def is_one_record(text):
    """Whether it is one `T{}`, for which NumPy has the same rules."""
    depths = list(itertools.accumulate((c == "{") - (c == "}") for c in text))
    return text.startswith("T{") and 0 not in depths[1:-1]


def numpy_reads(text):
    """The dtype of a text that NumPy reads, None of one that it does not."""
    try:
        return _dtype_from_pep3118(text)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it raises something else
        return None


def _use(choices, waveform):
    """Values come back, and what does not fit changes nothing."""
    raw = waveform.cast("B")
    for index in range(min(len(raw), 64)):
        raw[index] = choices.number(0, 1)
    before = waveform.tobytes()
    try:
        values = waveform.tolist()
    except ValueError:  # bytes that are no characters
        return
    again = Waveform.from_values(values, waveform.format)
    assert repr(again.tolist()) == repr(values)
    waveform[:] = again
    assert waveform.tobytes() == before
    try:
        waveform[0] = choices.pick([(), None, values, values[0][:-1], 1, b"", [values[0]] * 2])
    except (TypeError, ValueError):
        assert waveform.tobytes() == before
    name = choices.pick(list(waveform.fields))
    assert waveform[name].tobytes() in (waveform[name].copy().tobytes(),)
    waveform.byteswap()
    waveform.byteswap()
