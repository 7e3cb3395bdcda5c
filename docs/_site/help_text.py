"""Help texts as Sphinx reads them: what is written for `help()` becomes reStructuredText.

The texts are written to be read as they are. Their conventions, and what becomes of them:

- a term with an indented text below is a definition, which it is in reStructuredText too;
- `ValueError: when` and `name: what it is`, in lines of a paragraph of their own, are fields;
- what is indented after a colon at the end of a line is shown as it stands.
"""

import re
from collections.abc import Iterator

FIELD = re.compile(r"([A-Z]\w*Error|Cost|[a-z]\w*): (?=\S)")
SECOND_ERROR = re.compile(r"(?<=\.) (?=[A-Z]\w*Error: )")


def restructured(lines: list[str]) -> list[str]:
    """The lines of one help text, its signature not among them."""
    return [line for paragraph in paragraphs(lines) for line in [*marked(paragraph), ""]]


def paragraphs(lines: list[str]) -> Iterator[list[str]]:
    """The paragraphs; in front of one that is to be shown as it stands, what says so."""
    text = "\n".join(lines).strip("\n")
    whole = [part.split("\n") for part in re.split(r"\n\s*\n", text)]
    for paragraph, following in zip(whole, [*whole[1:], [""]], strict=True):
        literal = indent(following[0]) > indent(paragraph[-1])
        doctest = following[0].lstrip().startswith(">>>")
        if re.search(r"[^:]:$", paragraph[-1]) and literal and not doctest:
            paragraph += ["", " " * indent(paragraph[-1]) + ".. code-block:: text"]
        yield paragraph


def marked(paragraph: list[str]) -> list[str]:
    """A paragraph of fields as a list of fields; any other as it is."""
    if indent(paragraph[0]) or not FIELD.match(paragraph[0]):
        return paragraph
    result = []
    for line in SECOND_ERROR.sub("\n", "\n".join(paragraph)).split("\n"):
        field = FIELD.match(line)
        result.append(f":{role(field[1])}: {line[field.end() :]}" if field else f"    {line}")
    return result


def role(name: str) -> str:
    if name.endswith("Error"):
        return f"raises {name}"
    return name if name == "Cost" else f"param {name}"


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())
