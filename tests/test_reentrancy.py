"""Callbacks in the middle of an operation may do anything to the same object.

Each operation runs in an interpreter of its own, where every deed is tried in the middle of it. A
crash is a failure with a traceback, and the operation completes or fails as if it was never tried.
"""

import pytest
from modelling import run_isolated
from reentrancy_deeds import DEEDS, run
from reentrancy_operations import ASSIGNMENTS, ENDINGS, READINGS

CONVERSIONS = {"float_in_a_list": ["d", ">f"], "complex_in_a_list": ["Zd", ">Zf"]}


def test_there_is_something_to_try():
    assert len(DEEDS) > 10
    assert len(ASSIGNMENTS | READINGS | ENDINGS) > 25


@pytest.mark.parametrize(
    ("operation", "format"),
    [(name, format) for name in ASSIGNMENTS for format in CONVERSIONS.get(name, ["B", ">h", "Zd"])],
)
def test_assignments(operation, format):
    run_isolated(run, operation, format)


@pytest.mark.parametrize("operation", READINGS)
def test_readings(operation):
    run_isolated(run, operation, "B")


@pytest.mark.parametrize("operation", ENDINGS)
def test_endings(operation):
    run_isolated(run, operation, "B")
