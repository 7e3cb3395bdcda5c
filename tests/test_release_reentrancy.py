"""`release()` from inside every operation, from inside `release()` itself, and from another thread.

Each test runs in an interpreter of its own: a crash is a failure with a traceback. The operation
completes, or it had not begun and is a ValueError, whatever is released in the middle of it.
"""

import pytest
import release_scenes as scenes
from modelling import run_isolated
from reentrancy_operations import ASSIGNMENTS
from release_deeds import OPERATIONS, run

FORMATS = {"float_in_a_list": ["d", ">f"], "complex_in_a_list": ["Zd", ">Zf"]}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_release_in_the_middle_of(operation, tmp_path):
    path = tmp_path / "mapped.dat"
    path.write_bytes(bytes(64))
    formats = FORMATS.get(operation, ["h", ">h"] if operation in ASSIGNMENTS else ["B"])
    run_isolated(run, operation, formats, str(path))


@pytest.mark.parametrize(
    "scene",
    [
        scenes.use_what_is_being_released,
        scenes.drop_what_is_being_released,
        scenes.release_in_del,
        scenes.release_a_member_of_a_dying_cycle,
        scenes.release_while_a_thread_waits_for_data,
    ],
)
def test_release_where_something_ends_or_waits(scene):
    run_isolated(scene)


@pytest.mark.parametrize("operation", scenes.LONG)
def test_release_during_a_long_operation_of_another_thread(operation, tmp_path):
    path = tmp_path / "mapped.dat"
    with path.open("wb") as file:
        file.truncate(scenes.LARGE)
    run_isolated(scenes.release_during, operation, str(path))
