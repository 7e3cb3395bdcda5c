"""The class of a mailing list of 2018 runs: in examples/, in docs/ and in help(Exporter)."""

import doctest
import subprocess
import sys
from pathlib import Path

import readme

from swiftbuf import Exporter

EXAMPLE = Path(__file__).parent.parent / "examples" / "thingy.py"


def test_the_example_prints_what_the_docs_show(tmp_path):
    run = subprocess.run(
        [sys.executable, EXAMPLE], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert [run.stdout] == readme.blocks("text", Path("docs/exporter.md"))
    assert list(tmp_path.iterdir()) == []


def test_the_example_in_the_help_runs():
    example = doctest.DocTestParser().get_doctest(Exporter.__doc__, {}, "Exporter", None, 0)
    report = []
    results = doctest.DocTestRunner().run(example, out=report.append)
    assert results.attempted > 0
    assert results.failed == 0, "".join(report)


def test_it_says_where_it_is_found():
    assert (Exporter.__module__, Exporter.__qualname__) == ("swiftbuf", "Exporter")
