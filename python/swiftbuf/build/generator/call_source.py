"""The Swift source of the function that a method table or slot names: one call."""

import re
from textwrap import indent

from .argument_source import reading_arguments, swift_arguments, within_spans
from .calls import CONSTRUCTOR, INITIALIZER, NEXT, Call, Entry
from .declarations import Kind, Nominal
from .expressions import giving
from .type_map import PROVIDER, is_void


def wrapper(call: Call) -> str:
    """The function that a method table or slot names."""
    text, subject = closed(_statements(call), call.entry)
    if call.entry is NEXT:
        return _function(call, "_ owner: PyObjectPointer?", "owner", f" {subject}", text)
    if call.convention == "noArguments":
        given = "\n  _ owner: PyObjectPointer?, _: PyObjectPointer?\n"
        return _function(call, given, "owner", f" {subject}", text)
    if call.convention == "oneArgument":
        given = "\n  _ owner: PyObjectPointer?, _ object: PyObjectPointer?\n"
        return _function(call, given, "owner, object", f" {subject}, argument", text)
    parameters = f"parameters_{call.name}"
    if call.entry.takes_tuple:
        given = "_ tuple: PyObjectPointer?, _ dict: PyObjectPointer?"
        passed = f"owner, {parameters}, tuple, dict"
    else:
        given = (
            "_ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,\n  _ names: PyObjectPointer?"
        )
        passed = f"owner, {parameters}, vector, given, names"
    given = f"\n  _ owner: PyObjectPointer?, {given}\n"
    names = f"\n    {subject}, {'arguments' if mentions(text, 'arguments') else '_'}"
    return f"{_signature(call, parameters)}\n\n{_function(call, given, passed, names, text)}"


def _function(call: Call, given: str, passed: str, names: str, text: str) -> str:
    """A C function, whose entry calls a closure with these names for what it gets."""
    return (
        f"private func {wrapper_name(call)}({given}) -> PyObjectPointer? {{\n"
        f"  {call.entry.function}({passed}) {{{names} throws(Failure) in\n{text}\n  }}\n}}\n"
    )


def _statements(call: Call) -> list[str]:
    """All of a call: the arguments are read, the function is called, its result is returned."""
    return reading_arguments(call) + within_spans(call, body(call))


def initializer(call: Call) -> str:
    """The function that fills a new object, however Python makes it."""
    text = indent("\n".join(scoped(_statements(call), call.entry)), "  ")
    count = len(call.parameters)
    return (
        f"{_signature(call, 'parameters')}\n\n"
        f"private func initialize(\n  _ holder: Holder, _ arguments: Arguments<{count}>\n"
        f") throws(Failure) {{\n{text}\n}}\n"
    )


# What makes objects, of derived classes by `__init__` and of the class itself at once.
INITIALIZER_SLOTS = (
    ".new { Holder.allocate($0, $1, $2) }",
    f".initialize {{ {INITIALIZER.function}($0, parameters, $1, $2, initialize) }}",
    f".vectorcall {{ {CONSTRUCTOR.function}($0, parameters, $1, $2, $3, initialize) }}",
)


def wrapper_name(call: Call) -> str:
    return f"call_{call.name}"


def _signature(call: Call, name: str) -> str:
    names = ", ".join(f'"{parameter.name}"' for parameter in call.parameters)
    return (
        f'private let {name} = Signature(\n  "{call.name}", [{names}], required: {call.required}, '
        f"positional: {call.positional},\n  positionalOnly: {call.positional_only})"
    )


def closed(statements: list[str], entry: Entry) -> tuple[str, str]:
    """The body of the closure that an entry calls, and its first parameter."""
    body = indent("\n".join(scoped(statements, entry)), "    ")
    return body, entry.subject if mentions(body, entry.subject) else "_"


def mentions(text: str, name: str) -> bool:
    """Whether Swift source mentions a variable: not in a string, and not as a label or member."""
    return re.search(rf"(?<!\.)\b{name}\b(?!:)", re.sub(r'"(\\.|[^"\\])*"', "", text)) is not None


def scoped(statements: list[str], entry: Entry) -> list[str]:
    """The statements after what they need to find the types of the module."""
    if any(mentions(statement, "scope") for statement in statements):
        return [f"let scope = {entry.scope}", *statements]
    return statements


def body(call: Call) -> list[str]:
    """The statements that make the call and return its result."""
    text = f"{call.callee}({swift_arguments(call)})"
    if call.without_gil:
        text = _pinning(call, _calling_without_gil(call, text))
    else:
        text = raising(text, call.throws)
    pending = ["try raisePending()"] if call.calls_back else []
    if call.owner is not None and call.entry.makes_instance:
        return _making(call, call.owner, text, pending)
    before = []
    if "moves" in call.function.documentation.attributes:
        moved = indent(text, "  ")
        text = f"try holder.moving {{ () throws(Failure) in\n{moved}\n}}"
    if call.owner is not None and call.is_on_instance:
        if call.function.is_mutating:
            text = changing(call.owner, text)
        else:
            before = [f"let instance = try {call.owner.path}.held(by: holder)"]
        pending = [*_keeping(call), *pending]
    if is_void(call.result):
        return [*before, text, *pending, "return .none"]
    if call.entry is NEXT:
        pending = [*pending, "guard let result else { return nil }"]
    return [
        *before,
        f"let result = {text}",
        *pending,
        f"return {giving(call.result, 'result')}",
    ]


def raising(text: str, throws: str | None) -> str:
    """A call whose error is raised."""
    if throws is None:
        return text
    if throws == "Failure":
        return f"try {text}"
    return f"try raising(in: scope) {{ () throws({throws}) in try {text} }}"


def _making(call: Call, owner: Nominal, text: str, pending: list[str]) -> list[str]:
    """The statements that give the object a new instance."""
    made = [f"let instance = {text}", *pending]
    if call.function.is_failable:
        refusal = f'"{call.name}(): there is no {owner.swift} for these arguments"'
        made = [
            f"let made = {text}",
            *pending,
            f"guard let instance = made else {{\n  throw .value({refusal})\n}}",
        ]
    return [*made, "try holder.hold(instance)", *_keeping(call)]


def _keeping(call: Call) -> list[str]:
    """The code that shows the garbage collector the callables that the object may keep."""
    if call.owner is None or call.owner.kind is not Kind.CLASS:
        return []
    return [f"holder.keep({p.local})" for p in call.parameters if p.is_kept]


def _pinning(call: Call, text: str) -> str:
    """The call while nothing moves the memory of the object and the arguments."""
    for index, parameter in enumerate(call.parameters):
        if path := call.pinned.get(parameter.swift.name):
            one = call.convention == "oneArgument"
            object = "argument" if one else f"arguments[{index}]"
            text = _pinned(f"{object}, as: {path}.self, by: .exporterType, in: scope", text)
    owner, moves = call.owner, "moves" in call.function.documentation.attributes
    if owner is None or not call.is_on_instance or moves or PROVIDER not in owner.conformances:
        return text
    return _pinned(f"as: {owner.path}.self, by: .exporterType", text, "holder")


def _calling_without_gil(call: Call, text: str) -> str:
    if call.throws is None and call.interrupted is None:
        return f"withoutGIL {{ {text} }}"
    throws = f" throws({call.throws})" if call.throws else ""
    text = f"try {text}" if call.throws else text
    name = "_" if call.interrupted is None else "interruption"
    return f"try raisingWithoutGIL(in: scope) {{ {name}{throws} in {text} }}"


def _pinned(arguments: str, call: str, on: str = "Holder") -> str:
    body = indent(call, "  ")
    return f"try {on}.pinned({arguments}) {{ () throws(Failure) in\n{body}\n}}"


def changing(owner: Nominal, statement: str) -> str:
    """The code that changes the value that an object holds, which it calls `instance`."""
    body = indent(statement, "  ")
    return f"try holder.change({owner.path}.self) {{ instance throws(Failure) in\n{body}\n}}"
