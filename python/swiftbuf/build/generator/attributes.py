"""What an author says about a declaration: `- Python:` in its comment, or pyproject.toml.

    [tool.swiftbuf.Levels]
    "normalize(_:to:)" = "name=scale"
    peak = "withoutGIL"

A table has the name of a Swift module, and a row that of a declaration, with or without its labels.
Its words are added to those of the comment, and count where both say something else.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from setuptools.errors import CompileError

from .declarations import Declaration, Function, Library, Nominal
from .documentation import attributes

FILE = "pyproject.toml"
# Each word with its value; empty for a word that takes none.
WORDS = {
    "name": "the name in Python",
    "base": "an exception class of Python's own",
    "hidden": "",
    "withoutGIL": "",
    "moves": "",
    "interrupted": "a parameter of type () -> Bool",
}
FOR_FUNCTIONS = {"withoutGIL", "interrupted", "moves"}


def tables() -> dict[str, dict[str, str]]:
    """The rows of each Swift module in the pyproject.toml of the current folder."""
    file = Path(FILE)
    if not file.exists():
        return {}
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("swiftbuf", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise CompileError(f"{FILE}: {problem}") from None
    for module, rows in found.items():
        if not isinstance(rows, dict):
            raise CompileError(f"{FILE}: tool.swiftbuf.{module} is not a table")
        for name, text in rows.items():
            if not isinstance(text, str):
                raise CompileError(
                    f'{FILE}: [tool.swiftbuf.{module}] "{name}" is not a text such as "hidden"'
                )
    return found


def apply(library: Library, rows: dict[str, str]) -> None:
    """Add the rows of a table to what the comments say.

    Raises CompileError if a row names nothing, or a word is not one of `WORDS`.
    """
    by_name: dict[str, list[Declaration]] = {}
    for path, declaration in declarations(library):
        by_name.setdefault(path, []).append(declaration)
        if "(" in path:
            by_name.setdefault(path.partition("(")[0], []).append(declaration)
    for name, text in rows.items():
        if name not in by_name:
            raise CompileError(
                f"{FILE}: [tool.swiftbuf.{library.module}] has '{name}', "
                f"and {library.module} has no such public declaration that can be carried over"
            )
        for declaration in by_name[name]:
            declaration.documentation.attributes |= attributes(text)
    for _, declaration in declarations(library):
        check(declaration)


def declarations(library: Library) -> Iterator[tuple[str, Declaration]]:
    """All declarations by their Swift names, such as ``Histogram.add(_:)``."""
    for found in (*library.functions, *library.constants):
        yield found.swift, found
    for name, nominal in library.types.items():
        yield name, nominal
        for member in members(nominal):
            yield f"{name}.{member.swift}", member


def members(nominal: Nominal) -> Iterator[Declaration]:
    yield from nominal.initializers
    yield from nominal.methods
    yield from nominal.properties
    yield from nominal.subscripts
    yield from nominal.cases


def check(declaration: Declaration) -> None:
    """Raises CompileError if a word is unknown or does not apply to such a declaration."""
    for word, value in declaration.documentation.attributes.items():
        problem = ""
        if word not in WORDS:
            known = ", ".join(f"{name}=" if text else name for name, text in WORDS.items())
            problem = f"there is no such word; there are {known}"
        elif WORDS[word] and not value:
            problem = f"{word}= takes {WORDS[word]}"
        elif value and not WORDS[word]:
            problem = f"{word} takes no value"
        elif word in FOR_FUNCTIONS and not isinstance(declaration, Function):
            problem = "it is for functions"
        elif word == "base" and not (isinstance(declaration, Nominal) and declaration.is_error):
            problem = "it is for errors"
        if problem:
            said = f"{word}={value}" if value else word
            raise refusal(declaration, said, problem)


def refusal(declaration: Declaration, said: str, problem: str) -> CompileError:
    return CompileError(
        f"{declaration.place}: '{declaration.swift}' has '- Python: {said}': {problem}"
    )
