"""Links from the prose of every page into the reference, where a section first names something."""

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from . import stub

STUB = stub.installed()
PYTHON = re.compile(r"(?:swiftbuf\.)?((?:Waveform|Exporter|w)\.)?(\w+)(?:\(.*\))?")
SWIFT = re.compile(r"(\w+)(?:\.\w+)*(?:\(.*\))?")
TYPE = re.compile(
    r"^(?:@\w+ )*(?:public|open) (?:final )?(?:struct|class|protocol|enum) (\w+)", re.MULTILINE
)
# Without `w.` in front, `release` may be a memoryview's; these have names that Waveform has too.
OTHERS = (memoryview, mmap, mmap.mmap, np.ndarray, np.dtype)
# Where `Buffer` is the one of the Swift library.
EXAMPLES = ("matrix", "selections", "video_plane")
OF_SWIFT = ("docs/swift", *(f"examples/{example}/README" for example in EXAMPLES))
# What is a link already, or is not prose.
ELSEWHERE = (nodes.reference, addnodes.pending_xref, nodes.title, addnodes.desc, nodes.term)


def python_name(text: str) -> str | None:
    """The full name of the public member of Waveform, or class, that code in prose names."""
    match = PYTHON.fullmatch(text)
    if match and match[2] in STUB.declared and not match[1]:
        return f"swiftbuf.{match[2]}"
    if match is None or match[2] not in STUB.declared["Waveform"] or match[2].startswith("_"):
        return None
    if match[1] == "Exporter." or not match[1] and any(hasattr(o, match[2]) for o in OTHERS):
        return None
    return f"swiftbuf.Waveform.{match[2]}"


def swift_types(library: Path) -> set[str]:
    """The public types of the Swift library; each has a heading in its reference."""
    return {
        name for file in library.rglob("*.swift") for name in TYPE.findall(file.read_text("utf-8"))
    }


def swift_name(text: str, types: set[str]) -> str | None:
    match = SWIFT.fullmatch(text)
    return match[1] if match and match[1] in types else None


def first_mentions(document: nodes.document) -> Iterator[tuple[nodes.literal, str]]:
    """Code in prose with its text, the first time that its section has it."""
    seen = set()
    for literal in list(document.findall(nodes.literal)):
        above, section = literal.parent, None
        while above is not None and not isinstance(above, ELSEWHERE):
            section = section or (above if isinstance(above, nodes.section) else None)
            above = above.parent
        text = literal.astext()
        if above is None and (section, text) not in seen:
            seen.add((section, text))
            yield literal, text


def linked(app: Sphinx, document: nodes.document, page: str) -> None:
    """Puts the links into a page, once all pages have been read."""
    domain = app.env.domains["py"].objects
    types = swift_types(Path(app.srcdir, "Sources/BufferProtocol")) if page in OF_SWIFT else set()
    for literal, text in first_mentions(document):
        if (name := python_name(text)) in domain:
            target, anchor = domain[name].docname, name
        elif type := swift_name(text, types):
            target, anchor = "docs/reference-swift", type.lower()
        else:
            continue
        address = f"{app.builder.get_relative_uri(page, target)}#{anchor}"
        link = nodes.reference("", "", literal.deepcopy(), refuri=address, internal=True)
        literal.replace_self(link)
