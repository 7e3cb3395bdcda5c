"""NumPy's own tests of the buffer protocol, which are plain pytest functions in a class."""

import inspect

from modelling import NUMPY

from . import suites

CORE = "numpy._core" if NUMPY >= "2.0.0" else "numpy.core"
MODULE, CASE = f"{CORE}.tests.test_multiarray", "TestNewBufferProtocol"


def load(**names):
    return suites.load(MODULE, **names)


def tests_of(module):
    """Each test by its name, as a call without arguments; one for each set of parameters."""
    case, tests = getattr(module, CASE), {}
    for name, function in inspect.getmembers(case, inspect.isfunction):
        if name.startswith("test"):
            for number, options in enumerate(parameters(function)):
                tests[f"{name}[{number}]" if options else name] = (case, name, options)
    return tests


def parameters(function):
    """What `pytest.mark.parametrize` gives it; of one mark, which is all there is here."""
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    if not marks:
        return [{}]
    (mark,) = marks
    names, rows = mark.args
    names = [names] if isinstance(names, str) and "," not in names else names
    sets = [getattr(row, "values", row if isinstance(row, tuple) else (row,)) for row in rows]
    return [dict(zip(names, values, strict=True)) for values in sets]


def run(test):
    """What did not hold: one line, or none."""
    case, name, options = test
    try:
        getattr(case(), name)(**options)
    except Exception as error:
        message = str(error).strip().splitlines()
        return [": ".join([type(error).__name__, *message[:1]])]
    return []
