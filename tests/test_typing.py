"""Typed user code, and the stub file, under the checkers that users run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import readme
from support import FREE_THREADED

TYPING = Path(__file__).parent / "typing"


@pytest.fixture
def check(tmp_path):
    """Run a checker as a module of this Python; what it complains of is the failure message."""

    def check(*command):
        run = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,  # away from the sources: it is the installed package that is checked
            env=os.environ | {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},  # or it looks for updates
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr

    return check


@pytest.mark.parametrize(
    "code",
    [
        "accepted.py",
        pytest.param(
            "rejected.py",
            marks=pytest.mark.skipif(
                FREE_THREADED, reason="newer versions of mypy, which name errors so, have no wheel"
            ),
        ),
    ],
)
def test_mypy_agrees_on_user_code(check, code):
    check("mypy", "--strict", TYPING / code)


def test_pyright_agrees_on_user_code(check):
    check("pyright", "--pythonpath", sys.executable, "--project", TYPING)


@pytest.mark.parametrize("code", readme.blocks("python", Path("docs/waveform.md")))
def test_mypy_accepts_the_typed_code_of_the_docs(check, tmp_path, code):
    (tmp_path / "typed.py").write_text(code)
    check("mypy", "--strict", "typed.py")


def test_stubs_describe_the_native_module(check):
    check("mypy.stubtest", "swiftbuf._swiftbuf")
