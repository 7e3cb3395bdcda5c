"""How Python is to call a Swift function, or why it cannot."""

import re

from . import gil
from .calls import CALL, FUNCTION, NEXT, Call, Entry, Passed
from .declarations import Function, Nominal
from .defaults import in_python, is_copyable
from .names import OWN_NAMES, lower_first, quoted, snake_case, unique
from .syntax import Parameter, Type
from .type_map import TypeMap, Unmapped, is_void


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
    named = locals_of(function)
    taken = [pass_(parameter, named, function, types, notes) for parameter in passed]
    # A default before a parameter without one can be used by keyword alone.
    last = max((i for i, p in enumerate(taken) if p.default is None), default=-1)
    early = [p for i, p in enumerate(taken) if p.default is not None and i < last]
    ordered = [p for p in taken if p not in early] + early
    # If it has no label in Swift, no position after it may mean another parameter than there.
    unnamed = next((i for i, p in enumerate(taken) if p in early and p.swift.label == "_"), None)
    positional = sum(p not in early for p in taken[:unnamed])
    names = [p.name for p in ordered]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Unmapped(f"two of its parameters would be called {twice!r}")
    throws = types.thrown(function.throws, function.scope)
    result = types.resolve(function.result, function.scope)
    if entry is NEXT:
        check_next(function, result)
        (result,) = result.parts
    return Call(
        function,
        name or python_name(function),
        tuple(ordered),
        min(leading, positional),
        positional,
        result,
        types.returned(result),
        throws,
        types.has_callbacks,
        gil.is_given_up(function, types),
        interrupted,
        gil.pinned(function, types),
        entry,
        owner,
        callee(function, types, entry, owner),
    )


def callee(function: Function, types: TypeMap, entry: Entry, owner: Nominal | None) -> str:
    """What generated code calls; an instance is in a variable of that name."""
    if owner is None:
        return mention(function.base, types)
    if entry.makes_instance:
        return owner.path
    if entry is CALL:
        return "instance"
    return f"{owner.path if entry.is_on_type else 'instance'}.{quoted(function.base)}"


def mention(name: str, types: TypeMap) -> str:
    """A function or constant outside of types in generated code, whose own names come first.

    Raises Unmapped if there is no way to mention it.
    """
    if name not in OWN_NAMES:
        return quoted(name)
    module = types.library.module
    if module in types.library.types:
        raise Unmapped(
            f"the generated code has a {name} too, and {module}.{name} would be one of the type "
            f"{module}; rename it"
        )
    return f"{module}.{quoted(name)}"


def locals_of(function: Function) -> dict[str, str]:
    """The variable for each parameter in generated code, by the name of the parameter.

    It hides nothing that the code mentions: its own names, the function, names in default values,
    and types, which have a capital.
    """
    defaults = [parameter.default for parameter in function.parameters if parameter.default]
    mentioned = OWN_NAMES | {function.base, *re.findall(r"\w+", " ".join(defaults))}
    names = [parameter.name for parameter in function.parameters]
    found: dict[str, str] = {}
    for name in names:
        others = {other for other in names if other != name}
        found[name] = unique(lower_first(name), mentioned | others | set(found.values()))
    return found


def check_next(function: Function, result: Type) -> None:
    """Raises Unmapped if a function cannot be `__next__`."""
    if function.is_static or function.parameters or result.name != "?":
        raise Unmapped("__next__ is a method without arguments that returns an optional")


def pass_(
    parameter: Parameter,
    named: dict[str, str],
    function: Function,
    types: TypeMap,
    notes: list[str],
) -> Passed:
    if parameter.is_variadic:
        raise Unmapped(f"its parameter {parameter.name} takes any number of values; take an array")
    type = types.resolve(parameter.type, function.scope)
    name = snake_case(parameter.name if parameter.label == "_" else parameter.label)
    default = parameter.default
    if default is not None and not is_copyable(default, types.global_names - OWN_NAMES):
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
    local = quoted(named[parameter.name])
    text = "..." if default is None else in_python(default)
    in_stub = "..." if default is None else types.default_in_stub(default, type)
    return Passed(parameter, type, name, local, types.argument(type), default, text, in_stub)


def makes_up(result: Type) -> bool:
    """Whether there is a result that does not say that there is none."""
    return not is_void(result) and result.name != "?"


def python_name(function: Function) -> str:
    return function.documentation.attributes.get("name") or snake_case(function.base)
