"""The Swift source between the arguments of Python and those of a call."""

from textwrap import indent

from .calls import Call, Passed
from .expressions import closure, has_tuple, optional_closure, reading, span, written
from .names import label_text


def reading_arguments(call: Call) -> list[str]:
    """The statements that read the arguments, except those that stay in Python's memory."""
    return [
        _reading_of(call, index, parameter)
        for index, parameter in enumerate(call.parameters)
        if not parameter.is_span
    ]


def _reading_of(call: Call, index: int, parameter: Passed) -> str:
    type, name, local = parameter.type, f'"{parameter.name}"', parameter.local
    object = _object(call, index)
    if type.name == "->":
        return f"let {local} = try Callback({object}, {name}, in: scope)"
    if parameter.is_optional_closure:
        passed = "argument" if call.convention == "oneArgument" else f"arguments[{index}]"
        return f"let {local} = try Callback.optional({passed}, {name}, in: scope)"
    if parameter.default is None and (has_tuple(type) or call.convention == "oneArgument"):
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


def _object(call: Call, index: int) -> str:
    """The value passed for a required parameter."""
    return "argument" if call.convention == "oneArgument" else f"arguments[required: {index}]"


def within_spans(call: Call, statements: list[str]) -> list[str]:
    """The statements with the memory of each span lent to them."""
    for index, parameter in reversed(list(enumerate(call.parameters))):
        if parameter.is_span:
            name = f'"{parameter.name}"'
            head = span(parameter.type, _object(call, index), parameter.local, name)
            statements = [f"{head}\n{indent(chr(10).join(statements), '  ')}\n}}"]
    return statements


def swift_arguments(call: Call) -> str:
    by_swift = {parameter.swift.name: parameter for parameter in call.parameters}
    passed = []
    for parameter in call.function.parameters:
        if parameter.name == call.interrupted:
            value = "{ interruption.isRequested }"
        else:
            value = _value(by_swift[parameter.name])
        label = "" if parameter.label == "_" else f"{label_text(parameter.label)}: "
        passed.append(label + value)
    return ", ".join(passed)


def _value(passed: Passed) -> str:
    """The argument in the call of the function."""
    if passed.type.name == "->":
        return closure(passed.type, passed.local)
    if passed.is_optional_closure:
        return optional_closure(passed.type, passed.local)
    return f"&{passed.local}" if passed.type.inout else passed.local
