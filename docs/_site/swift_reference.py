"""The reference of the Swift library, from the compiler's symbol graph of `BufferProtocol`.

The compiler writes every public declaration with its documentation comment (swift-docc-symbolkit,
"Symbol Graph"); this puts them in the order of the sources: folders, files, lines.
"""

import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from swiftbuf.build import toolchain

MODULE = "BufferProtocol"
OF_TYPES = {"struct", "class", "protocol", "enum", "typealias"}


@dataclass(frozen=True, order=True)
class Declaration:
    """One public declaration. Those of a type follow it, wherever their extension stands."""

    file: str
    line: int
    path: tuple[str, ...]
    kind: str
    text: str
    comment: str

    @property
    def is_type(self) -> bool:
        return self.kind in OF_TYPES and len(self.path) == 1

    @property
    def owner(self) -> str:
        """The type that it is or belongs to; nothing for a free function."""
        return self.path[0] if self.is_type or len(self.path) > 1 else ""


def symbol_graph(scratch: Path) -> Iterable[dict[str, Any]]:
    """Every symbol that the compiler knows of: the module's own, and those it adds to CPython's."""
    graphs = scratch / "graphs"
    headers = toolchain.find_headers()
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / "python3.pc").write_text(toolchain.pkg_config(headers))
    command = [toolchain.find_swift(), "build", "--package-path", toolchain.swift_package()]
    command += ["--target", MODULE, "--scratch-path", scratch, "--pkg-config-path", scratch]
    command += ["-Xcc", "-D_GNU_SOURCE=1", "-Xcc", "-DPy_LIMITED_API=0x030B0000"]
    emit = ["-emit-symbol-graph", "-emit-symbol-graph-dir", graphs]
    command += [word for flag in emit for word in ("-Xswiftc", flag)]
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
    for graph in (f"{MODULE}.symbols.json", f"{MODULE}@CPython.symbols.json"):
        yield from json.loads((graphs / graph).read_text(encoding="utf-8"))["symbols"]


def declarations(symbols: Iterable[dict[str, Any]]) -> list[Declaration]:
    """Those that stand in the sources; what a type inherits from the standard library does not."""
    return [
        Declaration(
            file=symbol["location"]["uri"].rpartition(f"/{MODULE}/")[2],
            line=symbol["location"]["position"]["line"],
            path=tuple(symbol["pathComponents"]),
            kind=symbol["kind"]["identifier"].removeprefix("swift."),
            text="".join(part["spelling"] for part in symbol["declarationFragments"]),
            comment="\n".join(
                line["text"] for line in symbol.get("docComment", {"lines": []})["lines"]
            ),
        )
        for symbol in symbols
        if "location" in symbol and "docComment" in symbol
    ]


def page(declared: list[Declaration]) -> str:
    """All of them as Markdown: a heading for each folder and each type, a definition for each."""
    homes = {each.owner: each.file for each in declared if each.is_type}
    parts = []

    def place(each: Declaration) -> tuple[str, str, bool, Declaration]:
        folder = homes.get(each.owner, each.file).partition("/")[0]
        return folder, each.owner, not each.is_type, each

    for folder, of_folder in groupby(sorted(declared, key=place), key=lambda each: place(each)[0]):
        parts.append(f"## {folder}")
        for owner, group in groupby(of_folder, key=lambda each: each.owner):
            parts.append(f"### {owner or 'Functions'}")
            parts += map(entry, group)
    return "\n\n".join(parts) + "\n"


def entry(each: Declaration) -> str:
    """A type: its declaration and comment; anything else: a term and its definition."""
    comment = code_as_swift(each.comment)
    if each.is_type:
        return f"```swift\n{each.text}\n```\n\n{comment}"
    term = each.text if len(each.path) < 3 else f"{each.text}  // {'.'.join(each.path[:-1])}"
    first, *rest = comment.split("\n")
    more = [f"  {line}".rstrip() for line in rest]
    return "\n".join([f"`` {term} ``{{l=swift}}", f": {first}", *more])


def code_as_swift(comment: str) -> str:
    """Indented code in fences, which say the language."""
    code = re.compile(r"(?:\A|(?<=\n\n))((?:    [^\n]*\n|\n(?=    ))+)", re.MULTILINE)

    def fenced(block: re.Match[str]) -> str:
        lines = [line[4:] for line in block[1].rstrip("\n").split("\n")]
        return "```swift\n" + "\n".join(lines) + "\n```\n"

    return code.sub(fenced, comment + "\n").rstrip("\n")


def types_within(page: str) -> str:
    """The page's table of types leads to their entries below instead of to the sources."""
    link = re.compile(r"\[`(\w+)`\]\(\.\./Sources/[^)]*\)")
    return link.sub(lambda name: f"[`{name[1]}`](#{name[1].lower()})", page)


def text(scratch: Path) -> str:
    return page(declarations(symbol_graph(scratch)))
