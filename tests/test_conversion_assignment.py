"""Assignment across formats gives what storing the source's elements one by one gives.

The oracle is that path, value by value: `Waveform(1, format)[0] = element`. It is tested against
`struct` and NumPy elsewhere (test_elements.py, test_stored_values.py).
"""

import itertools
import math
import random
import re

import numpy as np
import pytest
from modelling import (
    COMPLEX_CODES,
    FORMATS,
    FORMATS_24,
    SWAP,
    as_array,
    dtype_of,
    integer_limits,
    run_isolated,
    waveform_of,
)
from support import itemsize_of, same

from swiftbuf import Waveform

# 26: formats of the same representation, such as "l" and "q", are one to the engine.
CODES = ["?", *"cbBhHiIqQefd", *COMPLEX_CODES]
KINDS = CODES + [SWAP + code for code in CODES if code not in ["?", "c", "b", "B"]]
assert len(KINDS) == 26 and set(KINDS) <= set(FORMATS)
KINDS += FORMATS_24

STEPS = [1, 2, -1, -3]

# Where the rounding and the range of some format end, each with its neighbours.
EDGES = [0.0, 1.0, 2.0**-24, 2.0**-25, 65504.0, 65520.0, 2.0**24, 2.0**53, 2.0**-149, 2.0**-150]
EDGES += [2.0**128, 2.0**128 - 2.0**103, 2.0**-14, 2048.5, 1e300, math.inf, math.nan]
EDGES += [y for x in EDGES for y in (math.nextafter(x, 0), math.nextafter(x, math.inf))]
EDGES += [-x for x in EDGES]


def number(rng, format, is_small):
    """A value of a format: any, on or near an edge; or one that nearly every format holds."""
    code = format.lstrip("<>")
    if code == "c":
        return rng.randbytes(1)
    if code == "?":
        return rng.random() < 0.5
    if code in COMPLEX_CODES:
        part = "f" if code == "Zf" else "d"
        return complex(number(rng, part, is_small), number(rng, part, is_small))
    if code in [*"bBhHiIqQ", "i3", "u3"]:
        low, high = integer_limits(code)
        if is_small:
            return rng.randint(0, 100)
        edges = [low, low + 1, high, high - 1, 2**53 + 1, 2**24 + 1, 2**63 - 513, 65504, 65520, 255]
        edges += [-(2**23), -(2**23) - 1, 2**23 - 1, 2**23, 2**24 - 1, 2**24]
        value = rng.choice([*edges, rng.randint(low, high), rng.getrandbits(20)])
        return min(max(value, low), high)
    if is_small:
        return rng.randint(-100, 100) / 4
    value = rng.choice([rng.choice(EDGES), rng.gauss(0, 1) * 10 ** rng.randint(-9, 9)])
    return value if code != "e" or not 65520 <= abs(value) < math.inf else 65504.0


def stored(format, values):
    """The bytes of the values, one by one."""
    one = Waveform(1, format)
    data = bytearray()
    for value in values:
        one[0] = value
        data += one.tobytes()
    return bytes(data)


def first_refused(format, values):
    """The index of the first value that a format does not take, and its error."""
    one = Waveform(1, format)
    for index, value in enumerate(values):
        try:
            one[0] = value
        except (TypeError, ValueError) as error:
            return index, type(error), str(error)
    return None


def placed(format, length, step, offset):
    """A Waveform of elements `step` apart, in memory that begins at an offset in bytes."""
    size = itemsize_of(format)
    memory = bytearray(b"\xa5" * (offset + size * length * abs(step)))
    whole = Waveform.from_buffer(memoryview(memory)[offset:])
    return whole.cast(format)[::step], memory


def check(source, target, memory):
    """Assigns, and compares with the same done value by value."""
    values, before, bits = source.tolist(), bytes(memory), target.copy()
    refused = first_refused(target.format, values)
    if refused is None:
        target[:] = source
        expected = waveform_of(stored(target.format, values), target.format)
        assert same(target.tolist(), expected.tolist())
        # Nothing between the elements is written.
        target[:] = bits
        assert bytes(memory) == before
        return
    index, error, message = refused
    assert repr(values[index]) in message
    message = message.replace(" is ", f" at index {index} is ", 1)
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        target[:] = source
    assert bytes(memory) == before


def check_pair(source_format, target_format, seed, lengths):
    rng = random.Random(f"{source_format} {target_format} {seed}")
    for is_small in True, False:
        length = rng.choice(lengths)
        values = [number(rng, source_format, is_small) for _ in range(length)]
        source, _ = placed(source_format, length, rng.choice(STEPS), rng.randrange(16))
        source[:] = waveform_of(stored(source_format, values), source_format)
        target, memory = placed(target_format, length, rng.choice(STEPS), rng.randrange(16))
        check(source, target, memory)


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_every_format_to_every_other(source, target):
    check_pair(source, target, 1, [0, 1, 2, 7, 33])
    check_pair(source, target, 2, [100, 400])


@pytest.mark.parametrize("format", KINDS)
def test_each_edge_alone(format):
    """Where a value that does not fit hides no other."""
    limits = [0, 1, 255, 256, 2**16, 65504, 65519, 65520, 2**23, 2**24, 2**31, 2**53 + 1, 2**63]
    limits += [2**23 + 1, 2**24 + 1]
    values = [*EDGES, *limits, *(-x for x in limits), *(x - 1 for x in limits), 2**64 - 1]
    source = Waveform(1, format)
    for value in values:
        if format == "c" or not fits(format, value):
            continue
        source[0] = value
        for other in KINDS:
            target, expected = Waveform(1, other), Waveform(1, other)
            if fits(other, source[0], expected):
                target[:] = source
            else:
                with pytest.raises((TypeError, ValueError)):
                    target[:] = source
            assert same(target.tolist(), expected.tolist()), (value, other)


@pytest.mark.parametrize("seed", range(60))
def test_several_blocks(seed):
    rng = random.Random(seed)
    check_pair(rng.choice(KINDS), rng.choice(KINDS), seed, [1023, 1024, 1025, 3000])


# Every code of 8 and 16 bits.


def fits(format, value, one=None):
    try:
        (Waveform(1, format) if one is None else one)[0] = value
    except (TypeError, ValueError):
        return False
    return True


def check_codes(source_format, target_format):
    size = itemsize_of(source_format)
    source = waveform_of(np.arange(256**size, dtype=f"u{size}").tobytes(), source_format)
    values = source.tolist()
    one = Waveform(1, target_format)
    fitting = [index for index, value in enumerate(values) if fits(target_format, value, one)]
    if len(fitting) < len(values):
        with pytest.raises((TypeError, ValueError)):
            Waveform(len(source), target_format)[:] = source
        source = waveform_of(as_array(source)[fitting].tobytes(), source_format)
    target = Waveform(len(source), target_format)
    target[:] = source
    expected = stored(target_format, source.tolist())
    assert same(target.tolist(), waveform_of(expected, target_format).tolist())


@pytest.mark.parametrize("target", [format for format in KINDS if format != "c"])
@pytest.mark.parametrize("source", ["?", "b", "B", "c"])
def test_every_code_of_8_bits(source, target):
    check_codes(source, target)


@pytest.mark.parametrize("target", ["?", *"bBhHiQefd", SWAP + "e", SWAP + "i", "Zf", SWAP + "Zd"])
@pytest.mark.parametrize("source", ["h", "H", "e", SWAP + "H"])
def test_every_code_of_16_bits(source, target):
    check_codes(source, target)


def check_without_vectors():
    for source, target in itertools.product(KINDS, KINDS):
        check_pair(source, target, 3, [33])
    for source, target in itertools.product(["b", "H", "e"], ["?", "B", "i", "f", "Zd"]):
        check_codes(source, target)


def test_the_loops_for_any_processor_do_the_same():
    run_isolated(check_without_vectors, environment={"SWIFTBUF_VECTORS": "baseline"})


# Other shapes, and memory of both.

KEYS = [(slice(None), slice(None)), (slice(None, None, -1), slice(1, None, 2)), (slice(1, 4), 2)]
KEYS += [(slice(None, None, 3), slice(None, None, -1)), (-1, slice(None))]


@pytest.mark.parametrize("key", KEYS, ids=str)
@pytest.mark.parametrize("pair", [("h", "d"), ("d", SWAP + "f"), ("B", "Zf"), (SWAP + "i", "?")])
def test_two_dimensions(pair, key):
    source = np.arange(42).reshape(6, 7).astype(dtype_of(pair[0]))
    for same_shape in source, np.asfortranarray(source):
        target = Waveform((6, 7), pair[1])
        target[key] = same_shape[key]
        expected = np.zeros((6, 7), dtype_of(pair[1]))
        expected[key] = source[key]
        assert target.tolist() == expected.tolist()


def test_an_error_names_the_index_of_two_dimensions():
    source = np.zeros((3, 5), "i")
    source[1, 4] = source[2, 0] = 300
    target = Waveform((3, 5), "B")
    with pytest.raises(ValueError, match=r"value: 300 at index \(1, 4\) is out of range"):
        target[:] = source
    with pytest.raises(ValueError, match=r"value: 300 at index \(0, 0\) is out of range"):
        target[:] = source[::-1]
    assert target.tolist() == np.zeros((3, 5)).tolist()


@pytest.mark.parametrize("seed", range(200))
def test_source_and_target_in_one_memory(seed):
    """The source is read as a whole before the target is written."""
    rng = random.Random(seed)
    memory = bytearray(rng.randbytes(rng.choice([200, 3000, 40_000])))
    source, target = (part(rng, memory, rng.choice(KINDS)) for _ in range(2))
    length = min(len(source), len(target))
    source, target = source[:length], target[:length]
    values, before = source.tolist(), bytes(memory)
    if first_refused(target.format, values) is None:
        target[:] = source
        expected = waveform_of(stored(target.format, values), target.format)
        assert same(target.tolist(), expected.tolist())
    else:
        with pytest.raises((TypeError, ValueError)):
            target[:] = source
        assert bytes(memory) == before


def part(rng, memory, format):
    size = itemsize_of(format)
    offset = rng.randrange(20)
    count = (len(memory) - offset) // size
    bytes_of_all = memoryview(memory)[offset : offset + count * size]
    return Waveform.from_buffer(bytes_of_all).cast(format)[:: rng.choice(STEPS)]


def test_the_bytes_of_elements_in_their_places():
    """A swap, and a change of kind, in place."""
    numbers = np.arange(-1500, 1500, dtype="i4")
    memory = bytearray(numbers.tobytes())
    whole = Waveform.from_buffer(memory)
    whole.cast("f")[:] = whole.cast("i")
    assert np.array_equal(np.frombuffer(memory, "f4"), numbers)
    whole.cast(SWAP + "f")[:] = whole.cast("f")
    assert np.array_equal(np.frombuffer(memory, dtype_of(SWAP + "f")), numbers)
