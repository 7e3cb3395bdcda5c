"""Swift enums without payloads as Python enum classes."""

import keyword
from dataclasses import dataclass

from .declarations import Case, Nominal
from .names import Qualified, quoted
from .type_map import INTEGERS, member_name


@dataclass(frozen=True)
class EnumClass(Qualified):
    """One enum as Python sees it."""

    enum: Nominal
    base: str  # a class of the module `enum`
    members: tuple[tuple[Case, str], ...]
    qualified_name: str

    @property
    def reference(self) -> str:
        """The name of its reference in the module state."""
        return f"members_{self.enum.path.replace('.', '_')}"


def refusal(enum: Nominal) -> str | None:
    """Why Python has no class for an enum; None if it has one."""
    if any(case.payload is not None for case in enum.cases):
        return "its cases hold values; make it a struct or a class"
    names = [member_name(case) for case in enum.cases]
    for name in names:
        if names.count(name) > 1:
            return f"two of its members would be called {name!r}"
        if not name.isidentifier() or keyword.iskeyword(name):
            return f"{name!r} cannot be a name in Python; give it one: - Python: name=..."
    return None


def plan(enum: Nominal, qualified_name: str) -> EnumClass:
    """How Python sees an enum."""
    members = tuple((case, member_name(case)) for case in enum.cases)
    return EnumClass(enum, base_of(enum), members, qualified_name)


def base_of(enum: Nominal) -> str:
    raw = enum.raw_type.name if enum.raw_type else ""
    if raw == "String":
        return "StrEnum"
    return "IntEnum" if raw in INTEGERS else "Enum"


def conformance(planned: EnumClass) -> str:
    """The code that converts cases to members and back."""
    enum = planned.enum
    cases = [f".{quoted(case.base)}" for case, _ in planned.members]
    to_index = [f"    case {case}: {index}" for index, case in enumerate(cases)]
    from_index = [
        f"    {'default' if index + 1 == len(cases) else f'case {index}'}: {case}"
        for index, case in enumerate(cases)
    ]
    lines = [
        f"// MARK: {enum.path}, {enum.place.short}",
        "",
        f"extension {enum.path}: @retroactive PythonEnumeration {{",
        f'  public static var pythonName: StaticString {{ "{planned.qualified_name}" }}',
        f"  public static var pythonMembers: ModuleReference {{ .{planned.reference} }}",
        "",
        "  public var pythonIndex: Int {",
        "    switch self {",
        *to_index,
        "    }",
        "  }",
        "",
        "  public init(pythonIndex: Int) {",
        "    self = switch pythonIndex {",
        *from_index,
        "    }",
        "  }",
        "}",
        "",
    ]
    return "\n".join(lines)
