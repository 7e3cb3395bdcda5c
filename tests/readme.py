"""README.md and docs/ in parts, for the tests that check what they claim."""

import doctest
import re
import textwrap
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = Path("README.md")
DOCUMENTS = [README, *sorted(path.relative_to(ROOT) for path in ROOT.glob("docs/*.md"))]
EXAMPLES = sorted(path.relative_to(ROOT) for path in ROOT.glob("examples/*/README.md"))
# All that is there to be read; what runs in DOCUMENTS needs nothing but the packages of the tests.
PAGES = [
    *DOCUMENTS,
    *(Path(f"{page}.md") for page in ("CONTRIBUTING", "CHANGELOG", "SECURITY")),
    *EXAMPLES,
]
# Pages whose examples need what only `make test-ecosystem` installs, and are run by it.
OF_ECOSYSTEM = {Path(f"docs/{page}.md") for page in ("arrays", "cluster", "devices", "storage")}


def text(document: Path) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def fences(document: Path = README) -> list[tuple[str, str]]:
    """The language and the lines of each fenced code block, in their order."""
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", text(document), re.MULTILINE | re.DOTALL)


def code_blocks(document: Path = README) -> list[tuple[str, str]]:
    """Every code block: the fenced ones, and the indented ones, which have no language."""
    indented = re.findall(r"(?<=\n\n)(?: {4}[^\n]*\n)+", prose(document))
    return fences(document) + [("", textwrap.dedent(code)) for code in indented]


def prose(document: Path = README) -> str:
    """The page without its fenced code."""
    return re.sub(r"^```.*?^```$", "", text(document), flags=re.MULTILINE | re.DOTALL)


def blocks(language: str, document: Path = README) -> list[str]:
    """The code blocks of one language."""
    return [code for marked, code in fences(document) if marked == language]


def sessions_report(document: Path) -> str:
    """What goes wrong in the page's `pycon` blocks, run as one session: nothing if it is right."""
    session = "\n".join(blocks("pycon", document))
    example = doctest.DocTestParser().get_doctest(session, {}, str(document), str(document), 0)
    report: list[str] = []
    results = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(
        example, out=report.append
    )
    if results.attempted != session.count("\n>>> ") + session.startswith(">>> "):
        report.append(f"only {results.attempted} examples were tried")
    return "".join(report)


def table_rows(document: Path) -> list[str]:
    """The first cell of each row of the page's tables."""
    rows = [line for line in text(document).splitlines() if line.startswith("|")]
    return [row.split("|")[1].strip() for row in rows if not row.startswith("|--")]
