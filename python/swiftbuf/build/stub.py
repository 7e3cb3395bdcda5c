"""The stub file of a module: names, types and documentation for editors and type checkers."""

import re
from textwrap import indent

from .enums import EnumClass
from .errors import ExceptionClass
from .functions import Call
from .module_source import Plan
from .names import snake_case

IMPORTS = {
    "enum": ("Enum", "IntEnum", "StrEnum"),
    "collections.abc": ("Callable", "Iterable"),
    "typing": ("Final", "Literal", "SupportsIndex"),
    "_typeshed": ("ReadableBuffer", "WriteableBuffer"),
}
HEAD = '"""Made by swiftbuf.build from the public declarations of the Swift module {}."""\n'


def stub(made: Plan) -> str:
    """The text of the ``.pyi``."""
    blocks = [f"{name}: Final[{annotation}]\n" for _, name, annotation in made.constants]
    if blocks:
        blocks = ["".join(blocks)]
    blocks += map(enumeration, made.enums)
    blocks += map(exception, made.exceptions)
    blocks += map(function, made.functions)
    text = "\n".join(blocks)
    imports = []
    for module, names in IMPORTS.items():
        if used := [name for name in names if re.search(rf"\b{name}\b", text)]:
            imports.append(f"from {module} import {', '.join(used)}\n")
    gaps = [f"# {left.swift}: {left.reason}\n" for left in made.left]
    if gaps:
        gaps = ["# Not carried over from Swift:\n", *gaps]
    parts = [HEAD.format(made.library.module), "".join(imports), text, "".join(gaps)]
    return "\n".join(part for part in parts if part)


def function(call: Call, first: tuple[str, ...] = ()) -> str:
    head = f"def {call.name}({call.stub_parameters(list(first))}) -> {call.result_annotation}:"
    return documented(head, call.docstring())


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
