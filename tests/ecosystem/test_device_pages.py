"""The tables of docs/devices.md and docs/storage.md show nothing but lines that are run."""

import re
from pathlib import Path

import pytest
import readme

PAGES = {"devices": "test_device_*.py", "storage": "test_storage_*.py"}


@pytest.mark.parametrize(("page", "tests"), PAGES.items(), ids=PAGES)
def test_each_line_of_the_tables_is_run_on_the_page_or_in_its_tests(page, tests):
    document = Path(f"docs/{page}.md")
    rows = [line.split("|")[2] for line in readme.text(document).splitlines() if line[:1] == "|"]
    lines = [line for row in rows for line in re.findall(r"`([^`]+)`", row)]
    run = readme.blocks("pycon", document)
    run += [path.read_text(encoding="utf-8") for path in (readme.ROOT / "tests").rglob(tests)]
    assert len(lines) > 15
    assert [line for line in lines if line not in "\n".join(run)] == []
