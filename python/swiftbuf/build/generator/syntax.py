"""Swift declarations as text: parameters, their types and default values.

The symbol graph spells a declaration out in fragments, which together are Swift source of a regular
form. What is read here is that source, without attributes of no concern to Python.
"""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r'\s*("(?:[^"\\]|\\.)*"|`\w+`|@?\w[\w.]*(?<!\.)|->|\.\.\.|[\[\]()<>:,?!=&{}#-]|\S)'
)
CLOSING = {"(": ")", "[": "]", "<": ">", "{": "}"}
# Of parameters: who owns the value during the call is between Swift functions.
OWNERSHIP = {"borrowing", "consuming", "__owned", "__shared", "sending", "isolated"}


@dataclass(frozen=True)
class Type:
    """A type as a tree: its name, ``[]``, ``[:]``, ``?``, ``()`` or ``->``, and its parts.

    A closure's parts are its parameters and then its result.
    """

    name: str
    parts: "tuple[Type, ...]" = ()
    labels: tuple[str, ...] = ()
    throws: str | None = None
    inout: bool = False
    escaping: bool = False

    def __str__(self) -> str:
        return ("inout " if self.inout else "") + self.spelled()

    def spelled(self) -> str:
        """As Swift source, without ``inout`` and ``@escaping``."""
        parts = [part.spelled() for part in self.parts]
        if self.name == "[]":
            return f"[{parts[0]}]"
        if self.name == "[:]":
            return f"[{parts[0]}: {parts[1]}]"
        if self.name == "?":
            return f"({parts[0]})?" if self.parts[0].name == "->" else f"{parts[0]}?"
        if self.name == "()":
            named = [f"{a}: {b}" if a else b for a, b in zip(self.labels, parts, strict=True)]
            return f"({', '.join(named)})"
        if self.name == "->":
            throws = "" if self.throws is None else f" throws({self.throws})"
            return f"({', '.join(parts[:-1])}){throws} -> {parts[-1]}"
        return self.name + (f"<{', '.join(parts)}>" if parts else "")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a function: ``label name: type = default``."""

    label: str  # "_" for none
    name: str
    type: Type
    default: str | None = None
    is_variadic: bool = False


class SyntaxProblem(Exception):
    """A piece of Swift that is not supported here; the text names it."""


class Reader:
    """Reads one declaration from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def peek(self) -> str:
        found = TOKEN.match(self.text, self.place)
        return found[1] if found else ""

    def next(self) -> str:
        found = TOKEN.match(self.text, self.place)
        if not found:
            raise SyntaxProblem("it ends too soon")
        self.place = found.end()
        return found[1]

    def take(self, *wanted: str) -> bool:
        """Take the next token if it is one of these."""
        if self.peek() in wanted and self.peek():
            self.next()
            return True
        return False

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            raise SyntaxProblem(f"{self.peek()!r} where {wanted!r} was expected")

    def type(self) -> Type:
        inout = escaping = False
        while True:
            if self.take("inout"):
                inout = True
            elif self.take("@escaping"):
                escaping = True
            elif self.peek() in OWNERSHIP:
                self.next()
            elif self.peek().startswith("@"):
                self.attribute()
            else:
                break
        found = self.optional(self.simple_type())
        if not inout and not escaping:
            return found
        return Type(found.name, found.parts, found.labels, found.throws, inout, escaping)

    def attribute(self) -> None:
        name = self.next()
        if name not in ("@Sendable", "@MainActor", "@autoclosure"):
            raise SyntaxProblem(f"the attribute {name}")
        if name != "@Sendable":
            raise SyntaxProblem(name)

    def optional(self, type: Type) -> Type:
        while self.peek() in ("?", "!"):
            self.next()
            type = Type("?", (type,))
        return type

    def simple_type(self) -> Type:
        token = self.next()
        if token == "(":
            return self.tuple_or_closure()
        if token == "[":
            first = self.type()
            found = Type("[:]", (first, self.type())) if self.take(":") else Type("[]", (first,))
            self.expect("]")
            return found
        if token in ("any", "some"):
            raise SyntaxProblem(f"the type {token} {self.next()}")
        if not re.match(r"[\w`]", token):
            raise SyntaxProblem(f"{token!r} in a type")
        parts = []
        if self.take("<"):
            parts.append(self.type())
            while self.take(","):
                parts.append(self.type())
            self.expect(">")
        if self.peek() == "&":
            raise SyntaxProblem("a composition of protocols")
        return Type(token, tuple(parts))

    def tuple_or_closure(self) -> Type:
        parts, labels = [], []
        while not self.take(")"):
            label = ""
            start = self.place
            word = self.next()
            if re.match(r"[\w`]", word) and self.take(":"):
                label = word
            elif re.match(r"[\w`]", word) and re.match(r"[\w`]", self.peek()):
                # `_ name: Type`, which a closure's parameters may have.
                self.next()
                if not self.take(":"):
                    self.place = start
            else:
                self.place = start
            parts.append(self.type())
            labels.append(label)
            self.take(",")
        throws = None
        if self.take("async"):
            raise SyntaxProblem("an async closure")
        if self.take("throws"):
            throws = "any Error"
            if self.take("("):
                throws = self.type().spelled()
                self.expect(")")
        if self.take("->"):
            return Type("->", (*parts, self.type()), throws=throws)
        if len(parts) == 1:
            return parts[0]
        return Type("()", tuple(parts), tuple(labels))

    def parameters(self) -> list[Parameter]:
        """``(label name: Type = default, ...)``."""
        found = []
        self.expect("(")
        while not self.take(")"):
            label = self.next()
            name = label if self.take(":") else self.next()
            if name != label:
                self.expect(":")
            type = self.type()
            is_variadic = self.take("...")
            default = self.expression() if self.take("=") else None
            found.append(Parameter(label.strip("`"), name.strip("`"), type, default, is_variadic))
            self.take(",")
        return found

    def expression(self) -> str:
        """A default value, up to the comma or parenthesis after it."""
        while self.text[self.place : self.place + 1] == " ":
            self.place += 1
        start = self.place
        open: list[str] = []
        while self.peek() and (open or self.peek() not in (",", ")")):
            token = self.next()
            if token in "([{":
                open.append(CLOSING[token])
            elif open and token == open[-1]:
                open.pop()
        return self.text[start : self.place].strip()

    def throws(self) -> str | None:
        """The type that is thrown, ``any Error`` for a bare ``throws``, None for nothing."""
        if not self.take("throws"):
            return None
        if not self.take("("):
            return "any Error"
        thrown = self.type().spelled()
        self.expect(")")
        return thrown

    def result(self) -> Type:
        return self.type() if self.take("->") else Type("()")


def type_of(text: str) -> Type:
    """The type that a text spells."""
    return Reader(text).type()
