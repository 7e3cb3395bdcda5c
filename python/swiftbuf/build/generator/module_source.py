"""The Swift sources of a module: what the build generates."""

from dataclasses import dataclass, field

from . import class_source, classes, enums, errors, planning
from .call_source import wrapper
from .calls import Call
from .classes import PythonClass
from .declarations import Declaration, Function, Left, Library, Nominal, Property
from .enums import EnumClass
from .errors import ExceptionClass
from .expressions import giving
from .names import OWN_TYPES, quoted, snake_case
from .swift_text import literal, table
from .syntax import SyntaxProblem
from .type_map import TypeMap, Unmapped, is_enum

HEAD = """\
// Made by swiftbuf.build from the public declarations of {module}; changes here are lost.

import BufferProtocol
import CPython
import {module}
{types}
"""


@dataclass
class Plan:
    """Everything of a library that Python gets, as Python will see it."""

    library: Library
    types: TypeMap
    name: str  # of the Python module, in full
    uses_gil: bool = True
    functions: list[Call] = field(default_factory=list)
    constants: list[tuple[Property, str, str]] = field(default_factory=list)  # name, annotation
    classes: list[PythonClass] = field(default_factory=list)
    enums: list[EnumClass] = field(default_factory=list)
    exceptions: list[ExceptionClass] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    notes: list[Left] = field(default_factory=list)

    @property
    def last_name(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def package(self) -> str:
        """The `__module__` of classes: the package, as users import them from there."""
        return self.name.rpartition(".")[0] or self.name


def plan(library: Library, name: str, uses_gil: bool = True) -> Plan:
    """Which parts of a library Python gets, and under which names."""
    types = TypeMap(library)
    made = Plan(library, types, name, uses_gil, left=list(library.left))
    planner = Planner(made, types)
    nominals = sorted(library.types.values(), key=lambda nominal: nominal.path.count("."))
    for nominal in nominals:
        planner.add(nominal, lambda n=nominal: planner.name_type(n))
    for nominal in nominals:
        planner.add(nominal, lambda n=nominal: planner.add_type(n))
    for function in library.functions:
        planner.add_function(function, made.functions)
    for constant in library.constants:
        planner.add(constant, lambda c=constant: planner.add_constant(c))
    made.left.sort(key=lambda left: (left.place.file, left.place.line, left.place.column))
    return made


@dataclass
class Planner:
    """Collects declarations for a plan; each is either included or reported."""

    plan: Plan
    types: TypeMap
    names: dict[str, Declaration] = field(default_factory=dict)

    def leave(self, declaration: Declaration, reason: str) -> None:
        self.plan.left.append(Left(declaration.place, declaration.path, reason))

    def add(self, declaration: Declaration, add) -> None:
        if "hidden" in declaration.documentation.attributes:
            return
        try:
            add()
        except (Unmapped, SyntaxProblem) as problem:
            self.leave(declaration, str(problem))

    def claim(self, name: str, declaration: Declaration) -> None:
        """Raises Unmapped if another declaration has the name."""
        if not all(part.isidentifier() for part in name.split(".")):
            raise Unmapped(f"{name!r} cannot be a name in Python; give it one: - Python: name=...")
        if other := self.names.get(name):
            raise Unmapped(
                f"{other.swift!r} is {name!r} in Python already; "
                "give one of them another: - Python: name=..."
            )
        self.names[name] = declaration

    def name_type(self, nominal: Nominal) -> None:
        """Give a type its Python name before anything mentions it."""
        if nominal.raises_itself:
            return
        if not nominal.is_error:
            if classes.is_expressed(nominal, self.types):
                return
            if reason := self.refusal(nominal):
                raise Unmapped(reason)
        if nominal.path in OWN_TYPES:
            raise Unmapped(
                f"BufferProtocol has a type {nominal.swift} too, which the generated code needs; "
                "rename it, or nest it in another type"
            )
        name = nominal.documentation.attributes.get("name") or nominal.swift
        owner = self.types.classes.get(nominal.scope)
        qualified_name = f"{owner}.{name}" if owner and not nominal.is_error else name
        self.claim(qualified_name, nominal)
        self.types.classes[nominal.path] = qualified_name

    def refusal(self, nominal: Nominal) -> str | None:
        """Why Python has no class for a type; None if it has one."""
        if is_enum(nominal):
            return enums.refusal(nominal)
        return classes.refusal(nominal, self.types)

    def add_type(self, nominal: Nominal) -> None:
        qualified_name = self.types.classes.get(nominal.path)
        if qualified_name is None:
            return  # left out, and reported; or an exception of another class
        if nominal.is_error:
            self.plan.exceptions.append(errors.plan(nominal, self))
        elif is_enum(nominal):
            self.plan.enums.append(enums.plan(nominal, qualified_name))
            for member in nominal.members:
                self.leave(member, "of an enum only the cases are carried over")
        else:
            self.plan.classes.append(classes.plan(nominal, qualified_name, self))

    def add_function(self, function, into: list[Call]) -> None:
        def add() -> None:
            notes: list[str] = []
            call = planning.plan(function, self.types, notes)
            self.claim(call.name, function)
            into.append(call)
            self.note(function, notes)

        self.add(function, add)

    def note(self, function: Function, notes: list[str]) -> None:
        self.plan.notes += [Left(function.place, function.path, note) for note in notes]

    def add_constant(self, constant: Property) -> None:
        if not constant.is_constant:
            raise Unmapped("it is a variable, and Swift would not see what Python assigns to it")
        name = constant.documentation.attributes.get("name") or snake_case(constant.base)
        annotation = self.types.result(self.types.resolve(constant.type, ""))
        planning.mention(constant.base, self.types)  # or it is left out
        self.claim(name, constant)
        self.plan.constants.append((constant, name, annotation))


def sources(made: Plan) -> dict[str, str]:
    """The generated files by their names."""
    head = HEAD.format(module=made.library.module, types=scoped_imports(made))
    files = {"Module.swift": head + own_types(made) + module(made)}
    if made.functions:
        files["Functions.swift"] = head + functions_source(made)
    for planned in made.classes:
        text = class_source.source(planned, made.package)
        files[f"{planned.nominal.path}+Python.swift"] = head + text
    if made.enums:
        files["Enums.swift"] = head + "\n".join(map(enums.conformance, made.enums))
    if made.exceptions:
        files["Errors.swift"] = head + "\n".join(map(errors.conformance, made.exceptions))
    return files


def scoped_imports(made: Plan) -> str:
    """What has a name mean the author's type where BufferProtocol or CPython has one of that name.

    Not `Module.Name`, which is looked up in the type Module where a library has one.
    """
    outermost = (n for n in made.library.types.values() if not n.scope and n.swift not in OWN_TYPES)
    return "".join(
        f"import {n.kind.value.removeprefix('swift.')} {made.library.module}.{quoted(n.swift)}\n"
        for n in sorted(outermost, key=lambda n: n.swift)
    )


def own_types(made: Plan) -> str:
    """The same the other way round, for types that are left out."""
    names = sorted(OWN_TYPES & made.library.types.keys())
    return "".join(f"typealias {name} = BufferProtocol.{name}\n" for name in names)


def functions_source(made: Plan) -> str:
    blocks = [table("functions", made.functions)]
    for call in made.functions:
        function = call.function
        title = f"// MARK: {function.swift}, {function.place.short}\n\n"
        blocks.append(title + wrapper(call))
    return "\n".join(blocks)


def owner_of(made: Plan, nominal: Nominal) -> str:
    """The class that a type is nested in, or the module."""
    for other in made.classes:
        if other.nominal.path == nominal.scope:
            return f"module.kept(.{other.reference})"
    return "module.object"


def enum_statement(made: Plan, planned: EnumClass) -> str:
    names = ", ".join(f'"{name}"' for _, name in planned.members)
    documentation = literal(planned.enum.documentation.docstring(), "      ")
    return (
        f"    try module.addEnumeration(\n"
        f'      {planned.enum.path}.self, to: {owner_of(made, planned.enum)}, "{planned.name}",\n'
        f'      base: "{planned.base}",\n'
        f'      module: "{made.package}", qualifiedName: "{planned.qualified_name}",\n'
        f"      documentation: {documentation},\n"
        f"      members: [{names}])"
    )


def module(made: Plan) -> str:
    """The module itself: its contents, and the function by which Python finds it."""
    kinds = (made.classes, made.enums, made.exceptions)
    references = [planned.reference for kind in kinds for planned in kind]
    statements = []
    for planned in made.classes:
        owner = owner_of(made, planned.nominal)
        statements.append(f"    try add_{planned.identifier}(to: {owner}, module)")
    if any(planned.element is not None for planned in made.classes):
        references.append("iterationType")
        statements.append(
            f'    try module.keepIterationType("{made.package}.Iterator", as: .iterationType)'
        )
    if made.types.hands_over or any(planned.is_exporter for planned in made.classes):
        references.append("exporterType")
        statements.append(
            f'    try module.keepExporterType("{made.package}.Memory", as: .exporterType)'
        )
    statements += [enum_statement(made, planned) for planned in made.enums]
    for exception in made.exceptions:
        documentation = literal(exception.error.documentation.docstring(), "      ")
        statements.append(
            f'    try module.addException(\n      "{made.package}.{exception.name}", '
            f'"{exception.name}", base: "{exception.base}",\n'
            f"      documentation: {documentation}, keptAs: .{exception.reference})"
        )
    constants = [(planned, *constant) for planned in made.classes for constant in planned.constants]
    if made.constants or constants:
        statements.append("    let scope = Scope(module: module)")
    for planned, constant, name, _ in constants:
        local = f"{planned.identifier}_{name}"
        value = giving(made.types.resolve(constant.type, constant.scope), local)
        path = f"{planned.nominal.path}.{quoted(constant.base)}"
        statements.append(
            f"    let {local} = {path}\n"
            f'    try module.kept(.{planned.reference}).set("{name}", {value})'
        )
    for constant, name, _ in made.constants:
        value = f"{planning.mention(constant.base, made.types)}.toPython(in: scope)"
        statements.append(f'    try module.add({value}, "{name}")')
    body = "\n".join(statements)
    parameter = "module" if statements else "_"
    methods = "methods: &functions, " if made.functions else ""
    kept = "".join(
        f"  static var {name}: ModuleReference {{ ModuleReference({index}) }}\n"
        for index, name in enumerate(references)
    )
    gil = "" if made.uses_gil else ", usesGIL: false"
    extension = f"extension ModuleReference {{\n{kept}}}\n\n" if kept else ""
    return (
        f"{extension}nonisolated(unsafe) private let definition = ModuleDefinition(\n"
        f'  "{made.name}", {methods}references: {len(references)}{gil}\n'
        f") {{\n  Module.fill($0) {{ {parameter} throws(Failure) in\n{body}\n  }}\n}}\n\n"
        f'#if compiler(>=6.3)\n  @c\n#else\n  @_cdecl("PyInit_{made.last_name}")\n#endif\n'
        f"public func PyInit_{made.last_name}() -> PyObjectPointer? {{\n"
        "  definition.initialize()\n}\n"
    )
