"""Every public name of the Swift library says what it is, for DocC and for editors."""

import re
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parent.parent / "Sources/BufferProtocol"
FILES = sorted(LIBRARY.rglob("*.swift"))
PUBLIC = re.compile(r"^\s*(@\w+(\([\w_]*\))? )*(public|open) (?!extension)")
# Lines of attributes only, and of conditions that choose among them.
BETWEEN = re.compile(r"\s*((@\w+(\([\w\"]*\))?\s*)+|#(if|elseif|else|endif)\b.*)")


def undocumented(text):
    """The public declarations without a comment above, attributes between the two not counted."""
    above = ""
    for line in text.splitlines():
        if PUBLIC.match(line) and not above.startswith("///"):
            yield line.strip()
        if not BETWEEN.fullmatch(line):
            above = line.strip()


def test_a_name_without_a_comment_is_found():
    text = "/// Said.\n@safe\npublic struct A {\n  public let b: Int\n}\n"
    assert list(undocumented(text)) == ["public let b: Int"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_public_name_is_documented(path):
    assert list(undocumented(path.read_text())) == []
