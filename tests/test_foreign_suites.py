"""The tests of memoryview and buffers of CPython, and NumPy's, with a Waveform in the way.

They are those that are installed with the Python that runs, so each Python brings its own. What
does not hold is in tests/foreign/deviations.py, with its reason. The tests of PEP 688 in
test.test_buffer came with Python 3.12; on 3.11 what they check is in test_exporter*.py, which run
with Exporter there and with `object` beside it from 3.12 on.
"""

import collections
import functools
import sys

import pytest
from foreign import numpy_suite, places, suites
from foreign.deviations import DEVIATIONS, LEFT_OUT

MEMORYVIEW, BUFFER, NUMPY = "test.test_memoryview", "test.test_buffer", numpy_suite.MODULE
OF_PEP_688 = "TestPythonBufferProtocol."
RUNS = [(suite, place) for suite in (MEMORYVIEW, BUFFER, NUMPY) for place in ("instead", "between")]
RUNS.append((MEMORYVIEW, "sources"))
RUNS += [(BUFFER, "exporters"), (BUFFER, "waveforms")] if sys.version_info >= (3, 12) else []


@functools.cache
def outcome(suite, place):
    """What did not hold, by test, how many tests there were, and what the place did."""
    tally = collections.Counter()
    names = getattr(places, place)(tally)
    module = suites.load(suite, **names)
    if suite == NUMPY:
        tests = numpy_suite.tests_of(module)
        return {name: numpy_suite.run(test) for name, test in tests.items()}, tally
    if suite == BUFFER:
        for formats in (module.NATIVE, module.MEMORYVIEW):
            formats.pop("P", None)  # pointers are no values: no Waveform has them
    ours = place in ("exporters", "waveforms")  # the others have another memoryview
    tests = [name for name in suites.tests_of(module) if name.startswith(OF_PEP_688) is ours]
    python = sys.version_info[:2]
    run = [name for name in tests if (place, name, python) not in LEFT_OUT]
    return {name: suites.run(module, name) for name in run}, tally


def unexplained(suite, place):
    failures, _ = outcome(suite, place)
    return {
        f"{test}: {text}"
        for test, texts in failures.items()
        for text in texts
        if not any(row.explains(place, test, text) for row in DEVIATIONS)
    }


@pytest.mark.parametrize(("suite", "place"), RUNS)
def test_whatever_deviates_is_listed(suite, place):
    assert unexplained(suite, place) == set()


@pytest.mark.parametrize(
    "row",
    [row for row in DEVIATIONS if row.is_of_this_python],
    ids=lambda row: f"{'-'.join(row.places)}-{row.tests}-{row.text}",
)
def test_whatever_is_listed_deviates(row):
    suites_of_row = [(BUFFER, "nowhere")] if "nowhere" in row.places else RUNS
    for place in row.places:
        assert any(
            row.explains(place, test, text)
            for suite, where in [*suites_of_row, *RUNS]
            if where == place
            for test, texts in outcome(suite, place)[0].items()
            for text in texts
        ), place


@pytest.mark.parametrize("suite", [MEMORYVIEW, BUFFER, NUMPY])
def test_without_a_waveform_the_suites_hold(suite):
    assert unexplained(suite, "nowhere") == set()


@pytest.mark.parametrize("suite", [MEMORYVIEW, NUMPY])
def test_they_notice_bytes_in_the_wrong_order(suite):
    failures, _ = outcome(suite, "reversed_bytes")
    assert sum(map(bool, failures.values())) >= 3


LEAST = {MEMORYVIEW: 200, BUFFER: 30_000, NUMPY: 50}
LEAST_IN_PLACE = {"sources": 200, "exporters": 10, "waveforms": 10}


@pytest.mark.parametrize(("suite", "place"), RUNS)
def test_a_waveform_is_in_the_way(suite, place):
    least = LEAST_IN_PLACE.get(place, LEAST[suite])
    failures, tally = outcome(suite, place)
    assert len(failures) >= 15
    assert tally[places.MADE] >= least


def test_sources_are_declined_for_each_of_the_reasons():
    declined = outcome(BUFFER, "instead")[1] + outcome(NUMPY, "instead")[1]
    assert set(places.DECLINED) == set(declined) - {places.MADE}
