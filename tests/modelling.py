"""What the tests share: the formats and their NumPy counterparts, strategies, and isolated runs."""

import inspect
import os
import re
import subprocess
import sys
import textwrap

import hypothesis
import numpy as np
from hypothesis import strategies as st

from swiftbuf import Waveform

# Nothing in this suite is timed, so no example has a deadline. Where every access is checked, which
# takes much time, fewer examples find as much.
EXAMPLES = 20 if os.environ.get("SWIFTBUF_SANITIZE") else 100
hypothesis.settings.register_profile("swiftbuf", deadline=None, max_examples=EXAMPLES)
hypothesis.settings.load_profile("swiftbuf")

# The oracle of most tests. Debian bookworm has 1.24.
NUMPY = np.lib.NumpyVersion(np.__version__)
NUMPY_MAX_NDIM = 64 if NUMPY >= "2.0.0" else 32

# NumPy before 2.0 refuses buffers of n and N.
NATIVE_CODES = list("?cbBhHiIlLqQnNefd" if NUMPY >= "2.0.0" else "?cbBhHiIlLqQefd")
COMPLEX_CODES = ["Zf", "Zd"]
SWAP = ">" if sys.byteorder == "little" else "<"
SWAPPED = [SWAP + code for code in [*"hHiIqQefd", *COMPLEX_CODES]]
# Every format in its canonical spelling: a mark of byte order only where the bytes are not native.
FORMATS = NATIVE_CODES + COMPLEX_CODES + SWAPPED
# 24-bit samples, of which NumPy sees the bytes only.
FORMATS_24 = ["i3", "u3", SWAP + "i3", SWAP + "u3"]
# V1 and not S1 for "c": NumPy strips the null bytes of S.
NUMPY_CODES = {"c": "V1", "Zf": "F", "Zd": "D", "i3": "V3", "u3": "V3"}


def dtype_of(format):
    code = format.lstrip("<>")
    return np.dtype(format[: -len(code)] + NUMPY_CODES.get(code, code))


def exported(format):
    """The format of an export: PEP 3118 has no code for 24-bit integers."""
    return "3s" if format in FORMATS_24 else format


def elements(format):
    """Values that a format holds exactly."""
    if format in FORMATS_24:
        return st.integers(*integer_limits(format))
    dtype = dtype_of(format)
    match dtype.kind:
        case "b":
            return st.booleans()
        case "V":
            return st.binary(min_size=1, max_size=1)
        case "f":
            return st.floats(width=8 * dtype.itemsize)
        case "c":
            return st.complex_numbers(width=8 * dtype.itemsize)
    return st.integers(*integer_limits(format))


def integer_limits(format):
    """The least and the greatest integer of a format."""
    if format in FORMATS_24:
        return (-(2**23), 2**23 - 1) if "i" in format else (0, 2**24 - 1)
    limits = np.iinfo(dtype_of(format))
    return int(limits.min), int(limits.max)


def shapes(max_dims=4, max_side=4):
    return st.lists(st.integers(0, max_side), max_size=max_dims).map(tuple)


BOUNDS = st.none() | st.integers(-6, 6) | st.sampled_from([2**31, -(2**63), 2**63 - 1, 2**100])
STEPS = BOUNDS.filter(lambda step: step != 0)
SLICES = st.builds(slice, BOUNDS, BOUNDS, STEPS)


@st.composite
def keys(draw, shape):
    """Valid keys: ints in range, any slices, with or without an ellipsis, a tuple or bare."""
    used = draw(st.integers(0, len(shape)))
    split = draw(st.integers(0, used)) if used < len(shape) or draw(st.booleans()) else None
    sides = shape[:used] if split is None else shape[:split] + shape[len(shape) - used + split :]
    key = [draw(SLICES | st.integers(-side, side - 1) if side else SLICES) for side in sides]
    if split is not None and (split < used or draw(st.booleans())):
        key.insert(split, ...)
    return key[0] if len(key) == 1 and draw(st.booleans()) else tuple(key)


def waveform_of(data, format="B", shape=None):
    """A Waveform with memory of its own that holds these bytes, written by NumPy."""
    if shape is None:
        shape = len(data) // dtype_of(format).itemsize
    waveform = Waveform(shape, format)
    if data:
        np.frombuffer(waveform, "u1")[:] = np.frombuffer(data, "u1")
    return waveform


@st.composite
def waveforms(draw, formats=FORMATS, shapes=shapes()):  # noqa: B008 - strategies are values
    """Waveforms of any bytes: NaNs of all kinds, and True that is not 1."""
    format, shape = draw(st.sampled_from(formats)), draw(shapes)
    nbytes = int(np.prod(shape, dtype=int)) * dtype_of(format).itemsize
    return waveform_of(draw(st.binary(min_size=nbytes, max_size=nbytes)), format, shape)


def as_array(waveform):
    """The same memory as NumPy sees it."""
    array = np.asarray(waveform)
    return array.view("V1") if array.dtype == "S1" else array


def address(waveform):
    return np.asarray(waveform).__array_interface__["data"][0]


def shown(value):
    """The id of a test: `repr` without addresses, which no two runs have in common."""
    return re.sub(r"( object)? at 0x\w+", "", repr(value))[:40]


def run_isolated(function, *arguments, environment=None, timeout=300):
    """Calls the function of a module in an interpreter of its own.

    A crash is then a failure with a traceback, and a call that blocks ends after a while. The
    environment is this process's and what is given.
    """
    module = inspect.getmodule(function)
    script = f"""
        import sys
        sys.path[:0] = {[os.path.dirname(module.__file__), *sys.path]!r}
        import {module.__name__}
        {module.__name__}.{function.__name__}(*{arguments!r})
    """
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=os.environ | (environment or {}),
    )
    assert done.returncode == 0, f"exit status {done.returncode}\n{done.stdout}\n{done.stderr}"
