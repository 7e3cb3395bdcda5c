"""One target for each kind of input. Each takes choices, and raises where Waveform is wrong."""

import math
import operator
import re
import struct

import numpy as np
from modelling import NUMPY_MAX_NDIM, as_array, dtype_of, exported

from swiftbuf import Waveform

from . import values
from .assigning import assign
from .model import Refused, agree, assert_same_memory, check_key, selected, selects_element
from .records import LARGE, is_one_record, numpy_reads, records
from .sequences import sequences

LETTERS = "?cbBhHiIlLqQnNefdFDZgspPOUVTMm@=<>!|&{}:()0123456789ix \0é_"
NAMES_OF_NUMPY_1 = {"float_": 8, "cfloat": 16, "complex_": 16, "singlecomplex": 8}
# Dimensions at the limit: of NumPy, which is the oracle, and over that of the protocol.
MANY = [*range(NUMPY_MAX_NDIM - 4, NUMPY_MAX_NDIM + 1), *range(65, 71)]
WORDS = ["int", "uint", "float", "complex", "bool", "double", "long", "8", "16", "32", "64", "128"]


def formats(choices):
    """Every text is of the size that `struct` or NumPy has for it, or a ValueError."""
    text = "".join(choices.some(6, lambda choices: choices.pick([*LETTERS, *WORDS])))
    if choices.flag():
        text = choices.raw(choices.left).decode(choices.pick(["utf-8", "latin-1"]), "replace")
    try:
        waveform = Waveform(0, text)
    except ValueError as error:
        assert str(error).startswith("format: "), error
        assert not re.fullmatch(r"[@=<>!]?([1-9]?[?cbBhHiIlLqQefd])+", text), text
        return
    assert _size_of(text) in (waveform.itemsize, None), text
    if waveform.itemsize > LARGE:
        return
    waveform = Waveform(2, text)
    assert Waveform(2, waveform.format).format == waveform.format
    assert waveform.cast(waveform.format).format == waveform.format
    assert memoryview(waveform).format == exported(waveform.format)
    assert waveform.tobytes() == bytes(2 * waveform.itemsize)


def _size_of(text):
    code = text.lstrip("@=<>!")
    if code in ("Zf", "F", "Zd", "D"):
        return 16 if code in ("Zd", "D") else 8
    if code in ("i3", "u3") or text in ("int24", "uint24"):
        return 3
    try:
        return struct.calcsize(text)
    except (struct.error, ValueError):  # the name of a field may be any text
        pass
    try:
        return NAMES_OF_NUMPY_1.get(text) or np.dtype(text).itemsize
    except (TypeError, ValueError, SyntaxError):  # NumPy evaluates lengths such as `(01)`
        return _size_by_numpy(text)


def _size_by_numpy(text):
    read = numpy_reads(text)
    if read is None or is_one_record(text) or read.names is None:
        return getattr(read, "itemsize", None)
    # Outside of `T{}` nothing is padded at the end, as in `struct`: one more byte comes next there.
    return max(offset for _, offset in numpy_reads(f"{text}=B").fields.values())


def shapes(choices):
    """A shape gives zeroed memory of that shape; a bad one the error that says what is bad."""
    sides = choices.some(5, _side)
    shape = choices.pick([tuple, list, tuple, lambda sides: sides[0] if sides else ()])(sides)
    if not choices.number(0, 31):
        shape = (1,) * choices.pick(MANY)
    format = values.a_format(choices)

    def expected():
        if not isinstance(shape, tuple) and not hasattr(type(shape), "__index__"):
            raise Refused(TypeError)
        return np.zeros(_checked(shape, dtype_of(format).itemsize), dtype_of(format))

    if found := agree(lambda: Waveform(shape, format), expected):
        waveform, array = found
        assert_same_memory(waveform, array, format)
        _cast(choices, waveform, array)


def _side(choices):
    match choices.number(0, 7):
        case 0:
            return choices.pick([2**40, 2**62, 2**63 - 1, 2**64, 10**30])
        case 1:
            return choices.pick([-1, -(2**63), -(10**30), None, 1.0, "2", b"2", [2], True])
        case 2:
            return values.Index(choices.number(-2, 6))
        case 3:
            return np.int16(choices.number(0, 6))
    return choices.number(0, 6)


def _checked(shape, itemsize):
    sides = shape if isinstance(shape, (tuple, list)) else (shape,)
    kinds, lengths = set(), []
    for side in sides:
        if not hasattr(type(side), "__index__"):
            kinds.add(TypeError)
        else:
            lengths.append(operator.index(side))
    if len(sides) > 64 or any(length < 0 for length in lengths):
        kinds.add(ValueError)
    # An overflow is not hidden by a length of zero: as in NumPy.
    most = 2**63 if 0 in lengths else 2**40
    if math.prod(max(length, 1) for length in lengths) * itemsize >= most:
        kinds |= {MemoryError, ValueError, OverflowError}
    if kinds:
        raise Refused(*kinds)
    return tuple(lengths)


def _inferred(shape, nbytes, itemsize):
    """The shape with the one length of -1 replaced, if it can be."""
    if not all(hasattr(type(side), "__index__") for side in shape):
        return shape
    lengths = [operator.index(side) for side in shape]
    if lengths.count(-1) != 1 or min(lengths) < -1:
        return shape
    known = -math.prod(lengths) * itemsize
    if known == 0 or nbytes % known:
        raise Refused(TypeError)
    return [nbytes // known if length == -1 else length for length in lengths]


def _cast(choices, waveform, array):
    format, given = values.a_format(choices), choices.some(3, _side)
    shape = given if choices.flag() else None

    def expected():
        itemsize = dtype_of(format).itemsize
        if shape is None:
            if array.nbytes % itemsize:
                raise Refused(TypeError)
            return array.reshape(-1).view("u1").view(dtype_of(format))
        try:
            lengths = _checked(_inferred(shape, array.nbytes, itemsize), itemsize)
        except Refused as refused:  # what is too large has another size, too
            raise Refused(*refused.kinds, TypeError) from None
        if math.prod(lengths) * itemsize != array.nbytes:
            raise Refused(TypeError)
        return array.reshape(-1).view("u1").view(dtype_of(format)).reshape(lengths)

    if found := agree(lambda: waveform.cast(format, shape), expected):
        assert_same_memory(*found, format)


def keys(choices):
    """A key selects what it selects of an array, in place, or it is refused."""
    waveform, array = values.a_waveform(choices)
    key, format = values.a_key(choices), waveform.format
    found = agree(lambda: waveform[key], lambda: check_key(key, array.shape) or array)
    if found is None:
        return
    taken, part = found[0], selected(array, key)
    if selects_element(key, array.shape):
        assert repr(taken) == repr(part.tolist()), (taken, part)
        return
    assert_same_memory(taken, part, format)
    assert repr(taken.tolist()) == repr(part.tolist())
    assert taken.obj is waveform
    if part.size:
        assert np.shares_memory(as_array(taken), as_array(waveform))


def assignments(choices):
    """An assignment stores what `memoryview` would store, or nothing at all."""
    waveform, array = values.a_waveform(choices)
    assign(waveform, array, values.a_key(choices), choices)
    assert_same_memory(waveform, array, waveform.format)


def sources(choices):
    """`from_buffer` shows the bytes of any exporter as asked, or refuses what cannot be had."""
    source, writable = values.a_source(choices)
    options = {}
    if choices.flag():
        options["format"] = choices.pick([None, "y", "(2)h", *values.FORMATS])
    for name in ("offset", "count"):
        if choices.flag():
            options[name] = choices.pick(
                [choices.number(-2, 50), choices.pick([*values.EDGES, "1", 1.5, None])]
            )
    if choices.flag():
        options["readonly"] = choices.pick([None, True, False])
    found = agree(
        lambda: Waveform.from_buffer(source, **options),
        lambda: _shown(source, writable, **options),
    )
    if found:
        waveform, array = found
        assert waveform.readonly == (bool(options.get("readonly")) or not writable)
        assert waveform.obj is source
        assert_same_memory(waveform, array, Waveform(0, memoryview(waveform).format).format)


def _shown(source, writable, format=None, offset=0, count=None, readonly=None):
    kinds, view = set(), memoryview(source)
    for number, name in ((offset, "offset"), (count, "count")):
        if not isinstance(number, int) and (number is not None or name == "offset"):
            kinds.add(TypeError)
        elif number is not None and not 0 <= number <= view.nbytes:
            kinds.add(ValueError)
    if format in ("y", "(2)h"):
        kinds.add(ValueError)
    if readonly is False and not writable:
        kinds.add(BufferError)
    flat = format is not None or count is not None or offset != 0
    if flat and view.nbytes and not view.c_contiguous:
        kinds.add(BufferError)
    array = values.elements_of(source)
    if not flat or kinds:
        return _unless(kinds, array)
    dtype = array.dtype if format is None else dtype_of(format)
    rest = view.nbytes - offset
    if rest % dtype.itemsize if count is None else count * dtype.itemsize > rest:
        raise Refused(ValueError)
    raw = view.tobytes()[offset : None if count is None else offset + count * dtype.itemsize]
    return np.frombuffer(bytearray(raw), dtype)


def _unless(kinds, array):
    if kinds:
        raise Refused(*kinds)
    return array.copy() if array.flags.c_contiguous else array


TARGETS = {
    target.__name__: target
    for target in (formats, records, shapes, keys, assignments, sources, sequences)
}
