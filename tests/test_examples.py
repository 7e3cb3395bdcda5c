"""The projects in examples/: each is installed as by a user, and passes its own tests."""

import os
import subprocess
import sys
from xml.etree import ElementTree

import projects
import pytest

EXAMPLES = sorted(path.parent for path in projects.ROOT.glob("examples/*/pyproject.toml"))


# Examples over a Swift package that is fetched when they are built.
REMOTE = {"selections": "https://github.com/apple/swift-algorithms"}


def is_reachable(repository):
    command = ["git", "ls-remote", "--exit-code", repository, "refs/tags/1.2.1"]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def test_there_are_examples():
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_installs_and_passes_its_tests(example, tmp_path):
    if example.name in REMOTE and not is_reachable(REMOTE[example.name]):
        pytest.skip(f"{REMOTE[example.name]} is not reachable")
    source, site = projects.install(example, tmp_path)
    report = tmp_path / "report.xml"
    run = subprocess.run(
        # -P: what is imported is what was installed, not what lies in the current folder.
        [sys.executable, "-P", "-m", "pytest", "tests", "-rs", f"--junitxml={report}"],
        cwd=source,
        env=os.environ | {"PYTHONPATH": str(site)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    (suite,) = ElementTree.parse(report).iter("testsuite")
    assert int(suite.get("tests")) > 0, run.stdout
    assert int(suite.get("skipped")) == 0, run.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_tries_its_readme(example):
    assert (example / "tests/test_readme.py").exists()
