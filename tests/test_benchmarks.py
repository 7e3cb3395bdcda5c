"""`make bench` runs: peers compile, rows are measured, and table, data and chart are written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import readme
from benchmarks.authoring import figures
from benchmarks.authoring.tools import TOOLS
from benchmarks.peers import EVERYONE
from benchmarks.row import Row
from benchmarks.rows import export
from support import FREE_THREADED


@pytest.mark.skipif(
    FREE_THREADED,
    reason="two of the peers are of the limited API, which has no such builds (PEP 703)",
)
def test_a_quick_run_writes_table_data_and_chart(tmp_path):
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", r"w\[i\]$"]
    done = subprocess.run(
        [*command, "--output", tmp_path],
        cwd=readme.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "`w[i]`" in (tmp_path / "table.md").read_text()
    assert "w[i]" in json.dumps(json.loads((tmp_path / "results.json").read_text()))
    assert "</svg>" in (tmp_path / "chart.svg").read_text()


def test_the_docs_show_a_row_and_a_peer():
    row, peer = readme.blocks("py", Path("docs/performance.md"))
    shown = eval(row, vars(export))
    assert isinstance(shown, Row)
    assert shown.name in {each.name for group in export.GROUPS for each in group.rows}
    assert eval(f"{{{peer}}}").items() <= EVERYONE.items()


@pytest.mark.skipif(FREE_THREADED, reason="these modules keep the GIL")
@pytest.mark.parametrize("tool", ["swiftbuf", "nanobind", "pybind11", "Cython"])
def test_each_tool_makes_a_module_that_does_the_same(tool):
    if not TOOLS[tool].is_installed:
        pytest.skip(f"{tool} is not installed: its module cannot be built")
    figures.load(tool)  # checks it


def test_lines_of_source_are_counted_by_part():
    counted = {part: figures.lines("swiftbuf", part) for part in ("module", "Image", "calls")}
    assert counted == {"module": 1, "Image": 14, "calls": 5}
