"""Parts of README.md for the first page of the site, so that neither is written twice."""

import re
from pathlib import Path


def part(readme: Path, name: str) -> str:
    """`introduction`, which is all before the first section, or the section of that anchor, with
    its heading. Links are those of a page in docs/."""
    text = readme.read_text(encoding="utf-8")
    introduction, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    parts = {anchor(section): section for section in sections}
    parts["introduction"] = introduction.partition("\n")[2].strip()
    moved = parts[name].replace("](docs/", "](").replace("](examples/", "](../examples/")
    return moved.rstrip()


def anchor(section: str) -> str:
    """The anchor of a section's heading, as code hosts make them."""
    heading = section.partition("\n")[0].removeprefix("## ")
    return re.sub(r"[^a-z0-9-]", "", heading.lower().replace(" ", "-"))
