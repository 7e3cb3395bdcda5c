"""What the targets choose from: formats, shapes, keys, values and sources, good and bad."""

import array
import fractions

import numpy as np
from modelling import FORMATS, as_array, dtype_of, waveform_of

from swiftbuf import Waveform

EDGES = [0, 1, -1, 2, 7, 127, 128, -128, -129, 255, 256, 2**15, -(2**15), 2**16, 2**31, -(2**31)]
EDGES += [2**32, 2**63 - 1, 2**63, -(2**63), 2**64 - 1, 2**64, 10**30, -(10**400)]
BOUNDS = [None, 0, 1, -1, 2, -2, 3, -4, 5, 100, -100, 2**31, 2**63 - 1, -(2**63), 2**100, 1.5]
# NumPy exports no elements of the format "c".
NUMPY_FORMATS = [format for format in FORMATS if format != "c"]
TEXTS = ["", "1", "nan", "a\0", "\udc80"]
NO_VALUES = [None, ..., object(), {}, {1: 2}, fractions.Fraction(1, 2), NotImplemented]
NUMPY_SCALARS = [np.int8, np.uint16, np.int64, np.float16, np.float32, np.complex64, np.bool_]


class Index:
    """An integer only by `__index__`."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value

    def __repr__(self):
        return f"Index({self.value})"


def a_format(choices):
    return choices.pick(FORMATS)


def a_shape(choices, most=3, side=4):
    return tuple(choices.some(most, lambda choices: choices.number(0, side)))


def an_index(choices):
    value = choices.number(-5, 5) if choices.number(0, 7) else choices.pick(EDGES)
    return choices.pick([int, Index, int, np.int64 if abs(value) < 2**63 else int])(value)


def a_part(choices):
    match choices.number(0, 9):
        case 0:
            return ...
        case 1:
            return choices.pick([None, 1.0, "0", b"0", [0], (0,), True, object()])
        case kind if kind < 5:
            return an_index(choices)
    return slice(*(choices.pick(BOUNDS) for _ in range(3)))


def a_key(choices):
    if choices.flag():
        return a_part(choices)
    return tuple(choices.some(4, a_part))


def a_number(choices):
    match choices.number(0, 4):
        case 0:
            return choices.pick(EDGES)
        case 1:
            return choices.double()
        case 2:
            return complex(choices.double(), choices.double())
        case 3:
            with np.errstate(all="ignore"):
                return choices.pick(NUMPY_SCALARS)(choices.number(-128, 127) & 127)
    return choices.number(-300, 300)


def a_scalar(choices):
    match choices.number(0, 7):
        case 0:
            return choices.pick(NO_VALUES)
        case 1:
            return choices.pick(TEXTS)
        case 2:
            return bytes(choices.raw(choices.number(0, 2)))
        case 3:
            return Index(choices.pick(EDGES))
    return a_number(choices)


def an_array(choices, shape=None, format=None):
    """Any elements, in C or Fortran order, forwards or backwards."""
    format = choices.pick(NUMPY_FORMATS) if format is None else format
    shape, dtype = a_shape(choices) if shape is None else shape, dtype_of(format)
    size = int(np.prod(shape, dtype=int)) * dtype.itemsize
    found = np.frombuffer(bytearray(choices.raw(size).ljust(size, b"\1")), dtype).reshape(shape)
    if choices.flag():
        found = np.asfortranarray(found)
    return found[(*[slice(None, None, -1)] * found.ndim, ...)] if choices.flag() else found


def a_waveform(choices, shape=None, format=None):
    """A Waveform, and an array of the same elements in memory of its own."""
    format = a_format(choices) if format is None else format
    array = np.ascontiguousarray(an_array(choices, shape, format)).reshape(-1)
    shape = shape if shape is not None else a_reshape(choices, array.size)
    array = array.reshape(shape)
    return waveform_of(array.tobytes(), format, array.shape), array


def a_reshape(choices, size):
    """A shape of so many elements."""
    shape = [size]
    for _ in range(choices.number(0, 2)):
        sides = [side for side in range(1, 5) if shape[-1] % side == 0]
        side = choices.pick(sides)
        shape[-1:] = [side, shape[-1] // side]
    return tuple(shape) if size != 1 or choices.flag() else ()


def nested(choices, shape, depth=0):
    """Lists of numbers in this shape; now and then not."""
    if not shape or not choices.number(0, 15):
        return a_scalar(choices) if choices.flag() else a_number(choices)
    count = shape[0] if choices.number(0, 7) else choices.number(0, 5)
    rows = [nested(choices, shape[1:], depth + 1) for _ in range(count)]
    return choices.pick([list, tuple, list, list])(rows)


def a_value(choices, shape):
    """Something to assign to a part of this shape."""
    match choices.number(0, 6):
        case 0:
            return nested(choices, shape)
        case 1:
            return an_array(choices, shape)
        case 2:
            return an_array(choices)
        case 3:
            return a_waveform(choices, shape)[0]
        case 4:
            return bytes(choices.raw(choices.number(0, 5)))
    return a_scalar(choices)


def a_source(choices):
    """An exporter, and whether it may be written to."""
    raw = bytes(choices.raw(choices.number(0, 48)))
    match choices.number(0, 6):
        case 0:
            return raw, False
        case 1:
            return bytearray(raw), True
        case 2:
            return array.array(choices.pick("bBhHiIlLqQfd"), bytes(len(raw) // 8 * 8)), True
        case 3:
            return memoryview(bytearray(raw))[:: choices.pick([1, 2, -1])], True
        case 4:
            found = an_array(choices)
            found = np.asarray(found)
            found.flags.writeable = choices.flag()
            return found, found.flags.writeable
        case 5:
            return a_waveform(choices)[0].toreadonly(), False
    return a_waveform(choices)[0], True


def elements_of(source):
    return as_array(source) if isinstance(source, Waveform) else np.asarray(memoryview(source))
