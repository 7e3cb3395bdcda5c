"""The navigation of the site, from the lists in docs/index.md: a page is one line there."""

import posixpath
import re
from pathlib import Path

# A link to a page at the beginning of a list item; what further links an item has leads elsewhere.
PAGE = re.compile(r"^- \[([^\]]+)\]\(([^)#:]+)\.md\)", re.MULTILINE)
FOLDER = re.compile(r"\]\(([^)#:]+)\)")


def sections(index: str) -> dict[str, list[tuple[str, str]]]:
    """Under each heading of docs/index.md: what its pages are called, and where, without `.md`."""
    _, *parts = re.split(r"^## (.+)\n", index, flags=re.MULTILINE)
    return {heading: PAGE.findall(part) for heading, part in zip(*[iter(parts)] * 2, strict=True)}


def toctrees(index: str) -> str:
    """The same as hidden toctrees of Sphinx, one for each heading."""
    return "".join(
        f"\n```{{toctree}}\n:hidden:\n:caption: {heading}\n\n"
        + "".join(f"{title} <{page}>\n" for title, page in pages)
        + "```\n"
        for heading, pages in sections(index).items()
    )


def folders_as_pages(text: str, folder: Path) -> str:
    """Links to folders lead to their README.md, as on a code host."""

    def page(link: re.Match[str]) -> str:
        readme = posixpath.join(link[1], "README.md")
        return f"]({readme})" if (folder / readme).is_file() else link[0]

    return FOLDER.sub(page, text)
