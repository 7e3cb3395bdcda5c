"""A notebook of examples/ as a page: its cells, run here, and below each what it shows."""

import ast
import json
from pathlib import Path
from typing import Any


def page(notebook: Path, pictures: Path, address: str) -> str:
    """The cells after the title, which the page has itself. The pictures go into a folder, to
    which `address` leads from the page."""
    pictures.mkdir(parents=True, exist_ok=True)
    names: dict[str, Any] = {}
    parts = []
    for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source.partition("\n")[2].strip() if source.startswith("# ") else source)
            continue
        parts.append(f"```python\n{source}\n```")
        # As in Jupyter, nothing is shown for None.
        if (result := run(source, names)) is not None:
            picture = pictures / f"{notebook.stem}-{number}.svg"
            parts.append(shown(result, picture, f"{address}/{picture.name}"))
    return "\n\n".join(parts)


def run(source: str, names: dict[str, Any]) -> Any:
    """Runs a cell; the value of its last line, if that is an expression."""
    module = ast.parse(source)
    last = module.body.pop() if isinstance(module.body[-1], ast.Expr) else None
    exec(compile(module, "<cell>", "exec"), names)
    return eval(ast.unparse(last), names) if last else None


def shown(result: Any, picture: Path, address: str) -> str:
    """What Jupyter shows: the picture of what has one, the `repr` of anything else."""
    svg = result._repr_svg_() if hasattr(result, "_repr_svg_") else None
    if svg is None:
        return f"```text\n{result!r}\n```"
    picture.write_text(svg, encoding="utf-8")
    return f"![The picture of {result!r}]({address})".replace("<", "").replace(">", "")
