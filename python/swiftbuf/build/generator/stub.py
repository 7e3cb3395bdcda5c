"""The stub file of a module: names, types and documentation for editors and type checkers."""

import re
from collections.abc import Iterator
from textwrap import indent

from .calls import Call
from .classes import Attribute, PythonClass
from .enums import EnumClass
from .errors import ExceptionClass
from .module_source import Plan
from .names import snake_case

IMPORTS = {
    "enum": ("Enum", "IntEnum", "StrEnum"),
    "collections.abc": ("Callable", "Iterable", "Iterator"),
    "typing": ("Any", "ClassVar", "Final", "Literal", "Self", "SupportsIndex"),
    "_typeshed": ("ReadableBuffer", "StrOrBytesPath", "WriteableBuffer"),
}
BUILTINS = {"bool", "bytes", "classmethod", "dict", "float", "int", "list", "memoryview", "object"}
BUILTINS |= {"property", "range", "str", "tuple"}
HEAD = '"""Made by swiftbuf.build from the public declarations of the Swift module {}."""\n'


def stub(made: Plan) -> str:
    """The text of the ``.pyi``."""
    blocks = [f"{name}: Final[{annotation}]\n" for _, name, annotation in made.constants]
    if blocks:
        blocks = ["".join(blocks)]
    blocks += [python_class(made, planned) for planned in made.classes if planned.is_outermost]
    blocks += [enumeration(planned) for planned in made.enums if planned.is_outermost]
    blocks += map(exception, made.exceptions)
    blocks += map(function, made.functions)
    text = qualified("\n".join(blocks), shadowed(made))
    imports = ["import builtins\n"] if "builtins." in text else []
    for module, names in IMPORTS.items():
        if used := [name for name in names if re.search(rf"\b{name}\b", text)]:
            imports.append(f"from {module} import {', '.join(used)}\n")
    gaps = [f"# {left.swift}: {left.reason}\n" for left in made.left]
    if gaps:
        gaps = ["# Not carried over from Swift:\n", *gaps]
    parts = [HEAD.format(made.library.module), "".join(imports), text, "".join(gaps)]
    return "\n".join(part for part in parts if part)


def shadowed(made: Plan) -> set[str]:
    """The built-in types that the stub uses, and whose names something in it has."""
    names = {name for _, name, _ in made.constants}
    names |= {call.name for call in made.functions} | {planned.name for planned in made.exceptions}
    names |= {planned.name for planned in (*made.classes, *made.enums)}
    for planned in made.classes:
        names |= {call.name for call in planned.methods} | {a.name for a in planned.attributes}
        names |= {name for _, name, _ in planned.constants}
    return BUILTINS & names


def qualified(text: str, names: set[str]) -> str:
    """Stub source where these names mean the built-in types in annotations, bases and decorators.

    A name that is declared comes after ``def`` or ``class``, or before a colon.
    """
    if not names:
        return text
    found = "|".join(sorted(names))
    used = rf"(?<=-> )(?:{found})\b|(?<![\w.])(?<!def )(?<!class )(?:{found})\b(?![:(=]|\.setter)"
    parts = re.split(r'("""(?:\\.|[^\\])*?""")', text)
    parts[::2] = [re.sub(used, r"builtins.\g<0>", part) for part in parts[::2]]
    return "".join(parts)


def function(call: Call, first: tuple[str, ...] = ()) -> str:
    head = f"def {call.name}({call.stub_parameters(list(first))}) -> {call.result_annotation}:"
    return documented(head, call.docstring())


def python_class(made: Plan, planned: PythonClass) -> str:
    """A class with its nested classes."""
    lines = []
    if text := planned.docstring():
        lines.append(docstring(text))
    inside = f"{planned.qualified_name}."
    for other in made.classes:
        if other.qualified_name == inside + other.name:
            lines.append(python_class(made, other))
    for nested in made.enums:
        if nested.qualified_name == inside + nested.name:
            lines.append(enumeration(nested))
    lines += [f"{name}: ClassVar[{annotation}]" for _, name, annotation in planned.constants]
    if planned.initializer is not None:
        parameters = planned.initializer.stub_parameters(["self"])
        lines.append(f"def __init__({parameters}) -> None: ...")
    lines += map(attribute, planned.attributes)
    lines += [method(call) for call in planned.methods]
    lines += protocols(planned)
    body = "\n".join(line.rstrip("\n") for line in lines) or "..."
    return f"class {planned.name}:\n{indent(body, '    ')}\n"


def method(call: Call) -> str:
    if not call.entry.is_on_type:
        return function(call, ("self",))
    if call.entry.makes_instance:
        head = f"def {call.name}({call.stub_parameters(['cls'])}) -> Self:"
        return "@classmethod\n" + documented(head, call.docstring())
    return "@classmethod\n" + function(call, ("cls",))


def attribute(planned: Attribute) -> str:
    text = planned.property.documentation.docstring()
    read = planned.annotation or "Any"
    lines = "@property\n" + documented(f"def {planned.name}(self) -> {read}:", text)
    if planned.set_annotation is None:
        return lines
    head = f"def {planned.name}(self, value: {planned.set_annotation}, /) -> None: ..."
    return f"{lines}@{planned.name}.setter\n{head}"


def protocols(planned: PythonClass) -> Iterator[str]:
    """The methods that Python calls."""
    if planned.call is not None:
        yield function(planned.call, ("self",))
    if planned.is_exporter:
        yield "def __buffer__(self, flags: int, /) -> memoryview: ..."
    if planned.has_length:
        yield "def __len__(self) -> int: ..."
    if (found := planned.subscript) is not None:
        yield f"def __getitem__(self, key: {found.key_annotation}, /) -> {found.annotation}: ..."
        if found.set_annotation is not None:
            parameters = f"self, key: {found.key_annotation}, value: {found.set_annotation}, /"
            yield f"def __setitem__({parameters}) -> None: ..."
            if found.may_be_missing:
                yield f"def __delitem__(self, key: {found.key_annotation}, /) -> None: ..."
    if planned.element is not None:
        yield f"def __iter__(self) -> Iterator[{planned.element_annotation}]: ..."
        if planned.advance is not None:
            yield f"def __next__(self) -> {planned.element_annotation}: ..."
    if planned.has("Equatable"):
        yield "def __eq__(self, other: object, /) -> bool: ..."
        if planned.has("Hashable"):
            yield "def __hash__(self) -> int: ..."
        else:
            yield "__hash__: ClassVar[None]  # type: ignore[assignment]"
    if planned.has("Comparable"):
        for name in ("lt", "le", "gt", "ge"):
            yield f"def __{name}__(self, other: {planned.qualified_name}, /) -> bool: ..."


def enumeration(planned: EnumClass) -> str:
    lines = [f"class {planned.name}({planned.base}):"]
    if text := planned.enum.documentation.docstring():
        lines.append(indent(docstring(text), "    "))
    for case, name in planned.members:
        lines.append(f"    {name} = ...")
        if text := case.documentation.docstring():
            lines.append(indent(docstring(text), "    "))
    return "\n".join(lines) + "\n"


def exception(planned: ExceptionClass) -> str:
    lines = [f"class {planned.name}({planned.base}):"]
    if text := planned.error.documentation.docstring():
        lines.append(indent(docstring(text), "    "))
    if planned.cases:
        cases = ", ".join(f'"{snake_case(case.base)}"' for case, _ in planned.cases)
        lines.append(f"    case: Literal[{cases}]")
    for name, annotations in planned.attributes().items():
        lines.append(f"    {name}: {' | '.join(annotations)}")
    lines += [f"    {a.name}: {a.annotation}" for a in planned.properties]
    if len(lines) == 1:
        return f"{lines[0]} ...\n"
    return "\n".join(lines) + "\n"


def documented(head: str, text: str) -> str:
    if not text:
        return f"{head} ...\n"
    return f"{head}\n{indent(docstring(text), '    ')}\n"


def docstring(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if text.endswith('"'):
        text = text[:-1] + '\\"'
    return f'"""{text}"""' if "\n" not in text else f'"""{text}\n"""'
