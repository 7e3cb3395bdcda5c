"""The pages that need large libraries keep their word too."""

import pytest
import readme

PAGES = sorted(readme.OF_ECOSYSTEM)


@pytest.mark.parametrize("document", PAGES, ids=str)
def test_sessions_run_and_print_what_they_show(tmp_path, monkeypatch, document):
    monkeypatch.chdir(tmp_path)
    assert readme.sessions_report(document) == ""


@pytest.mark.parametrize("document", PAGES, ids=str)
def test_scripts_run(tmp_path, monkeypatch, document):
    monkeypatch.chdir(tmp_path)
    for code in readme.blocks("python", document):
        exec(compile(code, str(document), "exec"), {})
