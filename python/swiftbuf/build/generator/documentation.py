"""Documentation comments: what they tell readers, and what `- Python:` tells the build."""

import re
from dataclasses import dataclass, field

ATTRIBUTES = re.compile(r"^\s*- [Pp]ython:\s*(.*)$")
FIELD = re.compile(r"^\s*- (Parameters|Parameter [\w`]+|Returns|Throws|Complexity):\s*(.*)$")
ITEM = re.compile(r"^\s+- ([\w`]+):\s*(.*)$")
TITLES = {"Returns": "Returns:", "Throws": "Raises:", "Complexity": "Complexity:"}


@dataclass
class Documentation:
    """`text` is prose; `parameters`, by their Swift names, and `fields` come after it."""

    text: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)

    def docstring(self, names: dict[str, str] | None = None) -> str:
        """The docstring, with parameters renamed as in `names`."""
        blocks = [self.text] if self.text else []
        if self.parameters:
            lines = [
                f"    {(names or {}).get(name, name)}: {text}"
                for name, text in self.parameters.items()
            ]
            blocks.append("\n".join(["Args:", *lines]))
        blocks += [f"{TITLES[name]}\n    {text}" for name, text in self.fields.items()]
        return "\n\n".join(blocks)


def parse(lines: list[str]) -> Documentation:
    """Read a documentation comment."""
    found = Documentation()
    prose: list[str] = []
    into: tuple[dict[str, str], str] | None = None
    in_parameters = False
    for line in lines:
        if match := ATTRIBUTES.match(line):
            found.attributes |= attributes(match[1])
            into = None
        elif match := FIELD.match(line):
            name, text = match.groups()
            in_parameters = name == "Parameters"
            into = None
            if name.startswith("Parameter "):
                into = (found.parameters, name.split()[1].strip("`"))
            elif not in_parameters:
                into = (found.fields, name)
            if into:
                into[0][into[1]] = text
        elif in_parameters and (match := ITEM.match(line)):
            into = (found.parameters, match[1].strip("`"))
            into[0][into[1]] = match[2]
        elif into and line.startswith(" ") and line.strip():
            into[0][into[1]] += " " + line.strip()
        else:
            into, in_parameters = None, in_parameters and not line.strip()
            prose.append(line)
    found.text = "\n".join(prose).strip()
    return found


def attributes(text: str) -> dict[str, str]:
    """``name=other, withoutGIL`` as a dict; a word without a value has an empty one."""
    words = (word.strip().partition("=") for word in text.split(",") if word.strip())
    return {name.strip(): value.strip() for name, _, value in words}
