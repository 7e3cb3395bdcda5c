"""What `make docs` puts into the pages; ecosystem/test_built_site.py looks at what comes out."""

import inspect
import json
import re
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import readme
from modelling import NUMPY

import swiftbuf
from swiftbuf import Waveform

sys.path.insert(0, str(readme.ROOT / "docs"))
from _site import (  # noqa: E402
    format_table,
    help_text,
    names,
    navigation,
    notebook,
    readme_part,
    stub,
    swift_reference,
)

INDEX = readme.text(Path("docs/index.md"))
STUB = stub.installed()


# The navigation.


def test_every_page_is_in_the_navigation_once():
    listed = [
        (Path("docs") / f"{page}.md")
        for pages in navigation.sections(INDEX).values()
        for _, page in pages
    ]
    resolved = [(readme.ROOT / page).resolve().relative_to(readme.ROOT) for page in listed]
    assert sorted(resolved) == sorted(set(readme.PAGES) - {Path("docs/index.md")})


def test_the_navigation_has_the_four_kinds_of_documentation():
    kinds = ["Tutorial", "How-to", "Reference", "Explanation", "The project"]
    assert list(navigation.sections(INDEX)) == kinds
    assert all(navigation.sections(INDEX).values())


def test_a_heading_and_its_list_become_a_toctree():
    index = "# Title\n\n## Some\n\n- [A](a.md): with [b](b.md).\n- [C](../c.md): c.\n"
    index += "- [D](https://d.md)\n"
    expected = "\n```{toctree}\n:hidden:\n:caption: Some\n\nA <a>\nC <../c>\n```\n"
    assert navigation.toctrees(index) == expected


def test_a_link_to_a_folder_leads_to_its_readme():
    text = "[m](../examples/matrix), [t](../tests), [e](exporter.md)"
    expected = text.replace("examples/matrix", "examples/matrix/README.md")
    assert navigation.folders_as_pages(text, readme.ROOT / "docs") == expected


def test_a_part_of_the_readme_has_links_of_a_page_in_docs():
    page = readme.ROOT / "README.md"
    assert readme_part.part(page, "ten-lines").startswith("## Ten lines\n")
    introduction = readme_part.part(page, "introduction")
    assert introduction.startswith("`swiftbuf.Waveform`")
    assert "## " not in introduction
    for name in ("introduction", "install", "ten-lines"):
        assert "](docs/" not in readme_part.part(page, name)


# Help texts.


def restructured(text):
    return "\n".join(help_text.restructured(textwrap.dedent(text).strip("\n").split("\n")))


def test_errors_become_fields():
    text = """
        Does it.

        TypeError: of the
        wrong type.
        ValueError: too large. OSError: the system refused.
        Cost: O(1).
        """
    assert restructured(text) == (
        "Does it.\n\n:raises TypeError: of the\n    wrong type.\n:raises ValueError: too large.\n"
        ":raises OSError: the system refused.\n:Cost: O(1).\n"
    )


def test_parameters_become_fields():
    text = "name: the name\n    of it.\nsize: its size."
    assert restructured(text) == ":param name: the name\n        of it.\n:param size: its size.\n"


def test_what_is_indented_after_a_colon_is_shown_as_it_stands():
    assert restructured("Modes are:\n\n    'r'  read\n\nNo more.") == (
        "Modes are:\n\n.. code-block:: text\n\n    'r'  read\n\nNo more.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Raises ValueError: seldom.\n",
        "term\n    Its definition: long.\n",
        "For example:\n\n    >>> 1\n    1\n",
        "Already::\n\n    code\n",
    ],
)
def test_everything_else_stays_as_it_is(text):
    assert restructured(text) == text


# Signatures.


def test_a_signature_has_the_types_of_the_stub_spelled_out():
    arguments, result = STUB.signature("Waveform", "cast")
    assert result == "Waveform"
    assert arguments == (
        "(format: str | _DType | type[Any],"
        " shape: SupportsIndex | Sequence[SupportsIndex] | None=None)"
    )


def test_a_method_without_declaration_or_with_two_has_none():
    assert STUB.signature("Waveform", "nothing") is None
    assert STUB.signature("Waveform", "__getitem__") is None


def test_the_reference_has_every_public_name_of_waveform():
    members = dict(STUB.members("Waveform"))
    public = {name for name in dir(Waveform) if not name.startswith("_")}
    assert public <= members.keys()
    properties = {name for name in public if inspect.isdatadescriptor(getattr(Waveform, name))}
    assert properties == {name for name, type in members.items() if type}


def test_the_reference_has_every_public_name_of_the_package():
    page = readme.text(Path("docs/reference-python.md"))
    for name in set(swiftbuf.__all__) - {"__version__"}:
        assert f"<!-- site: class {name} -->" in page


def test_the_reference_lists_every_public_member_in_a_checkout_too():
    page = readme.text(Path("docs/reference-python.md"))
    for name in (name for name, _ in STUB.members("Waveform") if not name.startswith("_")):
        assert re.search(rf"^\| `(w|Waveform)\.{name}[(`]", page, re.MULTILINE), name


# Names in prose.


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("w.release()", "swiftbuf.Waveform.release"),
        ("release()", None),  # of a memoryview, perhaps
        ("envelope(bins)", "swiftbuf.Waveform.envelope"),
        ("swiftbuf.Waveform.cast", "swiftbuf.Waveform.cast"),
        ("Exporter", "swiftbuf.Exporter"),
        ("array.tobytes()", None),
        ("w[0]", None),
    ],
)
def test_code_in_prose_that_names_a_member_leads_to_its_reference(text, name):
    assert names.python_name(text) == name


def test_code_in_prose_that_names_a_type_of_the_swift_library_leads_to_it():
    assert names.swift_name("Buffer.make(...)", {"Buffer"}) == "Buffer"
    assert names.swift_name("Array", {"Buffer"}) is None


# The notebook.


def test_a_notebook_shows_what_the_last_line_of_a_cell_is(tmp_path):
    sources = ["# Title\n\nProse.", "from swiftbuf import Waveform\nw = Waveform(3)", "w", "len(w)"]
    kinds = ["markdown", "code", "code", "code"]
    cells = [{"cell_type": k, "source": [s]} for k, s in zip(kinds, sources, strict=True)]
    file = tmp_path / "some.ipynb"
    file.write_text(json.dumps({"cells": cells}))
    assert notebook.page(file, tmp_path / "pictures", "../pictures") == (
        "Prose.\n\n```python\nfrom swiftbuf import Waveform\nw = Waveform(3)\n```\n\n"
        "```python\nw\n```\n\n"
        "![The picture of swiftbuf.Waveform format 'd' shape (3,)](../pictures/some-2.svg)\n\n"
        "```python\nlen(w)\n```\n\n```text\n3\n```"
    )
    assert (tmp_path / "pictures/some-2.svg").read_text().startswith("<svg")


# The table of formats.

of_numpy_2 = pytest.mark.skipif(NUMPY < "2.0.0", reason="the table asks NumPy of n and N too")


@of_numpy_2
def test_the_table_of_formats_has_each_format_once():
    rows = list(format_table.rows())
    codes = [row[0].strip("`") for row in rows]
    assert sorted(codes) == sorted([*"?cbBhHiIlLqQnNefd", "i3", "u3", "Zf", "Zd"])
    for code, row in zip(codes, rows, strict=True):
        dtype = np.asarray(Waveform(1, code)).dtype
        assert (row[2], row[3]) == (str(dtype.itemsize), f"`{dtype.name}`")


@of_numpy_2
def test_the_table_of_formats_knows_the_other_byte_order():
    swapped = {row[0]: row[-1] for row in format_table.rows()}
    assert (swapped["`h`"], swapped["`B`"], swapped["`n`"]) == ("`>h`", "`B`", "none")


# The Swift library.


def symbol(path, kind, text, file="Export/Buffer.swift", line=1, comment="What it is."):
    return {
        "kind": {"identifier": f"swift.{kind}"},
        "pathComponents": path.split("."),
        "declarationFragments": [{"spelling": part} for part in text.partition(" ")],
        "docComment": {"lines": [{"text": part} for part in comment.split("\n")]},
        "location": {"uri": f"file:///x/BufferProtocol/{file}", "position": {"line": line}},
    }


def swift_page(*symbols):
    return swift_reference.page(swift_reference.declarations(symbols))


def test_the_reference_lists_every_public_type_in_a_checkout_too():
    page = readme.text(Path("docs/reference-swift.md"))
    listed = set(re.findall(r"^\| \[`(\w+)`\]", page, re.MULTILINE))
    types = names.swift_types(readme.ROOT / "Sources/BufferProtocol")
    assert types - listed == set(), "these need a row in docs/reference-swift.md"
    assert listed - types == set()


def test_a_listed_type_leads_to_its_entry_on_the_site():
    row = "| [`Memory`](../Sources/BufferProtocol/Memory/Memory.swift) | describes |"
    assert swift_reference.types_within(row) == "| [`Memory`](#memory) | describes |"


def test_members_stand_under_their_type_wherever_their_extension_is():
    page = swift_page(
        symbol("Buffer.two", "method", "func two()", line=7),
        symbol("Buffer.one", "method", "func one()", "Python/Other.swift"),
        symbol("Buffer", "struct", "struct Buffer"),
        symbol("free", "func", "func free()", "Consume/Free.swift"),
    )
    order = ["## Consume", "### Functions", "func free()", "## Export", "### Buffer"]
    order += ["struct Buffer", "func two()", "func one()"]
    places = [page.index(part) for part in order]
    assert places == sorted(places)


def test_what_a_type_inherits_is_not_declared_here():
    inherited = symbol("Buffer.isEmpty", "property", "var isEmpty")
    del inherited["location"]
    assert swift_reference.declarations([inherited]) == []


def test_a_comment_is_the_definition_of_its_declaration():
    comment = "First.\n\n    let a = 1\n\n- Throws: never."
    page = swift_page(symbol("free", "func", "func free()", comment=comment))
    assert page.endswith(
        "`` func free() ``{l=swift}\n"
        ": First.\n\n  ```swift\n  let a = 1\n  ```\n\n  - Throws: never.\n"
    )
