"""== across formats says what Python says of the elements, one by one.

The oracle is `==` of the lists of elements, which are Python's numbers and compare exactly; only
that no NaN equals itself is added, as a list takes what is identical for equal.
"""

import itertools
import random

import numpy as np
import pytest
from modelling import SWAP, dtype_of, run_isolated, waveform_of
from test_conversion_assignment import KINDS, STEPS, fits, number, placed, stored

from swiftbuf import Waveform


def are_equal(left, right):
    return all(one == other for one, other in zip(left.tolist(), right.tolist(), strict=True))


def laid_out(rng, format, values):
    waveform, _ = placed(format, len(values), rng.choice(STEPS), rng.randrange(16))
    waveform[:] = waveform_of(stored(format, values), format)
    return waveform


def check(left, right):
    expected = are_equal(left, right)
    assert (left == right) is expected
    assert (right == left) is expected
    assert (left != right) is not expected
    return expected


def check_pair(left, right, seed, lengths):
    """Equal ones, those with one element that may differ, and any."""
    rng = random.Random(f"{left} {right} {seed}")
    length = rng.choice(lengths)
    values = [number(rng, left, is_small=rng.random() < 0.5) for _ in range(length)]
    values = [value for value in values if value == value and fits(right, value)]
    if left == right or right not in ["?", "c"]:
        ones, others = laid_out(rng, left, values), laid_out(rng, right, values)
        check(ones, others)
        for _ in range(3):
            if values:
                place = rng.randrange(len(values))
                other = number(rng, right, is_small=False)
                others[place] = other
                check(ones, others)
                others[place] = values[place]
    any_left = [number(rng, left, is_small=False) for _ in range(length)]
    any_right = [number(rng, right, is_small=False) for _ in range(length)]
    check(laid_out(rng, left, any_left), laid_out(rng, right, any_right))


@pytest.mark.parametrize("right", KINDS)
@pytest.mark.parametrize("left", KINDS)
def test_every_format_with_every_other(left, right):
    check_pair(left, right, 1, [0, 1, 2, 7])
    check_pair(left, right, 2, [33, 400])


@pytest.mark.parametrize("seed", range(40))
def test_several_blocks(seed):
    rng = random.Random(seed)
    check_pair(rng.choice(KINDS), rng.choice(KINDS), seed, [511, 512, 1025, 3000])


# Where float64 has no room for an integer, and numbers that only look equal.
NEAR = [
    *(0, 1, -1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 2**63, 2**64 - 1, 2**24 + 1),
    *(0.0, -0.0, 0.5, float(2**53), float(2**63), float(2**64), float("nan"), float("inf"), 1e-8),
    *(1 + 0j, 1j, complex(2**53, 0), complex(2**63, 0), complex(0, float("nan")), 2.0**24),
]


def check_single_elements():
    for left, right in itertools.product(KINDS, KINDS):
        if "c" in (left, right):
            continue
        ones = [x for x in NEAR if fits(left, x)]
        others = [x for x in NEAR if fits(right, x)]
        for one, other in itertools.product(ones, others):
            check(
                waveform_of(stored(left, [one]), left), waveform_of(stored(right, [other]), right)
            )


def test_single_elements():
    """In an interpreter of its own: this once wrote behind the memory of the right one."""
    run_isolated(check_single_elements)


def check_without_vectors():
    for left, right in itertools.product(KINDS, KINDS):
        check_pair(left, right, 3, [33])


def test_the_loops_for_any_processor_do_the_same():
    run_isolated(check_without_vectors, environment={"SWIFTBUF_VECTORS": "baseline"})


@pytest.mark.parametrize("length", [1, 2, 511, 512, 513, 3000])
@pytest.mark.parametrize("complex_format", ["Zf", "Zd", SWAP + "Zd"])
@pytest.mark.parametrize("format", ["q", "Q", SWAP + "q", SWAP + "Q"])
def test_long_integers_and_complex_numbers(format, complex_format, length):
    integers = waveform_of(np.arange(length, dtype=dtype_of(format)).tobytes(), format)
    numbers = np.arange(length).astype(dtype_of(complex_format))
    before = numbers.tobytes(), integers.tobytes()
    assert integers == numbers
    assert Waveform.from_buffer(numbers) == integers
    assert (numbers.tobytes(), integers.tobytes()) == before
    for wrong in 1j, 1, complex(0, np.nan):
        numbers[-1] += wrong
        assert integers != numbers
        assert Waveform.from_buffer(numbers) != integers
        numbers[-1] = length - 1


@pytest.mark.parametrize("pair", [("h", "d"), (">f", "q"), ("B", "Zf"), ("Q", "q"), ("e", "?")])
def test_two_dimensions(pair):
    numbers = (np.arange(42) % 2).reshape(6, 7)
    left, right = (numbers.astype(dtype_of(format)) for format in pair)
    for key in [np.s_[:, :], np.s_[::-1, 1::2], np.s_[1:4, 2], np.s_[::3, ::-1]]:
        waveform = Waveform.from_buffer(left)[key]
        for other in right, np.asfortranarray(right):
            assert waveform == other[key]
            changed = other.copy("K")
            changed[3, 2] = 1 - changed[3, 2]
            assert (waveform == changed[key]) is bool((numbers[key] == changed[key]).all())
