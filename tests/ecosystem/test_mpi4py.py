"""mpi4py: MPI's datatype comes from our format; and mpi4py's own tests hold with our arrays."""

import importlib.metadata
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from processes import run

HERE = Path(__file__).parent
DEEDS = [
    "send_and_recv",
    "scatter_and_gather",
    "datatype_of_the_format",
    "refused",
    "swapped_with_a_datatype",
    "swapped_sums_are_wrong",
    "sent_from_its_own_memory",
    "sent_from_a_file_map",
    "bytes_of_a_message",
    "memory_of_each_rank",
    "by_pickle",
]
# Those of mpi4py's tests that go through its table of arrays, on 1, 2 and 4 ranks.
SUITES = [
    "test_msgspec",
    "test_p2p_buf",
    "test_p2p_buf_matched",
    "test_p2p_buf_part",
    "test_pack",
    "test_cco_buf",
    "test_cco_vec",
    "test_cco_nb_buf",
    "test_cco_nb_vec",
    "test_cco_buf_inter",
    "test_cco_vec_inter",
    "test_cco_ngh_buf",
    "test_cco_pr_buf",
    "test_cco_pr_vec",
    "test_cco_pr_ngh_buf",
    "test_rma",
    "test_rma_nb",
    "test_io",
]
# Ranks wait for each other after every write to a file: 4 need more than a minute on 2 cores.
ON_FEW_RANKS = {"test_io"}
LEFT_OUT = {
    "test_address": "makes its arrays itself, and takes none from the table",
}


def mpiexec(ranks, *command, timeout, folder=None):
    """What a Python program prints on so many ranks."""
    # A rank that waits spins: with more ranks than cores it had better give way each time.
    settings = {"MPIR_CVAR_POLLS_BEFORE_YIELD": "1"}
    if folder:
        settings["TMPDIR"] = str(folder)
    program = Path(sys.executable).with_name("mpiexec")
    command = [program, "-n", str(ranks), sys.executable, *command]
    return run(command, timeout, env=os.environ | settings).stdout


@pytest.fixture(scope="session")
def tests_of_mpi4py():
    """The folder of its tests, which its source distribution has and its wheel has not."""
    version = importlib.metadata.version("mpi4py")
    kept = Path(sys.prefix) / "share" / "mpi4py-tests"
    folder = kept / f"mpi4py-{version}" / "test"
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        here = ["--no-binary", "mpi4py", "--no-build-isolation", "--dest", kept]
        subprocess.run([*pip, *here, f"mpi4py=={version}"], check=True, timeout=300)
        with tarfile.open(kept / f"mpi4py-{version}.tar.gz") as archive:
            archive.extractall(kept, filter="data")
    return folder


@pytest.mark.parametrize("ranks", [2, 4])
@pytest.mark.parametrize("deed", DEEDS)
def test_ranks_exchange_waveforms(deed, ranks):
    mpiexec(ranks, HERE / "mpi_ranks.py", deed, timeout=300)


def test_every_deed_of_the_ranks_is_run():
    source = (HERE / "mpi_ranks.py").read_text()
    functions = [line[4:].split("(")[0] for line in source.splitlines() if line[:4] == "def "]
    assert functions == ["numbered", *DEEDS]


@pytest.mark.parametrize("ranks", [1, 2, 4])
def test_the_tests_of_mpi4py_pass_with_waveforms(tests_of_mpi4py, tmp_path, ranks):
    program = HERE / "mpi4py_waveform.py"
    suites = [name for name in SUITES if ranks < 4 or name not in ON_FEW_RANKS]
    command = [program, tests_of_mpi4py, *suites]
    lines = mpiexec(ranks, *command, timeout=1200, folder=tmp_path).splitlines()
    reports = [json.loads(line) for line in lines if line.startswith("{")]
    assert len(reports) == ranks
    for report in reports:
        assert report["failed"] == []
        assert report["ran"] > 590
        assert report["skipped"] == (["mpi-world-size<2"] if ranks == 1 else [])


def test_what_is_left_out_has_a_reason(tests_of_mpi4py):
    driven = {path.stem for path in tests_of_mpi4py.glob("test_*.py") if uses_arrays(path)}
    assert driven == {*SUITES, *LEFT_OUT}


def uses_arrays(path):
    return "arrayimpl" in path.read_text(encoding="utf-8")
