"""README.md and docs/: their code runs, output is real, tables are covered by tests."""

import inspect
from pathlib import Path

import pytest
import readme
import test_consumers

every_document = pytest.mark.parametrize("document", readme.DOCUMENTS, ids=str)
# What is run is "pycon" and "python"; what is shown only says so by another name.
LANGUAGES = {"pycon", "python", "py", "text", "sh", "toml", "swift", "c", "cython"}
OURS = [document for document in readme.DOCUMENTS if document not in readme.OF_ECOSYSTEM]
SCRIPTS = [(document, code) for document in OURS for code in readme.blocks("python", document)]


@pytest.fixture
def newcomer(tmp_path, monkeypatch):
    """An empty directory to try things in."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("document", OURS, ids=str)
def test_sessions_run_and_print_what_they_show(newcomer, document):
    assert readme.sessions_report(document) == ""


@pytest.mark.parametrize(
    ("document", "code"),
    SCRIPTS,
    ids=[f"{document}-{n}" for n, (document, _) in enumerate(SCRIPTS)],
)
def test_scripts_run(newcomer, document, code):
    exec(compile(code, str(document), "exec"), {})


@every_document
def test_every_code_block_has_a_language(document):
    assert {language for language, _ in readme.fences(document)} <= LANGUAGES


def test_each_row_of_the_tables_of_consumers_has_one_test():
    tests = [
        inspect.getdoc(test)
        for name, test in vars(test_consumers).items()
        if name.startswith("test_") and inspect.getdoc(test)
    ]
    rows = readme.table_rows(Path("docs/consumers.md"))
    assert [row for row in rows if row.startswith("`")] == tests
