"""Swift expressions that convert a value of any type: those of parts, put together.

The types of a table row convert themselves, and so do arrays, dictionaries and optionals of them. A
tuple or a closure has no conformances in Swift, so what has one inside is taken apart here.
"""

from textwrap import indent

from .syntax import Type
from .type_map import BUFFERS, is_array, is_void


def has_tuple(type: Type) -> bool:
    return type.name == "()" or any(map(has_tuple, type.parts))


def reading(type: Type, object: str, argument: str) -> str:
    """An expression for the value of a Python object."""
    if not has_tuple(type):
        return f"try {written(type)}.fromPython({object}, {argument}, in: scope)"
    if type.name == "()":
        items = [
            reading(part, f"items.element({index})", f"place.element({index})")
            for index, part in enumerate(type.parts)
        ]
        body = indent(",\n".join(items), "  ")
        return (
            f"try {object}.withElements({len(items)}, {argument}) {{\n"
            "  items, place throws(Failure) in\n"
            f"  (\n{indent(body, '  ')}\n  )\n}}"
        )
    (part,) = type.parts
    if type.name == "[]":
        inner = indent(reading(part, "item", "place"), "  ")
        return f"try {object}.map({argument}) {{ item, place throws(Failure) in\n{inner}\n}}"
    return f"{object}.isNone ? nil : {reading(part, object, argument)}"


def giving(type: Type, value: str) -> str:
    """An expression for a new Python object of a value."""
    if is_array(type):
        return f"try {value}.toPython(in: scope, by: .exporterType)"
    if not has_tuple(type):
        return f"try {value}.toPython(in: scope)"
    if type.name == "()":
        cases = "\n".join(
            f"{'default' if index + 1 == len(type.parts) else f'case {index}'}: "
            f"{giving(part, f'{value}.{index}')}"
            for index, part in enumerate(type.parts)
        )
        return (
            f"try .tuple({len(type.parts)}) {{ index throws(Failure) in\n"
            f"  switch index {{\n{indent(cases, '  ')}\n  }}\n}}"
        )
    (part,) = type.parts
    if type.name == "[]":
        inner = indent(giving(part, "item"), "  ")
        return f"try .list({value}) {{ item throws(Failure) in\n{inner}\n}}"
    inner = indent(giving(part, "item"), "  ")
    return f"try .optional({value}) {{ item throws(Failure) in\n{inner}\n}}"


def closure(type: Type, callback: str) -> str:
    """A Swift closure of the type that calls a Python callable, which `callback` keeps."""
    *parameters, result = type.parts
    names = [f"value{index}" for index in range(len(parameters))]
    typed = ", ".join(
        f"{name}: {part.spelled()}" for name, part in zip(names, parameters, strict=True)
    )
    throws = "" if type.throws is None else f" throws({type.throws})"
    returned = "" if is_void(result) else f" -> {result.spelled()}"
    # A closure that throws Failure passes the exception on; others return a neutral value.
    raises = type.throws == "Failure"
    neutral = "" if raises else f"neutral: {'()' if is_void(result) else neutral_of(result)}, "
    if is_void(result):
        read = "_, _ throws(Failure) in ()"
    else:
        value = reading(result, "returned", '"the result of a callback"')
        read = f"returned, scope throws(Failure) in\n{indent(value, '    ')}\n"
    given = "\n".join(
        f"{'default' if index + 1 == len(names) else f'case {index}'}: {giving(part, name)}"
        for index, (part, name) in enumerate(zip(parameters, names, strict=True))
    )
    arguments = (
        f"scope throws(Failure) in\n  try .tuple({len(names)}) {{ index throws(Failure) in\n"
        f"    switch index {{\n{indent(given, '    ')}\n    }}\n  }}\n"
        if names
        else "_ throws(Failure) in try .tuple(0) { _ in .none } "
    )
    opening = "{ " + (f"({typed}){throws}{returned} in" if names or throws or returned else "")
    return (
        f"{opening}\n"
        f"  {'try ' if raises else ''}{callback}.call(\n"
        f"    {neutral}{{ {indent(arguments, '    ').lstrip()}    }},\n"
        f"    {{ {read} }})\n}}"
    )


def optional_closure(type: Type, callback: str) -> str:
    """As ``closure``, for an optional closure, and a `Callback?` in the variable ``callback``.

    It is not `callback.map { ... }`: the compiler of Swift 6.3 crashes where a generic function
    returns a closure with a typed `throws`.
    """
    inner = indent(closure(type.parts[0], "callback"), "    ")
    return f"{{\n  if let callback = {callback} {{\n{inner}\n  }} else {{\n    nil\n  }}\n}}()"


def neutral_of(type: Type) -> str:
    if type.name == "()":
        return f"({', '.join(map(neutral_of, type.parts))})"
    return f"{written(type)}.neutral"


def written(type: Type) -> str:
    """A type where an expression has it, such as `[Int]` or `Optional<Int>`."""
    if type.name == "?":
        return f"Optional<{type.parts[0].spelled()}>"
    return type.spelled()


def span(type: Type, object: str, name: str, argument: str) -> str:
    """The call that lends a buffer as a span, up to the start of its body."""
    function = BUFFERS[type.name].function
    parts = f", as: {type.parts[0].spelled()}.self" if type.parts else ""
    local = f"({name}: inout {type.spelled()})" if type.inout else name
    return (
        f"return try {function}(of: {object}{parts}, argument: {argument}) {{\n"
        f"  {local} throws(Failure) in"
    )
