"""Swift classes and structs as Python classes: what each member becomes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import planning
from .calls import (
    CALL,
    CONSTRUCTOR,
    INITIALIZER,
    METHOD,
    NEXT,
    REINITIALIZER,
    STATIC_METHOD,
    Call,
    Entry,
)
from .declarations import Declaration, Function, Nominal, Property
from .names import Qualified, snake_case
from .syntax import Type
from .type_map import PROVIDER, TypeMap, Unmapped

if TYPE_CHECKING:
    from .module_source import Planner

# By protocol, the members that Python expresses in another way.
EXPRESSED = {
    "Swift.Equatable": {"==(_:_:)"},
    "Swift.Comparable": {"<(_:_:)", ">(_:_:)", "<=(_:_:)", ">=(_:_:)"},
    "Swift.CustomStringConvertible": {"description"},
    "Swift.CustomDebugStringConvertible": {"debugDescription"},
    "Swift.Sequence": {"makeIterator()", "underestimatedCount"},
    "Swift.Collection": {"startIndex", "endIndex", "index(after:)", "formIndex(after:)", "isEmpty"},
    "Swift.BidirectionalCollection": {"index(before:)", "formIndex(before:)"},
    PROVIDER: {"memory"},
}


@dataclass(frozen=True)
class Attribute:
    """A property as Python sees it."""

    property: Property
    name: str
    type: Type
    annotation: str | None  # None if it can only be set
    set_annotation: str | None  # None if it can only be read
    throws: str | None = None

    @property
    def is_closure(self) -> bool:
        return self.set_annotation is not None and self.annotation is None


@dataclass(frozen=True)
class Subscript:
    """A subscript as `[]`."""

    subscript: Function
    keys: tuple[Type, ...]
    element: Type
    key_annotation: str
    annotation: str
    set_annotation: str | None
    is_index: bool  # a position from 0 to the length
    may_be_missing: bool  # nil is a KeyError


@dataclass
class PythonClass(Qualified):
    """One class or struct as Python sees it."""

    nominal: Nominal
    qualified_name: str
    initializer: Call | None = None
    methods: list[Call] = field(default_factory=list)  # including those on the type
    attributes: list[Attribute] = field(default_factory=list)
    constants: list[tuple[Property, str, str]] = field(default_factory=list)
    call: Call | None = None
    advance: Call | None = None  # the next element of an iterator
    subscript: Subscript | None = None
    has_length: bool = False
    element: Type | None = None  # of an iteration
    element_annotation: str = ""

    @property
    def identifier(self) -> str:
        """Its name in the generated code."""
        return self.nominal.path.replace(".", "_")

    @property
    def reference(self) -> str:
        return f"class_{self.identifier}"

    def has(self, protocol: str) -> bool:
        return f"Swift.{protocol}" in self.nominal.conformances

    @property
    def is_exporter(self) -> bool:
        return PROVIDER in self.nominal.conformances

    def docstring(self) -> str:
        blocks = [self.nominal.documentation.docstring()]
        if self.initializer is not None:
            blocks.append(self.initializer.docstring())
        return "\n\n".join(filter(None, blocks))


def refusal(nominal: Nominal, types: TypeMap) -> str | None:
    """Why Python has no class for a type; None if it has one."""
    if not nominal.is_copyable:
        return "it cannot be copied"
    if "Swift.OptionSet" in nominal.conformances:
        return "it is an OptionSet"
    if nominal.base_class in types.library.types:
        return f"it derives from {nominal.base_class}; let it hold one instead"
    return None


def is_expressed(nominal: Nominal, types: TypeMap) -> bool:
    """Whether Python expresses the type in another way: the iterator of a sequence."""
    owner = types.library.types.get(nominal.scope)
    return (
        nominal.swift == "Iterator"
        and owner is not None
        and "Swift.Sequence" in owner.conformances
        and "Swift.IteratorProtocol" in nominal.conformances
    )


def plan(nominal: Nominal, qualified_name: str, planner: "Planner") -> PythonClass:
    """How Python sees a class or struct; members that are left out are reported."""
    made = PythonClass(nominal, qualified_name)
    Members(made, planner).read()
    return made


class Members:
    """Collects the members of a type for its class."""

    def __init__(self, made: PythonClass, planner: "Planner") -> None:
        self.made = made
        self.planner = planner
        self.types = planner.types
        self.scope = made.nominal.path

    def read(self) -> None:
        nominal = self.made.nominal
        for initializer in nominal.initializers:
            self.add(initializer, self.initializer)
        for method in nominal.methods:
            self.add(method, self.method)
        for property in nominal.properties:
            self.add(property, self.property)
        for subscript in nominal.subscripts:
            self.add(subscript, self.subscript)
        self.made.element = self.element()
        if self.made.advance is not None:
            self.made.element_annotation = self.made.advance.result_annotation
        elif self.made.element is not None:
            self.made.element_annotation = self.types.result(self.made.element)
        elif self.made.has("Sequence"):
            self.planner.leave(nominal, "what it iterates over is not known; only that")

    def add(self, member: Declaration, add: Callable[..., None]) -> None:
        for protocol, names in EXPRESSED.items():
            if member.swift in names and protocol in self.made.nominal.conformances:
                return
        self.planner.add(member, lambda: add(member))

    def claim(self, name: str, member: Declaration) -> None:
        self.planner.claim(f"{self.made.qualified_name}.{name}", member)

    def planned(self, function: Function, entry: Entry, name: str) -> Call:
        notes: list[str] = []
        call = planning.plan(function, self.types, notes, entry, self.made.nominal, name)
        self.planner.note(function, notes)
        return call

    def initializer(self, function: Function) -> None:
        name = function.documentation.attributes.get("name")
        if name in (None, "__init__") and self.made.initializer is None:
            self.made.initializer = self.planned(function, INITIALIZER, self.made.name)
            return
        name = name or alternative(function)
        # One of a name that Python calls on an instance, as pickle does `__setstate__`, fills it.
        entry = REINITIALIZER if name.startswith("__") else CONSTRUCTOR
        call = self.planned(function, entry, name)
        self.claim(name, function)
        self.made.methods.append(call)

    def method(self, function: Function) -> None:
        if not re.match(r"[\w`]", function.base):
            raise Unmapped("of operators, == and < are carried over, by Equatable and Comparable")
        if function.base == "callAsFunction" and self.made.call is None and not function.is_static:
            self.made.call = self.planned(function, CALL, "__call__")
            return
        if "moves" in function.documentation.attributes and not self.made.is_exporter:
            raise Unmapped("'- Python: moves' is for classes that are a BufferProvider")
        name = planning.python_name(function)
        if name == "__next__" or (function.swift == "next()" and self.made.has("IteratorProtocol")):
            self.claim("__next__", function)
            self.made.advance = self.planned(function, NEXT, "__next__")
            return
        call = self.planned(function, STATIC_METHOD if function.is_static else METHOD, name)
        self.claim(name, function)
        self.made.methods.append(call)

    def property(self, property: Property) -> None:
        name = property.documentation.attributes.get("name") or snake_case(property.base)
        type = self.types.resolve(property.type, property.scope)
        if property.is_static:
            if not property.is_constant:
                raise Unmapped("it is a variable of the type; make it a static function")
            annotation = self.types.result(type)
            self.claim(name, property)
            self.made.constants.append((property, name, annotation))
            return
        if name.startswith("__"):
            raise Unmapped(f"Python calls {name}, so make it a method")
        is_closure = type.name == "->" or (type.name == "?" and type.parts[0].name == "->")
        if is_closure and not property.is_settable:
            raise Unmapped("Python cannot read a closure")
        annotation = None if is_closure else self.types.result(type)
        set_annotation = self.types.argument(type) if property.is_settable else None
        throws = self.types.thrown(property.throws, property.scope)
        self.claim(name, property)
        self.made.attributes.append(
            Attribute(property, name, type, annotation, set_annotation, throws)
        )
        if name == "count" and is_count(property):
            self.made.has_length = True

    def subscript(self, function: Function) -> None:
        if self.made.subscript is not None:
            raise Unmapped("a Python class has one subscript, and this is not the first")
        if function.is_static:
            raise Unmapped("it is a subscript of the type; make it a static function")
        if function.throws is not None:
            raise Unmapped("it throws; make it a method")
        keys = tuple(
            self.types.resolve(parameter.type, function.scope) for parameter in function.parameters
        )
        element = self.types.resolve(function.result, function.scope)
        annotations = [self.types.argument(key) for key in keys]
        is_index = len(keys) == 1 and keys[0].name == "Int" and self.has_count()
        may_be_missing = element.name == "?"
        present = element.parts[0] if may_be_missing else element
        key = annotations[0] if len(keys) == 1 else f"tuple[{', '.join(annotations)}]"
        self.made.subscript = Subscript(
            function,
            keys,
            element,
            key,
            self.types.result(present),
            self.types.argument(element) if function.is_mutating else None,
            is_index,
            may_be_missing,
        )

    def has_count(self) -> bool:
        return any(
            property.base == "count" and is_count(property) and not property.is_static
            for property in self.made.nominal.properties
        )

    def element(self) -> Type | None:
        """The type that iteration yields; None if it is not a sequence or the type is unknown."""
        nominal = self.made.nominal
        if self.made.advance is not None:
            return self.made.advance.result
        if not self.made.has("Sequence"):
            return None
        for method in nominal.methods:
            if method.swift == "makeIterator()":
                iterator = self.types.resolve(method.result, method.scope)
                if found := self.types.nominal(iterator):
                    return self.next_of(found)
                while iterator.name in ("IndexingIterator", "Array", "ArraySlice", "[]"):
                    if not iterator.parts:
                        return None
                    (inner,) = iterator.parts
                    if iterator.name != "IndexingIterator":
                        return inner
                    iterator = inner
        for subscript in nominal.subscripts:
            if [parameter.type.name for parameter in subscript.parameters] == ["Int"]:
                return self.types.resolve(subscript.result, subscript.scope)
        return None

    def next_of(self, iterator: Nominal) -> Type | None:
        for method in iterator.methods:
            if method.swift == "next()" and method.result.name == "?":
                return self.types.resolve(method.result.parts[0], method.scope)
        return None


def is_count(property: Property) -> bool:
    """Whether a property of that name is a length."""
    return property.type.name == "Int" and property.throws is None


def alternative(initializer: Function) -> str:
    """The name of a class method for an initialiser that is not the first: ``from_text``."""
    if not initializer.parameters:
        raise Unmapped("it is not the first; give it a name: - Python: name=...")
    first = initializer.parameters[0]
    label = first.name if first.label in ("_", "from") else first.label
    return f"from_{snake_case(label).removeprefix('from_').rstrip('_')}"
