"""The Python counterpart of each Swift type, in one table."""

from dataclasses import dataclass, field
from functools import cached_property

from .declarations import Case, Kind, Library, Nominal
from .defaults import in_python
from .names import OWN_TYPES, upper_case
from .syntax import Type


class Unmapped(Exception):
    """A type that has no counterpart in Python; the text says which and why."""


@dataclass(frozen=True)
class Row:
    """How a stub annotates a type; None where it cannot be passed, or returned."""

    argument: str | None
    result: str | None


INTEGER = Row("SupportsIndex", "int")

INTEGERS = {f"{sign}Int{bits}" for sign in ("", "U") for bits in ("", "8", "16", "32", "64")}
# What Swift calls the types of C on Linux ("CTypes.swift" of its standard library); not CChar,
# which has a sign on some machines only.
OF_C = {
    "CSignedChar": Type("Int8"),
    "CUnsignedChar": Type("UInt8"),
    "CShort": Type("Int16"),
    "CUnsignedShort": Type("UInt16"),
    "CInt": Type("Int32"),
    "CUnsignedInt": Type("UInt32"),
    "CLong": Type("Int"),
    "CUnsignedLong": Type("UInt"),
    "CLongLong": Type("Int64"),
    "CUnsignedLongLong": Type("UInt64"),
    "CFloat": Type("Float"),
    "CDouble": Type("Double"),
    "CBool": Type("Bool"),
}
# Types that convert themselves (`FromPython`, `ToPython` in Sources/BufferProtocol/Python).
PLAIN = {
    **dict.fromkeys(sorted(INTEGERS), INTEGER),
    "Double": Row("float", "float"),
    "Float": Row("float", "float"),
    "Bool": Row("bool", "bool"),
    "String": Row("str", "str"),
    "StaticString": Row(None, "str"),
    "FileSystemPath": Row("StrOrBytesPath", "str | bytes"),
}


@dataclass(frozen=True)
class BufferRow:
    """A view of memory: the function that lends a buffer as one, and how a stub annotates that."""

    function: str
    annotation: str
    is_inout: bool


BUFFERS = {
    "Span": BufferRow("withBuffer", "ReadableBuffer", is_inout=False),
    "MutableSpan": BufferRow("withMutableBuffer", "WriteableBuffer", is_inout=True),
    "RawSpan": BufferRow("withBytes", "ReadableBuffer", is_inout=False),
    "MutableRawSpan": BufferRow("withMutableBytes", "WriteableBuffer", is_inout=True),
}
# The protocol of classes that show their memory.
PROVIDER = "BufferProtocol.BufferProvider"
# The elements that a buffer can hold (`BufferElement`).
ELEMENTS = INTEGERS | {"Double", "Float"}


@dataclass
class TypeMap:
    """The types of one library.

    `classes` has the Python name of each type of the library that has one, by its path in Swift.
    """

    library: Library
    classes: dict[str, str] = field(default_factory=dict)
    hands_over: bool = False  # whether a function hands memory over

    def resolve(self, type: Type, scope: str) -> Type:
        """The type with names as code outside of types has them, without typealiases.

        `scope` is the path of the type in which it is written.
        """
        name = self.full_name(type.name, scope)
        if alias := self.library.aliases.get(name):
            return self.resolve(alias, name.rpartition(".")[0])
        if name in OF_C and name not in self.library.types:
            return OF_C[name]
        parts = tuple(self.resolve(part, scope) for part in type.parts)
        throws = None if type.throws is None else self.full_name(type.throws, scope)
        return Type(name, parts, type.labels, throws, type.inout, type.escaping)

    def full_name(self, name: str, scope: str) -> str:
        """The path of a type that is called `name` in a scope; of another type the name itself."""
        if name == "Self":
            return scope
        name = name.removeprefix(f"{self.library.module}.")
        while True:
            path = f"{scope}.{name}" if scope else name
            if path in self.library.types or path in self.library.aliases or not scope:
                return path
            scope = scope.rpartition(".")[0]

    def nominal(self, type: Type) -> Nominal | None:
        """The type of the library of that name."""
        return self.library.types.get(type.name)

    def argument(self, type: Type) -> str:
        """How a parameter of the type is annotated.

        Raises Unmapped if Python code cannot pass one.
        """
        if row := BUFFERS.get(type.name):
            return self.buffer(type, row)
        if type.inout:
            raise Unmapped(f"it changes an argument in place, of type {type}")
        if type.name == "->":
            return self.closure(type)
        if type.name == "?" and type.parts[0].name == "->":
            return f"{self.closure(type.parts[0])} | None"
        return self.annotation(type, "argument")

    def buffer(self, type: Type, row: BufferRow) -> str:
        if type.inout is not row.is_inout:
            raise Unmapped(f"a {type.name} is passed as {'inout ' * row.is_inout}{type.name}")
        if type.parts and type.parts[0].name not in ELEMENTS:
            raise Unmapped(f"a buffer cannot hold elements of type {type.parts[0]}")
        return row.annotation

    def closure(self, type: Type) -> str:
        """How a callable is annotated."""
        *parameters, result = type.parts
        given = [self.annotation(part, "result") for part in parameters]
        self.check_neutral(result)
        returned = "object" if is_void(result) else self.annotation(result, "argument")
        if type.throws not in (None, "Failure"):
            raise Unmapped(f"a callback cannot throw {type.throws}: declare it without throws")
        return f"Callable[[{', '.join(given)}], {returned}]"

    def result(self, type: Type) -> str:
        """How a result of the type is annotated; Unmapped if Python code cannot get one."""
        return "None" if is_void(type) else self.annotation(type, "result")

    def returned(self, type: Type) -> str:
        """The same for the result of a function, which can hand memory over too."""
        if not is_array(type):
            return self.result(type)
        self.hands_over = True
        # Of integers, as long as nothing else is said.
        is_real = [part.name for part in type.parts] in (["Double"], ["Float"])
        return "memoryview[float]" if is_real else "memoryview"

    @cached_property
    def global_names(self) -> set[str]:
        """The functions and constants outside of types."""
        return {found.base for found in (*self.library.functions, *self.library.constants)}

    @cached_property
    def has_callbacks(self) -> bool:
        """Whether anything in the library takes a closure."""
        functions = [*self.library.functions]
        for nominal in self.library.types.values():
            functions += [*nominal.initializers, *nominal.methods, *nominal.subscripts]
        types = [parameter.type for function in functions for parameter in function.parameters]
        types += [p.type for n in self.library.types.values() for p in n.properties]
        return any("->" in self.resolve(type, "").spelled() for type in types)

    def thrown(self, name: str | None, scope: str) -> str | None:
        """The path of the type of an error that code of a scope throws, None for nothing.

        Raises Unmapped if Python has no exception for it.
        """
        if name is None:
            return None
        path = self.full_name(name, scope)
        self.check_thrown(path)
        return path

    def check_thrown(self, name: str) -> None:
        """Raises Unmapped if Python has no exception for an error of that type."""
        found = self.library.types.get(name)
        if name == "any Error":
            raise Unmapped("it throws any error; declare which, as in throws(MyError)")
        if name in OWN_TYPES and found is not None:
            raise Unmapped(f"it throws {name}, which is not carried over")
        if name != "Failure" and (found is None or not found.is_error):
            raise Unmapped(f"it throws {name}, which is not an error type of the library")

    def default_in_stub(self, default: str, type: Type) -> str:
        """A default value as Python source; ``...`` where it is not known."""
        found = self.nominal(type)
        if found and found.path in self.classes and is_enum(found):
            for case in found.cases:
                if default.rpartition(".")[2] == case.base:
                    return f"{self.classes[found.path]}.{member_name(case)}"
        return in_python(default)

    def check_neutral(self, result: Type) -> None:
        """Raises Unmapped if a callback that raises has nothing to return of the type."""
        found = self.nominal(result)
        if found and not is_enum(found):
            raise Unmapped(
                f"a callback has no {result} to return where it raises: "
                f"have it return {result}?, or throw Failure"
            )
        if result.name == "()":
            for part in result.parts:
                self.check_neutral(part)

    def annotation(self, type: Type, direction: str) -> str:
        if type.name in WRITTEN and type.parts:
            if type.name == "[:]":
                self.check_dictionary(type)
            forms = WRITTEN if direction == "argument" else RETURNED
            return forms[type.name].format(
                ", ".join(self.annotation(part, direction) for part in type.parts)
            )
        if name := self.classes.get(type.name):
            return name
        if type.name in ("Range", "ClosedRange") and len(type.parts) == 1:
            return self.range(type)
        row = PLAIN.get(type.name)
        found: str | None = getattr(row, direction, None)
        if is_array(type):
            raise Unmapped(
                f"a {type} is handed over only as the result itself, not as an optional, an element"
                " or an argument"
            )
        if found is None or type.parts:
            raise Unmapped(f"the type {type} has no counterpart in Python")
        return found

    def range(self, type: Type) -> str:
        """How a range is annotated: one of Python's, or a pair of real numbers."""
        (bound,) = type.parts
        if bound.name in INTEGERS:
            return "range"
        if bound.name in ("Double", "Float"):
            return "tuple[float, float]"
        raise Unmapped(f"the type {type} has no counterpart in Python")

    def check_dictionary(self, type: Type) -> None:
        key, value = type.parts
        if key.name not in PLAIN and not self.is_hashable(key):
            raise Unmapped(f"a dictionary with keys of type {key} has no counterpart in Python")
        if "(" in value.spelled():
            raise Unmapped(f"a dictionary of tuples, {type}, has no counterpart in Python")

    def is_hashable(self, type: Type) -> bool:
        found = self.nominal(type)
        return (
            found is not None
            and found.path in self.classes
            and "Swift.Hashable" in found.conformances
        )


# How types with parts are annotated as arguments, and as results.
WRITTEN = {"[]": "Iterable[{}]", "[:]": "dict[{}]", "?": "{} | None", "()": "tuple[{}]"}
RETURNED = WRITTEN | {"[]": "list[{}]"}


def is_enum(nominal: Nominal) -> bool:
    return nominal.kind is Kind.ENUM and bool(nominal.cases) and not nominal.is_error


def member_name(case: Case) -> str:
    """What a member of an enum is called in Python."""
    return case.documentation.attributes.get("name") or upper_case(case.base)


def is_array(type: Type) -> bool:
    """Whether a type is a `NativeArray<...>`, which only a function can give: it is not copied."""
    return type.name == "NativeArray" and len(type.parts) == 1


def is_void(type: Type) -> bool:
    return type.name == "Void" or (type.name == "()" and not type.parts)
