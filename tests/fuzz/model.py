"""What a use of Waveform has to do: its result, or the exceptions of which it has to raise one.

Elements are stored as `memoryview` stores them, or `struct` and NumPy where it knows no such
format; keys select what they select of a NumPy array.
"""

import collections.abc
import operator
import struct

import numpy as np
from modelling import NUMPY_CODES, as_array, dtype_of

from swiftbuf import Waveform


class Refused(Exception):
    """The use has to raise one of `kinds`."""

    def __init__(self, *kinds):
        super().__init__(kinds)
        self.kinds = kinds


def agree(use, expected):
    """Both results; None when the model refuses, and the use is refused likewise."""
    try:
        wanted = expected()
    except Refused as refused:
        try:
            got = use()
        except refused.kinds:
            return None
        raise AssertionError(f"{got!r} instead of one of {refused.kinds}") from None
    return use(), wanted


# Elements and values.


def element_bytes(format, value):
    """The bytes of one element, or Refused with what `memoryview` raises."""
    code = format.lstrip("<>")
    with np.errstate(all="ignore"):
        data = _complex_bytes(code, value) if code in ("Zf", "Zd") else _native_bytes(code, value)
    part = len(data) // 2 if code in ("Zf", "Zd") else len(data)
    pieces = [data[start : start + part] for start in range(0, len(data), part)]
    return b"".join(piece[::-1] if code != format else piece for piece in pieces)


def _complex_bytes(code, value):
    if isinstance(value, str):  # complex() parses it, a buffer does not
        raise Refused(TypeError)
    try:
        return np.array(complex(value), NUMPY_CODES[code]).tobytes()
    except TypeError:
        raise Refused(TypeError) from None
    except OverflowError:
        raise Refused(ValueError, OverflowError) from None


def _native_bytes(code, value):
    try:
        if code == "e":  # memoryview has it from Python 3.12 on
            (number,) = struct.unpack("d", _native_bytes("d", value))
            return struct.pack(code, number)
        cell = memoryview(bytearray(struct.calcsize(code))).cast(code)
        cell[0] = value
        return cell.tobytes()
    except (TypeError, struct.error):
        raise Refused(TypeError) from None
    except (ValueError, OverflowError):
        raise Refused(ValueError) from None


def array_of(value):
    """The elements of any exporter, those of format "c" as V1."""
    if isinstance(value, Waveform):
        return as_array(value)
    return (
        np.frombuffer(value, "u1") if isinstance(value, (bytes, bytearray)) else np.asarray(value)
    )


def stored(value, shape, format):
    """The bytes of a part of this shape to which `value` is assigned, in C order."""
    scalar = value is None or isinstance(value, (int, float, complex, str))
    if scalar or (dtype_of(format).kind == "V" and isinstance(value, bytes) and len(value) == 1):
        return element_bytes(format, value) * int(np.prod(shape, dtype=int))
    _check_samples(value, format)
    if isinstance(value, (bytes, bytearray, np.ndarray, np.generic, memoryview, Waveform)):
        return _stored_buffer(array_of(value), shape, format)
    if shape and isinstance(value, collections.abc.Iterable):
        return b"".join(_stored_items(value, shape, format))
    return element_bytes(format, value) * int(np.prod(shape, dtype=int))


def same_shape(left, right):
    """As `memoryview` has it: what comes after a length of zero does not count."""
    known = left.index(0) + 1 if 0 in left else len(left)
    return len(left) == len(right) and left[:known] == right[:known]


def _check_samples(value, format):
    """Raw bytes are not samples."""
    raw = isinstance(value, (bytes, bytearray))
    raw = raw or (isinstance(value, memoryview) and value.format[-1:] in ("b", "B", "c"))
    if raw and dtype_of(format).itemsize > 1:
        raise Refused(TypeError)


def _stored_buffer(array, shape, format):
    if array.ndim == 0:
        return element_bytes(format, array.item()) * int(np.prod(shape, dtype=int))
    if not same_shape(array.shape, shape):
        raise Refused(ValueError)
    if array.dtype == dtype_of(format):
        return array.tobytes()
    return b"".join(element_bytes(format, value) for value in array.ravel().tolist())


def _stored_items(value, shape, format):
    if not shape:
        yield element_bytes(format, value)
        return
    if isinstance(value, str) or not isinstance(value, collections.abc.Iterable):
        raise Refused(ValueError)
    _check_samples(value, format)
    items = list(value)
    if len(items) != shape[0]:  # or what one of the items before the end is refused for
        raise Refused(ValueError, TypeError)
    for item in items:
        yield from _stored_items(item, shape[1:], format)


# Keys.


def parts_of(key):
    return key if isinstance(key, tuple) else (key,)


def is_index(part):
    return hasattr(type(part), "__index__") and not isinstance(part, np.ndarray)


def check_key(key, shape):
    """Refuses what selects nothing; where more than one thing is wrong, any of them will do."""
    parts, kinds = parts_of(key), set()
    used = [part for part in parts if part is not ...]
    known = [part for part in used if is_index(part) or isinstance(part, slice)]
    if len(known) < len(used) or len(used) < len(parts) - 1 or len(used) > len(shape):
        kinds.add(TypeError)
        kinds |= {
            IndexError for part in used if is_index(part) and abs(operator.index(part)) > 2**62
        }
    split = next((place for place, part in enumerate(parts) if part is ...), len(parts))
    sides = [*shape[:split], *shape[len(shape) - max(len(used) - split, 0) :]]
    for part, side in zip(used, sides, strict=False):
        if is_index(part):
            if not -side <= operator.index(part) < side:
                kinds.add(IndexError)
        elif isinstance(part, slice):
            kinds |= _of_slice(part)
    if kinds:
        raise Refused(*kinds)


def _of_slice(part):
    try:
        part.indices(1)
    except (TypeError, ValueError) as error:
        return {type(error)}
    return set()


def selects_element(key, shape):
    return sum(map(is_index, parts_of(key))) == len(shape) and ... not in _kinds(key)


def _kinds(key):
    return [part for part in parts_of(key) if part is ...]


def selected(array, key):
    """The part of an array, of no dimensions where the key selects an element."""
    parts = tuple(operator.index(part) if is_index(part) else part for part in parts_of(key))
    return array[parts if ... in _kinds(key) else (*parts, ...)]


# Memory.


def assert_same_memory(waveform, array, format):
    """That they have the same elements in the same places."""
    assert (waveform.format, waveform.shape) == (format, array.shape)
    assert waveform.itemsize == array.itemsize
    if array.size:
        sides = [side > 1 for side in array.shape]
        for left, right, counts in zip(waveform.strides, array.strides, sides, strict=True):
            assert left == right or not counts, (waveform.strides, array.strides)
    settle(waveform, array)
    assert waveform.tobytes() == array.tobytes(), (waveform.tobytes(), array.tobytes())


def settle(waveform, array):
    """Lets the array have the NaNs of the Waveform: which of them a conversion makes is free."""
    if array.dtype.kind not in "fc" or not array.flags.writeable:
        return
    real = np.asarray(waveform)
    for part in ("real", "imag") if array.dtype.kind == "c" else ("real",):
        mine, other = getattr(array, part), getattr(real, part)
        nans = np.isnan(mine) & np.isnan(other)
        mine[nans] = other[nans]
