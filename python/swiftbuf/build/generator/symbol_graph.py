"""From the symbol graph that ``swiftc -emit-symbol-graph`` writes to declarations.

https://github.com/swiftlang/swift-docc-symbolkit has the format. Symbols come in no order of use to
readers, so they are put in that of the source.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from . import documentation
from .declarations import Case, Function, Kind, Left, Library, Nominal, Place, Property
from .syntax import Reader, SyntaxProblem

Symbol = dict[str, Any]

KINDS = {kind.value: kind for kind in Kind}
FUNCTIONS = {"swift.func", "swift.method", "swift.type.method", "swift.init", "swift.func.op"}
SUBSCRIPTS = {"swift.subscript", "swift.type.subscript"}
PROPERTIES = {"swift.var", "swift.property", "swift.type.property"}
# Members that the compiler makes, or that Python expresses in another way.
UNSPOKEN = {"hash(into:)", "hashValue", "!=(_:_:)"}
# The same for an enum, whose cases express it.
UNSPOKEN_OF_ENUMS = {"init(rawValue:)", "rawValue", "allCases"}


def read(folder: Path, module: str) -> Library:
    """Read the graphs of a module, its extensions of other modules' types included."""
    library = Library(module)
    reader = GraphReader(library, json.loads((folder / f"{module}.symbols.json").read_text()))
    reader.read()
    for file in sorted(folder.glob(f"{module}@*.symbols.json")):
        for symbol in json.loads(file.read_text())["symbols"]:
            if not is_synthesized(symbol, module) and "pathComponents" in symbol:
                reader.leave(
                    symbol,
                    f"it extends a type of another module, {file.stem.split('@')[1].split('.')[0]}",
                )
    library.left.sort(key=lambda left: (left.place.file, left.place.line, left.place.column))
    return library


def is_synthesized(symbol: Symbol, module: str) -> bool:
    """Whether a member is one by an extension of a protocol of another module.

    What a protocol of the library gives its types is the library's.
    """
    precise = symbol["identifier"]["precise"]
    return "::SYNTHESIZED::" in precise and not precise.startswith(f"s:{len(module)}{module}")


class GraphReader:
    """Collects the symbols of one graph for a library."""

    def __init__(self, library: Library, graph: dict[str, Any]) -> None:
        self.library = library
        self.symbols = sorted(
            (symbol for symbol in graph["symbols"] if not is_synthesized(symbol, library.module)),
            key=order,
        )
        self.relationships = graph["relationships"]

    def read(self) -> None:
        for symbol in self.symbols:
            self.read_type(symbol)
        names = {symbol["identifier"]["precise"]: path(symbol) for symbol in self.symbols}
        for relation in self.relationships:
            owner = self.library.types.get(names.get(relation["source"], ""))
            if owner is None:
                continue
            target = relation.get("targetFallback") or names.get(relation["target"], "")
            if relation["kind"] == "conformsTo":
                owner.conformances.add(target)
            elif relation["kind"] == "inheritsFrom":
                owner.base_class = target
        for symbol in self.symbols:
            try:
                self.read_member(symbol)
            except SyntaxProblem as problem:
                self.leave(symbol, f"{problem} has no counterpart in Python")

    def leave(self, symbol: Symbol, reason: str) -> None:
        self.library.left.append(Left(place(symbol), path(symbol), reason))

    def read_type(self, symbol: Symbol) -> None:
        kind, text = symbol["kind"]["identifier"], declaration(symbol)
        if kind == "swift.typealias" and "swiftGenerics" not in symbol:
            try:
                alias = Reader(text.partition("=")[2]).type()
                self.library.aliases[path(symbol)] = alias
            except SyntaxProblem as problem:
                self.leave(symbol, f"{problem} has no counterpart in Python")
        elif kind == "swift.protocol":
            self.leave(symbol, "it is a protocol; the types that conform to it are carried over")
        elif kind in KINDS:
            if "swiftGenerics" in symbol:
                self.leave(symbol, "it is generic; declare a typealias and a type of one kind")
            else:
                self.library.types[path(symbol)] = Nominal(
                    *self.common(symbol), KINDS[kind], is_copyable=is_copyable(place(symbol))
                )
        elif kind == "swift.actor":
            self.leave(symbol, "it is an actor, and Python has no use for async calls of it")

    def common(self, symbol: Symbol) -> tuple[str, Place, documentation.Documentation, str]:
        comment = symbol.get("docComment", {})
        # A comment without places comes from a protocol of another module.
        lines = [line["text"] for line in comment.get("lines", []) if "range" in line]
        *scope, name = symbol["pathComponents"]
        return name, place(symbol), documentation.parse(lines), ".".join(scope)

    def read_member(self, symbol: Symbol) -> None:
        kind, name = symbol["kind"]["identifier"], symbol["pathComponents"][-1]
        if kind not in FUNCTIONS | SUBSCRIPTS | PROPERTIES | {"swift.enum.case"}:
            return
        owner = self.library.types.get(".".join(symbol["pathComponents"][:-1]))
        if owner is None and len(symbol["pathComponents"]) > 1:
            return  # of a type that is left out and reported
        if name in UNSPOKEN:
            return
        if name in UNSPOKEN_OF_ENUMS and owner is not None and owner.kind is Kind.ENUM:
            if name == "init(rawValue:)":
                (raw,) = Reader(declaration(symbol).partition("init?")[2]).parameters()
                owner.raw_type = raw.type
            return
        if reason := self.refusal(symbol):
            self.leave(symbol, reason)
        elif kind in FUNCTIONS | SUBSCRIPTS:
            self.read_function(symbol, kind, owner)
        elif kind in PROPERTIES:
            self.read_property(symbol, kind, owner)
        elif owner is not None:
            payload = re.search(r"\((.*)\)$", declaration(symbol))
            type = Reader(f"({payload[1]})").type() if payload else None
            owner.cases.append(Case(*self.common(symbol), type))

    def refusal(self, symbol: Symbol) -> str | None:
        """Why a member cannot be carried over whatever its types are."""
        text = declaration(symbol)
        if "swiftGenerics" in symbol:
            return "it is generic, and Python has no type to choose by"
        if re.search(r"\)\s*async\b|\{[^}]*\basync\b", text):
            return "it is async"
        if any(
            entry.get("isUnconditionallyUnavailable") for entry in symbol.get("availability", [])
        ):
            return "it is unavailable"
        return None

    def read_function(self, symbol: Symbol, kind: str, owner: Nominal | None) -> None:
        text = declaration(symbol)
        is_operator = kind == "swift.func.op"
        head = re.search(r"\b(?:func \S+?|init[?!]?|subscript)(?=\s*[(<])", text)
        if head is None:
            raise SyntaxProblem(text)
        reader = Reader(text[head.end() :])
        parameters = reader.parameters()
        if reader.take("rethrows"):
            self.leave(symbol, "it rethrows; declare what it throws")
            return
        throws = reader.throws()
        function = Function(
            *self.common(symbol),
            parameters,
            reader.result(),
            throws,
            is_static=re.search(r"\b(static|class) (func|subscript)", text) is not None,
            is_mutating=re.search(r"\bmutating func", text) is not None,
            is_failable=head[0].endswith(("?", "!")),
        )
        if re.search(r"\bconsuming func", text):
            self.leave(symbol, "it consumes its object")
        elif owner is None:
            if is_operator:
                self.leave(symbol, "it is an operator outside of a type")
            else:
                self.library.functions.append(function)
        elif kind == "swift.init":
            owner.initializers.append(function)
        elif kind in SUBSCRIPTS:
            # What it can be set to is its result.
            function.is_mutating = re.search(r"\{[^}]*\bset\b", text) is not None
            owner.subscripts.append(function)
        else:
            owner.methods.append(function)

    def read_property(self, symbol: Symbol, kind: str, owner: Nominal | None) -> None:
        text = declaration(symbol)
        found = re.search(r"\b(let|var) (`?\w+`?): (.*?)\s*(\{[^{}]*\})?$", text)
        if found is None:
            raise SyntaxProblem(text)
        word, _, type, accessors = found.groups()
        thrown = re.search(r"\bget (throws.*?) *(?=[;}]|\bset\b)", accessors or "")
        settable = word == "var" and (accessors is None or re.search(r"\bset\b", accessors))
        property = Property(
            *self.common(symbol),
            Reader(type).type(),
            is_settable=bool(settable),
            is_static=kind == "swift.type.property",
            is_constant=word == "let",
            throws=Reader(thrown[1]).throws() if thrown else None,
        )
        (self.library.constants if owner is None else owner.properties).append(property)


def declaration(symbol: Symbol) -> str:
    return "".join(fragment["spelling"] for fragment in symbol["declarationFragments"])


def is_copyable(where: Place) -> bool:
    """Whether a type is one that can be copied and kept, which the graph does not say."""
    lines = Path(where.file).read_text().splitlines()[where.line - 1 :]
    head = "\n".join(lines)[where.column - 1 :].partition("{")[0]
    return not re.search(r"~\s*(Copyable|Escapable)", head)


def path(symbol: Symbol) -> str:
    return ".".join(symbol["pathComponents"])


def place(symbol: Symbol) -> Place:
    location = symbol.get("location")
    if location is None:
        return Place("", 0, 0)
    position = location["position"]
    file = unquote(urlparse(location["uri"]).path)
    return Place(file, position["line"] + 1, position["character"] + 1)


def order(symbol: Symbol) -> tuple[str, int, int]:
    where = place(symbol)
    return where.file, where.line, where.column
