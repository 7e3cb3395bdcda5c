"""What a Swift type is in Python, in one table."""

from dataclasses import dataclass
from functools import cached_property

from .declarations import Library, Nominal
from .defaults import in_python
from .syntax import Type


class Unmapped(Exception):
    """A type that has no counterpart in Python; the text says which and why."""


@dataclass(frozen=True)
class Row:
    """How a stub annotates a type; None where it cannot be passed, or returned."""

    argument: str | None
    result: str | None


INTEGER = Row("SupportsIndex", "int")

# Types that convert themselves (`FromPython`, `ToPython` in Sources/BufferProtocol/Python).
PLAIN = {
    **dict.fromkeys(("Int", "Int8", "Int16", "Int32", "Int64"), INTEGER),
    **dict.fromkeys(("UInt", "UInt8", "UInt16", "UInt32", "UInt64"), INTEGER),
    "Double": Row("float", "float"),
    "Float": Row("float", "float"),
    "Bool": Row("bool", "bool"),
    "String": Row("str", "str"),
    "StaticString": Row(None, "str"),
}


@dataclass(frozen=True)
class TypeMap:
    """The types of one library."""

    library: Library

    def resolve(self, type: Type) -> Type:
        """The type with all typealiases of the library replaced by what they stand for."""
        if alias := self.library.aliases.get(type.name):
            return self.resolve(alias)
        parts = tuple(map(self.resolve, type.parts))
        throws = type.throws
        return Type(type.name, parts, type.labels, throws, type.inout, type.escaping)

    def nominal(self, type: Type) -> Nominal | None:
        """The exported type of that name."""
        return self.library.types.get(type.name)

    def argument(self, type: Type) -> str:
        """How a parameter of the type is annotated.

        Raises Unmapped if Python code cannot pass one.
        """
        if type.inout:
            raise Unmapped(f"it changes an argument in place, of type {type}")
        return self.annotation(type, "argument")

    def result(self, type: Type) -> str:
        """How a result of the type is annotated; Unmapped if Python code cannot get one."""
        return "None" if is_void(type) else self.annotation(type, "result")

    @cached_property
    def global_names(self) -> set[str]:
        """The functions and constants outside of types."""
        return {found.base for found in (*self.library.functions, *self.library.constants)}

    def check_thrown(self, name: str) -> None:
        """Raises Unmapped if Python has no exception for an error of that type."""
        found = self.library.types.get(name)
        if name == "any Error":
            raise Unmapped("it throws any error; declare which, as in throws(MyError)")
        if name != "Failure" and (found is None or not found.is_error):
            raise Unmapped(f"it throws {name}, which is not an error type of the library")

    def default_in_python(self, default: str, type: Type) -> str:
        """A default value as Python source; ``...`` where it has no literal there."""
        return in_python(default)

    def annotation(self, type: Type, direction: str) -> str:
        row = PLAIN.get(type.name)
        found: str | None = getattr(row, direction, None)
        if found is None or type.parts:
            raise Unmapped(f"the type {type} has no counterpart in Python")
        return found


def is_void(type: Type) -> bool:
    return type.name == "Void" or (type.name == "()" and not type.parts)
