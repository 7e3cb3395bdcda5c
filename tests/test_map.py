"""Names of files outside of the sources, in the map of CONTRIBUTING.md and in lists, exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAP = PAGE.partition("## Where things are")[2].partition("\n## ")[0]
FILES = sorted(set(re.findall(r"`([\w/+.]+\.(?:swift|h|py|pyi|md))`", MAP)))


def test_the_map_has_a_place_for_each_wish():
    rows = [line for line in MAP.splitlines() if line.startswith("| a") or line.startswith("| the")]
    assert len(rows) >= 12
    assert all(re.search(r"`[\w/+.]+\.\w+`", row) for row in rows)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_map_exists_once(name):
    if "/" in name:
        assert (ROOT / name).is_file()
    else:
        folders = ["Sources", "python"] if name != "CHANGELOG.md" else ["."]
        found = [path for folder in folders for path in (ROOT / folder).rglob(name)]
        assert [path for path in found if not {".venv", "build"} & set(path.parts)]


@pytest.mark.parametrize(
    "name", re.findall(r"^race:(.+)$", (ROOT / "tools/races.txt").read_text(), re.MULTILINE)
)
def test_a_place_of_races_exists(name):
    assert any(name in f"{path}" for path in (ROOT / "Sources").rglob("*.*"))
