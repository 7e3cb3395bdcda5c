"""How Python calls a Swift function."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import indent

from . import gil
from .declarations import Function, Kind, Nominal
from .defaults import in_python, is_copyable
from .expressions import closure, giving, has_tuple, reading, span, written
from .names import label_text, quoted, snake_case, upper_first
from .syntax import Parameter, Type
from .type_map import BUFFERS, PROVIDER, TypeMap, Unmapped, is_void

# Names that generated code defines, and names that it calls.
RESERVED = {"arguments", "function", "given", "method", "module", "names", "object", "raising"}
RESERVED |= {"result", "scope", "self", "vector", "constructor", "returning"}
RESERVED |= {"holder", "instance", "interruption", "type"}


@dataclass(frozen=True)
class Entry:
    """How C code reaches a call: the function that unpacks for it, and what that passes on."""

    function: str
    subject: str
    scope: str
    takes_tuple: bool = False  # and a dict, as slots do; methods get an argument vector
    is_on_type: bool = False
    makes_instance: bool = False


FUNCTION = Entry("Module.function", "module", "Scope(module: module)")
METHOD = Entry("Holder.method", "holder", "holder.scope")
STATIC_METHOD = Entry("Holder.classMethod", "type", "Scope(type: type)", is_on_type=True)
CONSTRUCTOR = Entry(
    "Holder.constructor", "holder", "holder.scope", is_on_type=True, makes_instance=True
)
INITIALIZER = Entry(
    "Holder.initialize", "holder", "holder.scope", takes_tuple=True, makes_instance=True
)
# A method that Python calls on an instance that does not hold a value yet.
REINITIALIZER = Entry("Holder.initializing", "holder", "holder.scope", makes_instance=True)
CALL = Entry("Holder.call", "holder", "holder.scope", takes_tuple=True)
# What Python calls for the next element of an iterator: nil is the end.
NEXT = Entry("Holder.next", "holder", "holder.scope")


@dataclass(frozen=True)
class Passed:
    """One parameter as Python passes it."""

    swift: Parameter
    type: Type
    name: str  # in Python
    local: str  # the variable in generated code
    annotation: str
    default: str | None  # as Swift source; None if it is required
    default_text: str  # the same as a literal in Python, or ...
    default_in_stub: str  # as code

    @property
    def is_span(self) -> bool:
        return self.type.name in BUFFERS

    @property
    def is_optional_closure(self) -> bool:
        return self.type.name == "?" and self.type.parts[0].name == "->"

    @property
    def is_kept(self) -> bool:
        """Whether the object of the method may keep it: a callable that outlives the call."""
        return self.is_optional_closure or (self.type.name == "->" and self.type.escaping)

    @property
    def value(self) -> str:
        """The argument in the call of the function."""
        if self.type.name == "->":
            return closure(self.type, self.local)
        if self.is_optional_closure:
            inner = indent(closure(self.type.parts[0], "callback"), "  ").lstrip()
            return f"{self.local}.map {{ callback in\n  {inner}\n}}"
        return f"&{self.local}" if self.type.inout else self.local


@dataclass(frozen=True)
class Call:
    """A function as Python calls it.

    `parameters` are in the order of Python: the positional-only ones, those that must be given, the
    others, and the keyword-only ones.
    """

    function: Function
    name: str
    parameters: tuple[Passed, ...]
    positional_only: int
    positional: int
    result: Type
    result_annotation: str
    throws: str | None
    calls_back: bool  # whether Swift code may call a Python callable meanwhile
    without_gil: bool
    interrupted: str | None  # the parameter that tells it whether to stop
    pinned: dict[str, str]  # the arguments whose memory must stay where it is, with their classes
    entry: Entry
    owner: Nominal | None  # the type that it is a member of

    @property
    def required(self) -> int:
        return sum(parameter.default is None for parameter in self.parameters)

    @property
    def convention(self) -> str:
        """The row of the method table that takes it."""
        if self.entry.is_on_type:
            return "classKeywords"
        if self.entry.takes_tuple or self.entry.makes_instance:
            return "keywords"
        if not self.parameters:
            return "noArguments"
        if len(self.parameters) == self.positional_only == self.required == 1:
            return "oneArgument"
        return "keywords"

    @property
    def first(self) -> str:
        """What `inspect.signature` leaves out."""
        if self.entry is FUNCTION:
            return "$module"
        return "$type" if self.entry.is_on_type else "$self"

    def signature(self, first: str) -> str:
        """``name($self, a, /, b=1, *, c=2)``, as `inspect.signature` reads it."""
        return f"{self.name}({', '.join(self.written([first] if first else [], typed=False))})"

    def stub_parameters(self, first: list[str]) -> str:
        return ", ".join(self.written(first, typed=True))

    def written(self, first: list[str], typed: bool) -> Iterator[str]:
        yield from first
        if first and not (typed or self.positional_only):
            yield "/"
        for index, parameter in enumerate(self.parameters):
            if index == self.positional:
                yield "*"
            text = parameter.name
            if typed:
                text += f": {parameter.annotation}"
            if parameter.default is not None:
                shown = parameter.default_in_stub if typed else parameter.default_text
                text += f" = {shown}" if typed else f"={shown}"
            yield text
            if index + 1 == self.positional_only:
                yield "/"

    def docstring(self) -> str:
        names = {parameter.swift.name: parameter.name for parameter in self.parameters}
        return self.function.documentation.docstring(names)

    def reading(self) -> list[str]:
        """The statements that read the arguments, except those that stay in Python's memory."""
        return [
            self.reading_of(index, parameter)
            for index, parameter in enumerate(self.parameters)
            if not parameter.is_span
        ]

    def reading_of(self, index: int, parameter: Passed) -> str:
        type, name, local = parameter.type, f'"{parameter.name}"', parameter.local
        object = self.object(index)
        if type.name == "->":
            return f"let {local} = try Callback({object}, {name}, in: scope)"
        if parameter.is_optional_closure:
            passed = "argument" if self.convention == "oneArgument" else f"arguments[{index}]"
            return f"let {local} = try Callback.optional({passed}, {name}, in: scope)"
        if parameter.default is None and (has_tuple(type) or self.convention == "oneArgument"):
            return f"let {local} = {reading(type, object, name)}"
        typed = f"let {local}: {type.spelled()}"
        if parameter.default is None:
            return f"{typed} = try arguments.required({index}, {name}, in: scope)"
        if not has_tuple(type):
            # The type is written out: Swift might otherwise infer the optional type.
            named = f", as: {written(type)}.self" if type.name == "?" else ""
            read = f"try arguments.optional({index}, {name}{named}, in: scope)"
            return f"{typed} = {read} ?? {parameter.default}"
        read = indent(f"{local} = {reading(type, 'object', name)}", "  ")
        return (
            f"{typed}\nif let object = arguments[{index}] {{\n{read}\n}} else {{\n"
            f"  {local} = {parameter.default}\n}}"
        )

    def object(self, index: int) -> str:
        """The value passed for a required parameter."""
        return "argument" if self.convention == "oneArgument" else f"arguments[required: {index}]"

    def within_spans(self, statements: list[str]) -> list[str]:
        """The statements with the memory of each span lent to them."""
        for index, parameter in reversed(list(enumerate(self.parameters))):
            if parameter.is_span:
                name = f'"{parameter.name}"'
                head = span(parameter.type, self.object(index), parameter.local, name)
                statements = [f"{head}\n{indent(chr(10).join(statements), '  ')}\n}}"]
        return statements

    def swift_arguments(self) -> str:
        by_swift = {parameter.swift.name: parameter for parameter in self.parameters}
        passed = []
        for parameter in self.function.parameters:
            if parameter.name == self.interrupted:
                value = "{ interruption.isRequested }"
            else:
                value = by_swift[parameter.name].value
            label = "" if parameter.label == "_" else f"{label_text(parameter.label)}: "
            passed.append(label + value)
        return ", ".join(passed)

    @property
    def callee(self) -> str:
        """What the generated code calls."""
        if self.owner is None:
            return quoted(self.function.base)
        if self.entry.makes_instance:
            return self.owner.path
        if self.entry.is_on_type:
            return f"{self.owner.path}.{quoted(self.function.base)}"
        return "instance" if self.entry is CALL else f"instance.{quoted(self.function.base)}"

    def body(self) -> list[str]:
        """The statements that make the call and return its result."""
        call = f"{self.callee}({self.swift_arguments()})"
        if self.without_gil:
            call = self.pinning(self.calling_without_gil(call))
        else:
            call = raising(call, self.throws)
        pending = ["try raisePending()"] if self.calls_back else []
        if self.owner is not None and self.entry.makes_instance:
            return self.making(self.owner, call, pending)
        before = []
        if "moves" in self.function.documentation.attributes:
            body = indent(call, "  ")
            call = f"try holder.moving {{ () throws(Failure) in\n{body}\n}}"
        if self.owner is not None and self.callee.startswith("instance"):
            if self.function.is_mutating:
                call = changing(self.owner, call)
            else:
                before = [f"let instance = try {self.owner.path}.held(by: holder)"]
            pending = [*self.keeping(), *pending]
        if is_void(self.result):
            return [*before, call, *pending, "return .none"]
        result = self.result
        if self.entry is NEXT:
            (result,) = result.parts
            pending = [*pending, "guard let result else { return nil }"]
        return [
            *before,
            f"let result = {call}",
            *pending,
            f"return {giving(result, 'result')}",
        ]

    def making(self, owner: Nominal, call: str, pending: list[str]) -> list[str]:
        """The statements that give the object a new instance."""
        made = [f"let instance = {call}", *pending]
        if self.function.is_failable:
            refusal = f'"{self.name}(): there is no {owner.swift} for these arguments"'
            made = [
                f"let made = {call}",
                *pending,
                f"guard let instance = made else {{\n  throw .value({refusal})\n}}",
            ]
        return [*made, "try holder.hold(instance)", *self.keeping()]

    def keeping(self) -> list[str]:
        """The code that shows the garbage collector the callables that the object may keep."""
        if self.owner is None or self.owner.kind is not Kind.CLASS:
            return []
        return [f"holder.keep({p.local})" for p in self.parameters if p.is_kept]

    def pinning(self, call: str) -> str:
        """The call while nothing moves the memory of the object and the arguments."""
        for index, parameter in enumerate(self.parameters):
            if path := self.pinned.get(parameter.swift.name):
                one = self.convention == "oneArgument"
                object = "argument" if one else f"arguments[{index}]"
                call = pinned(f"{object}, as: {path}.self, by: .exporterType, in: scope", call)
        owner, said = self.owner, self.function.documentation.attributes
        if owner is None or not self.callee.startswith("instance") or "moves" in said:
            return call
        if PROVIDER in owner.conformances:
            call = pinned(f"as: {owner.path}.self, by: .exporterType", call, "holder")
        return call

    def calling_without_gil(self, call: str) -> str:
        if self.throws is None and self.interrupted is None:
            return f"withoutGIL {{ {call} }}"
        throws = f" throws({self.throws})" if self.throws else ""
        call = f"try {call}" if self.throws else call
        name = "_" if self.interrupted is None else "interruption"
        return f"try raisingWithoutGIL(in: scope) {{ {name}{throws} in {call} }}"


def raising(call: str, throws: str | None) -> str:
    """A call whose error is raised."""
    if throws is None:
        return call
    if throws == "Failure":
        return f"try {call}"
    return f"try raising(in: scope) {{ () throws({throws}) in try {call} }}"


def pinned(arguments: str, call: str, on: str = "Holder") -> str:
    body = indent(call, "  ")
    return f"try {on}.pinned({arguments}) {{ () throws(Failure) in\n{body}\n}}"


def changing(owner: Nominal, statement: str) -> str:
    """The code that changes the value that an object holds, which it calls `instance`."""
    body = indent(statement, "  ")
    return f"try holder.change({owner.path}.self) {{ instance throws(Failure) in\n{body}\n}}"


def plan(
    function: Function,
    types: TypeMap,
    notes: list[str],
    entry: Entry = FUNCTION,
    owner: Nominal | None = None,
    name: str | None = None,
) -> Call:
    """How Python calls a function.

    Raises Unmapped if it cannot. Into `notes` goes what is different from Swift, such as a default
    value that Python callers have to pass.
    """
    interrupted = gil.interrupted(function, types)
    passed = [parameter for parameter in function.parameters if parameter.name != interrupted]
    leading = 0
    while leading < len(passed) and passed[leading].label == "_":
        leading += 1
    taken = [pass_(parameter, function, types, notes) for parameter in passed]
    # A default before a parameter without one can be used by keyword alone.
    last = max((i for i, p in enumerate(taken) if p.default is None), default=-1)
    early = [p for i, p in enumerate(taken) if p.default is not None and i < last]
    ordered = [p for p in taken if p not in early] + early
    names = [p.name for p in ordered]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Unmapped(f"two of its parameters would be called {twice!r}")
    throws = types.thrown(function.throws, function.scope)
    result = types.resolve(function.result, function.scope)
    if entry is NEXT:
        check_next(function, result)
    return Call(
        function,
        name or python_name(function),
        tuple(ordered),
        leading
        if not early
        else sum(p in ordered[: len(taken) - len(early)] for p in taken[:leading]),
        len(ordered) - len(early),
        result,
        types.result(result),
        throws,
        types.has_callbacks,
        gil.is_given_up(function, types),
        interrupted,
        gil.pinned(function, types),
        entry,
        owner,
    )


def check_next(function: Function, result: Type) -> None:
    """Raises Unmapped if a function cannot be `__next__`."""
    if function.is_static or function.parameters or result.name != "?":
        raise Unmapped("__next__ is a method without arguments that returns an optional")


def pass_(parameter: Parameter, function: Function, types: TypeMap, notes: list[str]) -> Passed:
    if parameter.is_variadic:
        raise Unmapped(f"its parameter {parameter.name} takes any number of values; take an array")
    type = types.resolve(parameter.type, function.scope)
    name = snake_case(parameter.name if parameter.label == "_" else parameter.label)
    default = parameter.default
    if default is not None and not is_copyable(default, types.global_names):
        notes.append(
            f"the default value {default} of {parameter.name} is known to its library alone: "
            "Python callers have to pass it"
        )
        default = None
    called = type.parts[0] if type.name == "?" else type
    if called.name == "->" and called.throws is None and makes_up(called.parts[-1]):
        notes.append(
            f"where the callable {parameter.name} raises, Swift goes on with a made-up "
            f"{called.parts[-1]}: declare it throws(Failure), of BufferProtocol"
        )
    is_taken = parameter.name in RESERVED or parameter.name == function.base
    local = f"{parameter.name}_" if is_taken else quoted(parameter.name)
    text = "..." if default is None else in_python(default)
    in_stub = "..." if default is None else types.default_in_stub(default, type)
    return Passed(parameter, type, name, local, types.argument(type), default, text, in_stub)


def makes_up(result: Type) -> bool:
    """Whether there is a result that does not say that there is none."""
    return not is_void(result) and result.name != "?"


def python_name(function: Function) -> str:
    return function.documentation.attributes.get("name") or snake_case(function.base)


def wrapper(call: Call, name: str) -> str:
    """The function that a method table or slot names."""
    entry = call.entry
    body, subject = closed(call.reading() + call.within_spans(call.body()), entry)
    if entry is NEXT:
        return (
            f"private func {name}(_ owner: PyObjectPointer?) -> PyObjectPointer? {{\n"
            f"  {entry.function}(owner) {{ {subject} throws(Failure) in\n{body}\n  }}\n}}\n"
        )
    if call.convention == "noArguments":
        return (
            f"private func {name}(\n  _ owner: PyObjectPointer?, _: PyObjectPointer?\n"
            ") -> PyObjectPointer? {\n"
            f"  {entry.function}(owner) {{ {subject} throws(Failure) in\n{body}\n  }}\n}}\n"
        )
    if call.convention == "oneArgument":
        return (
            f"private func {name}(\n  _ owner: PyObjectPointer?, _ object: PyObjectPointer?\n"
            ") -> PyObjectPointer? {\n"
            f"  {entry.function}(owner, object) {{ {subject}, argument throws(Failure) in\n"
            f"{body}\n  }}\n}}\n"
        )
    arguments = "arguments" if re.search(r"\barguments\b", body) else "_"
    given = (
        "  _ owner: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,\n"
        "  _ names: PyObjectPointer?\n"
    )
    passed = "vector, given, names"
    if entry.takes_tuple:
        given = "  _ owner: PyObjectPointer?, _ tuple: PyObjectPointer?, _ dict: PyObjectPointer?\n"
        passed = "tuple, dict"
    returned = "CInt" if entry is INITIALIZER else "PyObjectPointer?"
    return (
        f"{signature(call, f'{name}Parameters')}\n\n"
        f"private func {name}(\n{given}) -> {returned} {{\n"
        f"  {entry.function}(owner, {name}Parameters, {passed}) {{\n"
        f"    {subject}, {arguments} throws(Failure) in\n{body}\n  }}\n}}\n"
    )


def closed(statements: list[str], entry: Entry) -> tuple[str, str]:
    """The body of the closure that an entry calls, and its first parameter."""
    if any(re.search(r"\bscope\b", statement) for statement in statements):
        statements = [f"let scope = {entry.scope}", *statements]
    body = indent("\n".join(statements), "    ")
    return body, entry.subject if re.search(rf"\b{entry.subject}\b", body) else "_"


def signature(call: Call, name: str) -> str:
    names = ", ".join(f'"{parameter.name}"' for parameter in call.parameters)
    return (
        f'private let {name} = Signature(\n  "{call.name}", [{names}], required: {call.required}, '
        f"positional: {call.positional},\n  positionalOnly: {call.positional_only})"
    )


def wrapper_name(call: Call) -> str:
    return f"call{upper_first(re.sub(r'_+(.)', lambda match: match[1].upper(), call.name))}"
