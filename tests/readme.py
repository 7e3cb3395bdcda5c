"""README.md and docs/ in parts, for the tests that hold them to their word."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = Path("README.md")
DOCUMENTS = [README, *sorted(path.relative_to(ROOT) for path in ROOT.glob("docs/*.md"))]


def text(document: Path) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def fences(document: Path = README) -> list[tuple[str, str]]:
    """The language and the lines of each fenced code block, in their order."""
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", text(document), re.MULTILINE | re.DOTALL)


def blocks(language: str, document: Path = README) -> list[str]:
    """The code blocks of one language."""
    return [code for marked, code in fences(document) if marked == language]


def table_rows(heading: str) -> list[str]:
    """The first cell of each row of the table under one heading of README.md."""
    section = text(README).split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [row.split("|")[1].strip() for row in rows if not row.startswith("|--")]
