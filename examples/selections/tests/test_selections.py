"""The functions against those of Python."""

import heapq
import itertools
from array import array

import pytest
import selections


@pytest.mark.parametrize("count", range(6))
def test_combinations_are_those_of_itertools(count):
    items = ["a", "b", "c", "d"]
    expected = list(map(list, itertools.combinations(items, count)))
    assert selections.combinations(items, count) == expected


def test_runs_end_at_gaps():
    assert selections.runs([1, 2, 4, 3, 9], gap=2) == [[1, 2, 4, 3], [9]]
    assert selections.runs([]) == []


@pytest.mark.parametrize("count", [0, 1, 3, 10])
def test_the_least_are_those_of_heapq(count):
    numbers = array("d", [5, 1, 4, 1, 3])
    assert selections.least(count, numbers) == heapq.nsmallest(count, numbers)


def test_negative_counts_are_refused():
    with pytest.raises(selections.SelectionError) as caught:
        selections.combinations(["a"], -1)
    assert (caught.value.case, caught.value.count) == ("negative", -1)
    with pytest.raises(ValueError, match="negative"):
        selections.least(-1, array("d"))
