"""Functions that run without the GIL, because their author says so."""

from .attributes import refusal
from .declarations import Function
from .syntax import Type
from .type_map import PROVIDER, TypeMap


def is_given_up(function: Function, types: TypeMap) -> bool:
    """Whether a function runs without the GIL.

    Raises CompileError if it would touch a Python object meanwhile: a callable, or the exception
    that a `Failure` is.
    """
    said = function.documentation.attributes
    if "withoutGIL" not in said:
        return False
    own = said.get("interrupted")
    for parameter in function.parameters:
        if parameter.name != own and holds_callable(types.resolve(parameter.type, function.scope)):
            raise refusal(
                function, "withoutGIL", f"its argument {parameter.name} is a Python callable"
            )
    if function.throws == "Failure":
        raise refusal(function, "withoutGIL", "it throws Failure, which is a Python exception")
    for parameter in function.parameters:
        type = types.resolve(parameter.type, function.scope)
        if provider(type, types) is None and holds_provider(type, types):
            raise refusal(
                function,
                "withoutGIL",
                f"its argument {parameter.name} holds objects that show their memory, which could "
                "be moved meanwhile; take one at a time",
            )
    return True


def pinned(function: Function, types: TypeMap) -> dict[str, str]:
    """The parameters whose memory must stay where it is while it runs, with their classes."""
    found = {
        parameter.name: provider(types.resolve(parameter.type, function.scope), types)
        for parameter in function.parameters
    }
    return {name: path for name, path in found.items() if path is not None}


def provider(type: Type, types: TypeMap) -> str | None:
    """The path of the class of an argument whose memory must stay where it is."""
    if type.name == "?":
        (type,) = type.parts
    found = types.nominal(type)
    return found.path if found and PROVIDER in found.conformances else None


def holds_provider(type: Type, types: TypeMap) -> bool:
    return provider(type, types) is not None or any(
        holds_provider(part, types) for part in type.parts
    )


def holds_callable(type: Type) -> bool:
    return type.name == "->" or any(map(holds_callable, type.parts))


def interrupted(function: Function, types: TypeMap) -> str | None:
    """The parameter by which a function without the GIL asks whether Ctrl-C has been pressed.

    Raises CompileError if there is none of that name and type.
    """
    said = function.documentation.attributes
    name = said.get("interrupted")
    if name is None:
        return None
    if "withoutGIL" not in said:
        raise refusal(function, f"interrupted={name}", "it is for functions with withoutGIL")
    for parameter in function.parameters:
        type = types.resolve(parameter.type, function.scope)
        if parameter.name == name:
            asks = Type("->", (Type("Bool"),))
            if type == asks:
                return name
            raise refusal(
                function,
                f"interrupted={name}",
                f"the parameter is of type {parameter.type}, not () -> Bool"
                + (", which the call outlives" if type.escaping else ""),
            )
    raise refusal(function, f"interrupted={name}", "it has no parameter of that name")
