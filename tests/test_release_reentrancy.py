"""`release()` from inside every operation, from inside `release()`, and from another thread.

Each operation runs in an interpreter of its own: a crash is a failure with a traceback. The operation
completes, or it had not begun and is a ValueError, whatever is released in the middle of it.
"""

import pytest
from modelling import run_isolated
from release_deeds import OPERATIONS, run
from reentrancy_operations import ASSIGNMENTS

FORMATS = {"float_in_a_list": ["d"], "complex_in_a_list": ["Zd"]}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "mapped.dat"
    path.write_bytes(bytes(64))
    return str(path)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_release_in_the_middle_of(operation, path):
    for format in FORMATS.get(operation, ["h", ">h"] if operation in ASSIGNMENTS else ["B"]):
        run_isolated(run, operation, format, path)
