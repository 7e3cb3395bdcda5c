"""`value in w` says what Python says of the elements, one by one.

The oracle is `==` of each element with the value.
"""

import math
import random

import numpy as np
import pytest
from modelling import SWAP, run_isolated, waveform_of
from test_conversion_assignment import EDGES, KINDS, STEPS, fits, number, placed, stored

from swiftbuf import Waveform

NUMBERS = [0, 1, -1, 255, -128, 2**24 + 1, 2**53, 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 2**64 - 1]
NUMBERS += [2**64, -(2**64), 2**100, 10**400, True, False, -0.0, 0.5, 65504.0, 65520, 0.1, math.inf]
NUMBERS += [math.nan, 2.0**63, 2.0**64, 1e300, 0j, 1 + 0j, 1j, complex(-0.0, -0.0), 0.5 - 2j]
NUMBERS += [complex(math.nan, 0), complex(0, math.nan), complex(math.inf, 1), complex(2**53, 0)]
OTHERS = [
    "1",
    None,
    b"\x01",
    b"",
    (1,),
    np.int16(1),
    np.float32(0.1),
    np.float64(1),
]


class Number(float):
    """A number that equals others than it would as a float."""

    def __eq__(self, other):
        return other == 1

    __hash__ = float.__hash__


def check(waveform, values, sought):
    with np.errstate(over="ignore"):
        expected = any(value == sought for value in values)
        assert (sought in waveform) is expected, sought
        assert (sought not in waveform) is not expected, sought


def check_format(format, seed=0):
    rng = random.Random(f"{format} {seed}")
    values = [number(rng, format, is_small=False) for _ in range(300)]
    values += [value for value in NUMBERS if format != "c" and fits(format, value)]
    rng.shuffle(values)
    for length in 0, 1, 2, len(values):
        data = waveform_of(stored(format, values[:length]), format)
        source, _ = placed(format, length, rng.choice(STEPS), rng.randrange(16))
        source[:] = data
        elements = source.tolist()
        for sought in [*NUMBERS, *EDGES, *OTHERS, *elements[:40], Number(7)]:
            check(source, elements, sought)


@pytest.mark.parametrize("format", KINDS)
def test_every_format(format):
    check_format(format)


def check_all():
    for format in KINDS:
        check_format(format, 1)


def test_the_loops_for_any_processor_do_the_same():
    run_isolated(check_all, environment={"SWIFTBUF_VECTORS": "baseline"})


@pytest.mark.parametrize("format", [format for format in KINDS if format not in ["?", "c"]])
@pytest.mark.parametrize("length", [1, 127, 129, 1025, 70_000])
def test_the_only_one_anywhere(format, length):
    waveform = Waveform(length, format)
    for step in STEPS:
        part = waveform[::step]
        for place in {0, len(part) // 2, len(part) - 1}:
            part[place] = 3
            assert 3 in part
            assert 3.0 in part
            assert 3 + 0j in part
            assert 3 + 1j not in part
            part[place] = 0
            assert 3 not in part
    assert -0.0 in waveform


@pytest.mark.parametrize("format", ["B", SWAP + "h", "d", "Zd", "?"])
def test_any_number_of_dimensions(format):
    cell = Waveform((), format)
    assert 0 in cell
    assert 1 not in cell
    cell[()] = 1
    assert 1 in cell
    cube = Waveform((4, 5, 6), format)
    cube[1, 2, 3] = 1
    assert 1 in cube
    assert True in cube[::-1, 1:3, ::3]
    assert 1.0 not in cube[::2]
    assert 1 not in cube[:0]


def test_the_parts_of_complex_numbers_belong_together():
    for format in "Zf", "Zd", SWAP + "Zf":
        waveform = Waveform(3, format)
        waveform[:] = [1 + 2j, 2 + 1j, 3 + 3j]
        assert 2 + 1j in waveform
        assert 2 + 3j not in waveform
        assert 1 not in waveform
