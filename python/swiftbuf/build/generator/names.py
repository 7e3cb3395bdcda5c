"""Python names for Swift names, as PEP 8 spells them."""

import builtins
import keyword
import re
from collections.abc import Container

# Words that are names in Swift only in backquotes.
SWIFT_KEYWORDS = """
    as break case catch class continue default defer deinit do else enum extension fallthrough
    false fileprivate for func guard if import in init inout internal is let nil operator private
    protocol public repeat rethrows return self static struct subscript super switch throw throws
    true try typealias var where while
"""
# Types of BufferProtocol that generated code mentions: no other type there can have such a name. A
# test compares them with what is generated.
OWN_TYPE_NAMES = """
    Arguments Callback Failure Holder Module ModuleDefinition ModuleReference OwnedObject
    PyObjectPointer PythonClass PythonEnumeration PythonValue RaisedInPython Scope Signature
    SwiftIteration
"""
OWN_TYPES = frozenset(OWN_TYPE_NAMES.split())
# Variables and functions that generated code has around a call. Its other names, such as
# `call_add`, have an underscore after their first word.
OWN_LOCALS = """
    _ argument arguments definition dict functions given holder initialize instance interruption
    made methods module names object owner parameters properties raisePending raising
    raisingWithoutGIL result scope self tuple type value0 value1 value2 value3 value4 value5 value6
    value7 value8 value9 vector withBuffer withBytes withMutableBuffer withMutableBytes withoutGIL
"""
OWN_NAMES = frozenset(OWN_LOCALS.split())
WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Qualified:
    """A class of the generated module, which may be nested in another one."""

    qualified_name: str

    @property
    def name(self) -> str:
        return self.qualified_name.rpartition(".")[2]

    @property
    def is_outermost(self) -> bool:
        return "." not in self.qualified_name


def snake_case(name: str) -> str:
    """``addSamples`` as ``add_samples``; a name that Python keeps for itself gets an underscore."""
    snake = WORD.sub("_", name.replace("UInt", "Uint")).lower()
    return f"{snake}_" if keyword.iskeyword(snake) else snake


def upper_case(name: str) -> str:
    """``veryFast`` as ``VERY_FAST``, as members of an enum are called."""
    return WORD.sub("_", name).upper()


def is_builtin_exception(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, Exception)


def lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def upper_first(name: str) -> str:
    return name[:1].upper() + name[1:]


def quoted(name: str) -> str:
    """A Swift name as written in source."""
    return f"`{name}`" if name in SWIFT_KEYWORDS.split() else name


def unique(name: str, taken: Container[str]) -> str:
    """The name, with underscores after it until it is not taken."""
    while name in taken:
        name += "_"
    return name


def label_text(label: str) -> str:
    """An argument label as written in a call: any word except three."""
    return f"`{label}`" if label in ("inout", "var", "let") else label
