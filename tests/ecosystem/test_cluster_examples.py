"""examples/cluster: each program prints the peaks that plain Python finds in the files."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "cluster"
MPIEXEC = Path(sys.executable).with_name("mpiexec")
COMMANDS = {
    "dask": [sys.executable, FOLDER / "dask_peaks.py"],
    "ray": [sys.executable, FOLDER / "ray_peaks.py"],
    "mpi on 2 ranks": [MPIEXEC, "-n", "2", sys.executable, FOLDER / "mpi_peaks.py"],
    "mpi on 4 ranks": [MPIEXEC, "-n", "4", sys.executable, FOLDER / "mpi_peaks.py"],
}


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recordings")
    command = [sys.executable, FOLDER / "recordings.py", folder, "7"]
    subprocess.run(command, check=True, timeout=60)
    return folder


def peak_by_struct(path):
    return max(value for (value,) in struct.iter_unpack(">h", path.read_bytes()))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_it_prints_the_peak_of_each_recording(recordings, command):
    done = subprocess.run(
        [*command, recordings],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert done.returncode == 0, done.stderr
    expected = [f"{path.name} {peak_by_struct(path)}" for path in sorted(recordings.iterdir())]
    assert done.stdout.splitlines() == expected
    assert "100%" in done.stderr
