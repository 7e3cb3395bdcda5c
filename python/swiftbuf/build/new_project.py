"""``python -m swiftbuf.build new NAME``: a project that builds, tests and opens in an editor."""

import keyword
import re
import sys
from pathlib import Path
from string import Template

from .generator.names import SWIFT_KEYWORDS, upper_first
from .project_files import FILES

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# Modules and types that a library of the same name would hide.
TAKEN = {"swift", "foundation", "glibc", "synchronization", "testing", "buffer_protocol"}
TAKEN |= {"array", "bool", "character", "dictionary", "double", "error", "float", "int", "never"}
TAKEN |= {"optional", "result", "set", "span", "string", "substring", "range", "sequence"}


class NameProblem(Exception):
    """A name that no project can have; the text says why."""


def make(name: str, folder: Path) -> list[Path]:
    """Write the files of the project `name` in a new folder `folder`/`name` and return them.

    Raises NameProblem, or FileExistsError if there is something of that name, which stays.
    """
    check(name)
    project = folder / name
    project.mkdir()
    names = {"name": name, "module": module_name(name)}
    made = []
    for template, text in FILES.items():
        file = project / Template(template).substitute(names)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(names), encoding="utf-8")
        made.append(file)
    return made


def module_name(name: str) -> str:
    """``signal_tools`` as ``SignalTools``."""
    return "".join(map(upper_first, name.split("_")))


def check(name: str) -> None:
    """Raises NameProblem unless the name fits a Python package and a Swift module."""
    if not NAME.fullmatch(name):
        raise NameProblem(
            f"{name!r} is not a name in lower case, such as histogram or signal_tools: letters, "
            "digits and single underscores, from a letter on"
        )
    if keyword.iskeyword(name) or name in SWIFT_KEYWORDS.split():
        raise NameProblem(f"{name!r} is a keyword")
    if name in sys.stdlib_module_names or name == "swiftbuf":
        raise NameProblem(f"{name!r} is the name of another Python module")
    if name in TAKEN or name.endswith("_python"):
        raise NameProblem(f"{module_name(name)!r} is a name in Swift already")
