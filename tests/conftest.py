import gc
import importlib
import os
import sys

import projects
import pytest

# A sanitizer has a malloc of its own, reserves terabytes of address space, takes signals for
# itself, and makes a library that is neither small nor stripped: these have nothing to say there.
WITHOUT_SANITIZER = (
    *("test_leaks.py", "test_life_cycle_leaks.py", "test_out_of_memory.py"),
    *("test_hostile_files.py", "::test_nothing_is_left_behind", "::test_library_"),
    "::test_memory_costs_nothing_until_it_is_touched",
    "::test_a_map_for_which_there_is_no_room_is_an_os_error",
    "::test_a_file_cut_short_under_its_map_is_a_bus_error_as_the_docs_say",
    "::test_the_file_is_mapped_and_not_copied",
    *("leaves_nothing_behind", "::test_small_memory_is_freed_at_once", "::test_checked_wheel_"),
    "::test_memory_of_small_waveforms_is_given_back_whatever_the_order",
    "::test_an_example_installs_and_passes_its_tests",
)
# CPython 3.13's own races: for its static types while it makes interpreters at the same time
# (`type_ready`), and for the exports that a bytearray counts.
WITHOUT_THREAD_SANITIZER = (
    "::test_several_interpreters_at_once",
    "::test_threads_get_and_give_back_views",
)
# What shows that ThreadSanitizer is there.
WITH_THREAD_SANITIZER = ("::test_a_race_for_samples_is_seen",)

# With `--parallel-threads` (pytest-run-parallel) each test runs in several threads at once, but for
# those that it sees use `monkeypatch`, `gc.collect()` and the like. These are for one thread too.
COUNTS = "counts what the whole process has in use"
SHARED = "its threads would have one file, pipe, socket or device together"
APART = "runs in a process of its own, to which threads of this one are nothing"
IN_ONE_THREAD = {
    "::test_nothing_is_left_behind": COUNTS,
    "::test_other_threads_run_meanwhile": "has the interpreter switch threads when it says",
    "::test_threads_get_and_give_back_views": "has threads of its own",
    "test_authoring_": COUNTS,
    "test_leaks.py": COUNTS,
    "test_life_cycle_leaks.py": COUNTS,
    "test_out_of_memory.py": "refuses memory to the whole process",
    "test_exporter_release_method.py": "hears of all exceptions that nobody in the process is told",
    "test_generated_": COUNTS,
    "test_foreign_suites.py": "calls unittest, whose results are not made for threads",
    "test_build_": APART,
    "test_consumers.py": SHARED,
    "test_demo.py": SHARED,
    "test_device_": SHARED,
    "test_examples.py": APART,
    "test_from_file": SHARED,
    "test_help.py": SHARED,
    "test_hostile_files.py": APART,
    "test_interpreters.py": APART,
    "test_kept_memory.py": APART,
    "test_mmap": SHARED,
    "test_packaging.py": APART,
    "test_processes.py": APART,
    "test_shared_memory.py": SHARED,
    "test_storage_": SHARED,
    "test_swift_tutorial.py": APART,
    "test_thread_races.py": APART,
    "test_threads.py": APART,
    "test_typing.py": APART,
}


# With `--emulated`: what QEMU, which runs programs for other processors, does otherwise than Linux.
EMULATED = {
    "[create large]": "its own memory grows with each map, those of Python's mmap too",
    "::test_memory_of_small_waveforms_is_given_back_whatever_the_order": "uses memory of its own",
    "::test_large_memory_is_advised_for_huge_pages": "does not pass on what madvise is told",
    "::test_a_limit_of_address_space_is_an_error_and_not_the_end": "has no such limit",
    "[noexec-failed to map segment]": "maps code from any file",
    "test_pickle_rebuild.py::test_garbage[0]": "takes longer than the five minutes it is given",
}


# What depends neither on the Python nor on whether the library is the wheel's: it is left out with
# `--wheel`, since the tests of the default build have it. What compiles against the headers of the
# Python (`test_authoring_`, `test_cython`, `test_another_project_compiles_`, and `test_generated_`
# but for its files) or runs its own tests (`test_foreign_suites`) stays, and so does what looks at
# the library itself (`test_library_`).
ONCE = {
    "test_benchmarks.py": "measures the peers, and what is shown of them",
    "test_build_": "tries the build of other packages",
    "test_code_blocks.py": "reads documents",
    "test_pictures.py": "looks at the pictures of the documents",
    "test_examples.py": "installs projects from source, which is a build of its own",
    "test_generated_files.py": "reads what a build of a package writes and says",
    "test_swift_documentation.py": "reads Swift sources",
    "test_swift_tutorial.py": "types projects from docs/swift.md, which are builds of their own",
    "test_typing.py": "has type checkers read the stub, which knows no Python",
    **dict.fromkeys(
        ("::test_sdist_", "::test_wheel_", "::test_checked_wheel_", "::test_editable_install_"),
        "builds distributions from source",
    ),
    **dict.fromkeys(
        ("::test_without_a_usable_swift_", "::test_without_python_h_", "::test_a_swift_error_"),
        "has a build from source fail",
    ),
}

# What compiles packages or distributions, or refuses each allocation in turn, which takes most of
# the time: it is left out with `--quick`, the way of `make test`.
LONG = (
    "test_authoring_",
    "test_benchmarks.py",
    "test_build_new.py",
    "test_build_runtime.py",
    "test_cython.py",
    "test_examples.py",
    "test_generated_",
    "test_out_of_memory.py",
    "test_readme_swift.py",
    "test_swift_tutorial.py",
    *("::test_sdist_", "::test_wheel_", "::test_checked_wheel_", "::test_editable_install_"),
    *("::test_without_a_usable_swift_", "::test_without_python_h_", "::test_a_swift_error_"),
    *("::test_with_an_old_setuptools_the_build_", "::test_another_project_compiles_"),
)
LEFT_OUT_OF_QUICK = (
    "left out: tests that compile packages (examples, distributions, docs/swift.md and the like), "
    "and those of refused allocations; `make test-all` runs them too"
)


def pytest_addoption(parser):
    parser.addoption(
        "--wheel",
        action="store_true",
        help="leave out what depends neither on the Python nor on the build: ONCE in conftest.py",
    )
    parser.addoption(
        "--emulated",
        action="store_true",
        help="leave out what QEMU does otherwise than Linux: EMULATED in conftest.py",
    )
    parser.addoption(
        "--quick",
        action="store_true",
        help="leave out what takes long: LONG in conftest.py",
    )


def pytest_terminal_summary(terminalreporter, config):
    if config.getoption("quick"):
        terminalreporter.write_line(LEFT_OUT_OF_QUICK)


def pytest_collection_modifyitems(config, items):
    sanitizer = os.environ.get("SWIFTBUF_SANITIZE")
    names = WITHOUT_SANITIZER if sanitizer else ()
    names += WITHOUT_THREAD_SANITIZER if sanitizer == "thread" else WITH_THREAD_SANITIZER
    names += tuple(ONCE) if config.getoption("wheel") else ()
    names += tuple(EMULATED) if config.getoption("emulated") else ()
    names += LONG if config.getoption("quick") else ()
    left_out = {item for item in items if any(name in item.nodeid for name in names)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]
    for item in items:
        for name, reason in IN_ONE_THREAD.items():
            if name in item.nodeid:
                item.add_marker(pytest.mark.thread_unsafe(reason=reason))


@pytest.fixture(scope="module", autouse=True)
def few_objects_for_the_garbage_collector():
    """Excludes existing objects from later collections: modules, tests, and their reports.

    Traversing them would be most of the time of tests that collect often, such as those that count
    what is left behind (see the documentation of `gc.freeze`).
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sample_project(tmp_path_factory):
    """The project of tests/generated, a plain Swift library, and where it is installed."""
    folder = tmp_path_factory.mktemp("generated")
    return projects.install(projects.ROOT / "tests/generated", folder)


@pytest.fixture(scope="session")
def sample(sample_project):
    """The package of tests/generated: what Python has of a plain Swift library."""
    _, site = sample_project
    sys.path.insert(0, str(site))
    try:
        return importlib.import_module("sample")
    finally:
        sys.path.remove(str(site))


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
