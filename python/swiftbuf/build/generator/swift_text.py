"""Pieces of Swift source that several files share: literals and tables."""

from .call_source import wrapper_name
from .calls import Call


def table(name: str, calls: list[Call], access: str = "") -> str:
    """A method table, which ends with an empty row."""
    type = f"InlineArray<{len(calls) + 1}, PyMethodDef>"
    lines = [f"nonisolated(unsafe) {access}var {name}: {type} = ["]
    for call in calls:
        lines.append(f'  .{call.convention}("{call.name}", {wrapper_name(call)}, ')
        head = f"{call.signature(call.first)}\n--\n\n"
        documentation = call.docstring()
        text = literal(head + documentation, "    ") if documentation else quoted_text(head)
        lines[-1] += text + "),"
    return "\n".join([*lines, "  PyMethodDef(),", "]", ""])


def literal(text: str, margin: str) -> str:
    """A text as a Swift literal, of several lines if it has several."""
    if "\n" not in text.rstrip("\n"):
        return quoted_text(text)
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    lines = [margin + line if line else "" for line in escaped.split("\n")]
    return '"""\n' + "\n".join([*lines, f'{margin}"""'])


def quoted_text(text: str) -> str:
    """A text as a Swift literal of one line."""
    for character, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        text = text.replace(character, written)
    return f'"{text}"'
