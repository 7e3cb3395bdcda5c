"""Structured dtypes of NumPy's for hypothesis, and their values as records have them."""

import numpy as np
from hypothesis import strategies as st

SIMPLE = "? i1 u1 <i2 >i2 <u2 >u4 <i4 <i8 >i8 <u8 e >e f >f d >d F >F D >D S1 S3 S7 U1 >U2 V3 V1"
NAMES = st.text("abcxyzé_ 09{}()", min_size=1, max_size=3)


def _has_bytes(dtype):
    base = dtype.base
    return base.itemsize > 0 and all(_has_bytes(base[name]) for name in base.names or ())


@st.composite
def _structured(draw, members):
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    formats = [draw(members) for _ in names]
    for index, format in enumerate(formats):
        if not draw(st.integers(0, 3)):
            shape = draw(st.lists(st.integers(0, 3), min_size=1, max_size=2))
            formats[index] = np.dtype((format, tuple(shape)))
    if draw(st.booleans()):
        return np.dtype({"names": names, "formats": formats}, align=draw(st.booleans()))
    offsets, end = [], 0
    for format in formats:
        end += draw(st.integers(0, 3))
        offsets.append(end)
        end += format.itemsize
    size = end + draw(st.integers(0, 4))
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})


def dtypes():
    """Nested dtypes with sub-arrays, strings, either byte order, padding, aligned or not."""
    simple = st.sampled_from(SIMPLE.split()).map(np.dtype)
    nested = st.recursive(simple, _structured, max_leaves=6)
    return nested.filter(lambda dtype: dtype.names is not None and _has_bytes(dtype))


def has_text(dtype):
    """Whether some of its bytes are characters, which not all bytes are."""
    base = dtype.base
    return base.kind == "U" or any(has_text(base[name]) for name in base.names or ())


@st.composite
def arrays(draw, length=3):
    """Arrays of such a dtype, of any bytes."""
    dtype = draw(dtypes())
    count = length * dtype.itemsize
    raw = b"" if has_text(dtype) else draw(st.binary(max_size=min(count, 64)))
    data = (raw * (count // max(len(raw), 1) + 1))[:count].ljust(count, b"\0")
    return np.frombuffer(bytearray(data), dtype)


def values(value, dtype):
    """A value of NumPy's as a Waveform has it: tuples, lists, bytes of their full length."""
    if dtype.subdtype:
        base, (length, *rest) = dtype.subdtype
        item = np.dtype((base, tuple(rest))) if rest else base
        return [values(value[index], item) for index in range(length)]
    if dtype.names is not None:
        return tuple(values(value[name], dtype[name]) for name in dtype.names)
    match dtype.kind:
        case "S" | "V":
            return bytes(value).ljust(dtype.itemsize, b"\0")
        case "U":
            return str(value)
    return np.asarray(value, dtype).item()


def has_nan(value):
    if isinstance(value, (tuple, list)):
        return any(map(has_nan, value))
    return value != value  # noqa: PLR0124 - NaN alone differs from itself
