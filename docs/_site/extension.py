"""The Sphinx extension: where the site's own matter goes into the pages, and nothing else."""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from . import (
    format_table,
    help_text,
    names,
    navigation,
    notebook,
    python_reference,
    readme_part,
    stub,
    swift_reference,
)

MARK = re.compile(r"^<!-- site: (\w+) (\S+) -->$", re.MULTILINE)
# What a page asks for by a comment `<!-- site: KIND NAME -->`, invisible on a code host.
INSERTED = {
    "class": lambda app, name: python_reference.of_class(name),
    "module": lambda app, name: python_reference.of_module(name),
    "notebook": lambda app, name: notebook.page(
        Path(app.srcdir, f"examples/{name}.ipynb"),
        Path(app.srcdir, "build/docs-notebook"),
        "../build/docs-notebook",
    ),
    "readme": lambda app, name: readme_part.part(Path(app.srcdir, "README.md"), name),
    "table": lambda app, name: format_table.table(),
    "swift": lambda app, name: swift_reference.text(Path(app.srcdir, "build/docs-swift")),
}
STUB = stub.installed()


def read(app: Sphinx, document: str, source: list[str]) -> None:
    """A page before it is parsed."""
    text = source[0]
    if document == "docs/reference-swift":
        text = swift_reference.types_within(text)
    text = MARK.sub(lambda mark: INSERTED[mark[1]](app, mark[2]), text)
    if document == app.config.root_doc:
        text += navigation.toctrees(source[0])
    folder = Path(app.srcdir, document).parent
    source[0] = navigation.folders_as_pages(text, folder)


def declared(name: str) -> tuple[str, str]:
    """Class and member of a full name, `swiftbuf.Waveform.cast`; of a class, its __new__."""
    owner, _, member = name.removeprefix("swiftbuf.").partition(".")
    return owner, member or "__new__"


def signature(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, given: str, returned: str
) -> tuple[str, str | None] | None:
    found = STUB.signature(*declared(name)) if what in ("class", "method") else None
    return (found[0], None) if found and what == "class" else found


def docstring(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    lines[:] = help_text.restructured(lines)


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("source-read", read)
    app.connect("doctree-resolved", names.linked)
    app.connect("autodoc-process-signature", signature)
    app.connect("autodoc-process-docstring", docstring)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
