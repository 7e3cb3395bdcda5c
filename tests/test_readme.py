"""README.md keeps its word: its code runs, its output is real, its tables are covered."""

import doctest
import inspect

import pytest
import readme
import test_consumers


@pytest.fixture
def newcomer(tmp_path, monkeypatch):
    """An empty directory to try the README in."""
    monkeypatch.chdir(tmp_path)


def test_python_code_of_the_readme_runs_and_prints_what_it_shows(newcomer):
    session = "\n".join(block for block in readme.blocks("pycon"))
    example = doctest.DocTestParser().get_doctest(session, {}, "README.md", "README.md", 0)
    report = []
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=report.append)
    assert results.attempted > 0
    assert results.failed == 0, "".join(report)


@pytest.mark.parametrize("code", readme.blocks("python"))
def test_typed_code_of_the_readme_runs(newcomer, code):
    exec(compile(code, "README.md", "exec"), {})


def test_each_row_of_the_table_of_consumers_has_one_test():
    tests = [
        inspect.getdoc(test)
        for name, test in vars(test_consumers).items()
        if name.startswith("test_") and inspect.getdoc(test)
    ]
    rows = readme.table_rows("What takes a Waveform as it is")
    assert [row for row in rows if row.startswith("`")] == tests
