"""Default values: those that mean the same in another Swift file, and as Python writes them."""

import ast
import re
from collections.abc import Container

from .syntax import TOKEN

INTEGER = re.compile(r"-?(0x[\da-fA-F_]+|0b[01_]+|0o[0-7_]+|\d[\d_]*)$")
FLOAT = re.compile(r"-?\d[\d_]*\.\d[\d_]*([eE][+-]?\d+)?$")
WORDS = {"nil": "None", "true": "True", "false": "False", "[:]": "{}", "[]": "[]"}


def is_copyable(text: str, known: Container[str]) -> bool:
    """Whether a default value means the same in another Swift file.

    Literals do, and members of types. A name by itself has to be one of `known`, those that the
    library has for everyone: others are for its own code (`@usableFromInline`) or of a type.
    """
    if '"' in text and "\\(" in text:
        return False
    before, place = "", 0
    while found := TOKEN.match(text, place):
        token, place = found[1], found.end()
        is_name = re.match(r"[a-z_`#@]", token) is not None
        is_label = text[place : place + 1] == ":"
        if is_name and before != "." and not is_label and token not in WORDS and token not in known:
            return False
        before = token
    return True


def in_python(text: str) -> str:
    """The value as Python source; ``...`` if it is not a literal."""
    if text in WORDS:
        return WORDS[text]
    if INTEGER.match(text) or FLOAT.match(text):
        digits = text.replace("_", "")
        return str(
            ast.literal_eval(digits.lstrip("0") or "0")
            if digits.isdigit()
            else ast.literal_eval(digits)
        )
    if re.match(r'"(?:[^"\\]|\\["\\nt])*"$', text):
        return repr(ast.literal_eval(text))
    return "..."
