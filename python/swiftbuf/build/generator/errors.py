"""Swift error types as exception classes."""

from dataclasses import dataclass
from textwrap import indent
from typing import TYPE_CHECKING

from .declarations import Case, Kind, Nominal, Property
from .expressions import giving
from .names import is_builtin_exception, quoted, snake_case
from .syntax import Type
from .type_map import TypeMap, Unmapped

if TYPE_CHECKING:
    from .module_source import Planner

# Properties that are the text of an exception.
EXPRESSED = {"description", "debugDescription", "localizedDescription", "errorDescription"}


@dataclass(frozen=True)
class Attribute:
    """A value that an exception has besides its message."""

    name: str  # in Python
    label: str  # in Swift, or ""
    type: Type
    annotation: str


@dataclass(frozen=True)
class ExceptionClass:
    """One error type as Python sees it."""

    error: Nominal
    name: str
    base: str
    cases: tuple[tuple[Case, tuple[Attribute, ...]], ...]
    properties: tuple[Attribute, ...] = ()  # of a struct

    @property
    def reference(self) -> str:
        """The name of its reference in the module state."""
        return f"exception_{self.error.path.replace('.', '_')}"

    def attributes(self) -> dict[str, list[str]]:
        """The annotations of each attribute, in all cases that have it."""
        found: dict[str, list[str]] = {}
        for _, attributes in self.cases:
            for attribute in attributes:
                known = found.setdefault(attribute.name, [])
                if attribute.annotation not in known:
                    known.append(attribute.annotation)
        return found


def plan(error: Nominal, planner: "Planner") -> ExceptionClass:
    """How Python sees an error type; properties that it does not see are named.

    Raises Unmapped if one of its cases holds a value that Python cannot have.
    """
    types = planner.types
    attributes = error.documentation.attributes
    base = attributes.get("base", "Exception")
    if not is_builtin_exception(base):
        raise Unmapped(f"base={base} in its documentation is not an exception of Python's own")
    name = attributes.get("name") or error.swift
    cases = tuple((case, payload(case, types)) for case in error.cases)
    properties: list[Attribute] = []
    if error.kind is not Kind.ENUM:
        for property in error.properties:
            if property.swift not in EXPRESSED and not property.is_static:
                planner.add(property, lambda p=property: properties.append(value(p, types)))
    return ExceptionClass(error, name, base, cases, tuple(properties))


def value(property: Property, types: TypeMap) -> Attribute:
    """A property as the exception has it: the value from when it was raised."""
    name = property.documentation.attributes.get("name") or snake_case(property.base)
    if hasattr(Exception, name) or not name.isidentifier():
        raise Unmapped(f"{name!r} is Python's own in an exception: - Python: name=...")
    if property.throws is not None:
        raise Unmapped("its getter throws")
    type = types.resolve(property.type, property.scope)
    return Attribute(name, property.base, type, types.result(type))


def payload(case: Case, types: TypeMap) -> tuple[Attribute, ...]:
    if case.payload is None:
        return ()
    type = types.resolve(case.payload, case.scope)
    parts = type.parts if type.name == "()" else (type,)
    # Reader takes one pair of parentheses for none.
    labels = case.swift.partition("(")[2].rstrip(")").split(":")[:-1]
    found = []
    for index, (part, label) in enumerate(zip(parts, labels, strict=True)):
        label = "" if label == "_" else label
        unlabelled = "value" if len(parts) == 1 else f"value{index}"
        name = snake_case(label) if label else unlabelled
        found.append(Attribute(name, label, part, types.result(part)))
    return tuple(found)


def conformance(planned: ExceptionClass) -> str:
    """The code that makes an exception from an error."""
    error = planned.error
    described = "Swift.CustomStringConvertible" in error.conformances
    lines = [
        f"// {error.path}, {error.place.short}",
        f"extension {error.path}: @retroactive RaisedInPython {{",
        "  public func failure(in scope: Scope) throws(Failure) -> Failure {",
    ]
    if planned.cases:
        lines.append("    switch self {")
        for case, attributes in planned.cases:
            lines.append(indent(in_case(planned, case, attributes, described), "    "))
        lines.append("    }")
    else:
        message = "description" if described else f'"{error.swift}" as StaticString'
        made = f'.exception(.{planned.reference}, in: scope, "\\({message})")'
        names = [f"value{index}" for index in range(len(planned.properties))]
        for local, property in zip(names, planned.properties, strict=True):
            given = giving(property.type, f"self.{quoted(property.label)}")
            lines.append(indent(f"let {local}: OwnedObject = {given}", "    "))
        lines.append(f"    return try {made} {{ {'error throws(Failure)' if names else '_'} in")
        for local, property in zip(names, planned.properties, strict=True):
            lines.append(f'      try error.set("{property.name}", {local}.object.retained())')
        lines.append("    }")
    return "\n".join([*lines, "  }", "}", ""])


def in_case(
    planned: ExceptionClass, case: Case, attributes: tuple[Attribute, ...], described: bool
) -> str:
    values = [f"value{index}" for index in range(len(attributes))]
    bound = f"(let {', let '.join(values)})" if values else ""
    lines = [f"case .{case.base}{bound}:"]
    for value, _ in zip(values, attributes, strict=True):
        lines.append(f"  let {value} = try {value}.toPython(in: scope)")
    shown = ", ".join(
        (f"{attribute.label}: " if attribute.label else "") + f"\\({value}.object)"
        for value, attribute in zip(values, attributes, strict=True)
    )
    text = "\\(description)" if described else case.base + (f"({shown})" if shown else "")
    lines.append(f'  return try .exception(.{planned.reference}, in: scope, "{text}") {{')
    lines.append("    error throws(Failure) in")
    lines.append(f'    try error.set("case", OwnedObject("{snake_case(case.base)}"))')
    for value, attribute in zip(values, attributes, strict=True):
        lines.append(f'    try error.set("{attribute.name}", {value}.object.retained())')
    return "\n".join([*lines, "  }"])
