"""examples/cluster: each command of its README prints the peaks that plain Python finds."""

import os
import re
import shlex
import shutil
import struct
import sys
from pathlib import Path

import pytest
import readme
from processes import run

PAGE = Path("examples/cluster/README.md")
INSTALL, MAKE, *PROGRAMS = readme.blocks("sh", PAGE)[0].splitlines()
# The last round of 8 recordings leaves one of 3 ranks without any.
PROGRAMS.append("mpiexec -n 3 python mpi_peaks.py recordings")
BIN = Path(sys.executable).parent


def shell(command, folder):
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    settings = {"PATH": path, "PYTHONUNBUFFERED": "1", "MPIR_CVAR_POLLS_BEFORE_YIELD": "1"}
    return run(shlex.split(command), timeout=600, cwd=folder, env=os.environ | settings)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of the example, with its recordings."""
    folder = tmp_path_factory.mktemp("examples") / "cluster"
    shutil.copytree(readme.ROOT / PAGE.parent, folder)
    shell(MAKE, folder)
    return folder


def peak_by_struct(path):
    return max(value for (value,) in struct.iter_unpack(">h", path.read_bytes()))


def test_the_readme_installs_what_the_programs_import():
    programs = [path.read_text() for path in (readme.ROOT / PAGE.parent).glob("*.py")]
    imported = set(re.findall(r"^(?:from|import) (\w+)", "\n".join(programs), re.MULTILINE))
    foreign = imported - sys.stdlib_module_names - {"recordings", "swiftbuf"}
    assert foreign
    assert foreign <= set(INSTALL.split())


@pytest.mark.parametrize("command", PROGRAMS)
def test_it_prints_the_peak_of_each_recording(folder, command):
    done = shell(command, folder)
    paths = sorted((folder / "recordings").iterdir())
    lines = done.stdout.splitlines()
    assert lines == [f"{path.name} {peak_by_struct(path)}" for path in paths]
    assert all(f"`{line}`" in readme.prose(PAGE) for line in lines[:2])
    assert "100%" in done.stderr
