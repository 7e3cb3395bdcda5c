"""Ticks of axes: round, exact, within the axis, and few."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swiftbuf import _axis

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
INTEGERS = st.integers(-(2**63), 2**64)


def labels(low, high, most=8):
    return [label for _, label in _axis.axis(low, high, most).ticks]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 999, ["0", "200", "400", "600", "800"]),
        (-3, 3, ["-3", "-2", "-1", "0", "1", "2", "3"]),
        (-5.187, 5.289, ["-4", "-2", "0", "2", "4"]),
        (-0.3, 0.31, ["-0.3", "-0.2", "-0.1", "0.0", "0.1", "0.2", "0.3"]),
        (0, 1, ["0", "1"]),
        (0.0, 3e-7, ["0", "50e-9", "100e-9", "150e-9", "200e-9", "250e-9"]),
        (0.0, 4e9, ["0", "1e9", "2e9", "3e9", "4e9"]),
    ],
)
def test_a_person_would_choose_these(low, high, expected):
    assert labels(low, high)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("low", "high", "base"),
    [
        (1_763_000_000_000_000_000, 1_763_000_000_000_000_099, "1763000000000000000"),
        (2**60, 2**60 + 6, "1152921504606846980"),
        (999.999999, 1000.000001, "1000"),
        (1.0, 1.0000000000000002, "1"),
        (-(10**18) - 5, -(10**18) + 5, "-1000000000000000000"),
    ],
)
def test_long_numbers_are_counted_from_a_round_one(low, high, base):
    axis = _axis.axis(low, high, 8)
    assert axis.base == base
    sign, number = ("+", base[1:]) if base.startswith("-") else ("-", base)
    assert axis.name("value") == f"value {sign} {number}"
    for place, label in axis.ticks:
        assert Fraction(base) + Fraction(label) == place


@given(st.one_of(st.tuples(FLOATS, FLOATS), st.tuples(INTEGERS, INTEGERS)), st.integers(2, 12))
def test_ticks_are_few_even_and_exactly_what_their_labels_say(ends, most):
    low, high = sorted(ends)
    if low == high:
        low, high = _axis.around(low)
    axis = _axis.axis(low, high, most)
    places = [place for place, _ in axis.ticks]
    unseen = 0 if isinstance(low, int) else (Fraction(high) - Fraction(low)) / 10**8
    assert all(low - unseen <= place <= high + unseen for place in places)
    assert len(places) <= most + 4
    assert len({b - a for a, b in zip(places, places[1:], strict=False)}) <= 1
    for place, label in axis.ticks:
        assert Fraction(label) + Fraction(axis.base or 0) == place
        assert len(label) <= 12
    if isinstance(low, int):
        assert all(place.denominator == 1 for place in places)


@given(st.one_of(FLOATS, INTEGERS))
def test_one_value_is_in_the_middle(value):
    low, high = _axis.around(value)
    assert low < value < high
    assert Fraction(value) - Fraction(low) == Fraction(high) - Fraction(value)


def test_a_label_without_exponent():
    assert _axis.plain(Fraction(-5, 1000), -3) == "-0.005"
    assert _axis.plain(Fraction(1500), 2) == "1500"
    assert math.isclose(float(_axis.plain(Fraction(1, 4), -2)), 0.25)
