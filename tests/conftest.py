import importlib
import os
import sys

import projects
import pytest

# AddressSanitizer has a malloc of its own, reserves terabytes of address space, takes signals for
# itself, and makes a library that is neither small nor stripped: these have nothing to say there.
WITHOUT_SANITIZER = (
    *("test_leaks.py", "test_life_cycle_leaks.py", "test_out_of_memory.py"),
    *("test_hostile_files.py", "::test_nothing_is_left_behind", "::test_library_"),
    "::test_memory_costs_nothing_until_it_is_touched",
    "::test_a_map_for_which_there_is_no_room_is_an_os_error",
    "::test_a_file_cut_short_under_its_map_is_a_bus_error_as_the_docs_say",
    "::test_the_file_is_mapped_and_not_copied",
    *("leaves_nothing_behind", "::test_small_memory_is_freed_at_once"),
    "::test_an_example_installs_and_passes_its_tests",
)


def pytest_collection_modifyitems(config, items):
    if not os.environ.get("SWIFTBUF_SANITIZE"):
        return
    left_out = [item for item in items if any(name in item.nodeid for name in WITHOUT_SANITIZER)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def probe(tmp_path_factory):
    """The package of tests/authoring: a handle on what Swift authors have of BufferProtocol."""
    _, site = projects.install(
        projects.ROOT / "tests/authoring", tmp_path_factory.mktemp("authoring")
    )
    sys.path.insert(0, str(site))
    try:
        return importlib.import_module("probe")
    finally:
        sys.path.remove(str(site))
