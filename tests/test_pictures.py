"""The pictures of the documentation are what `make pictures` draws today."""

import importlib.util

import pytest
import readme


def drawn():
    spec = importlib.util.spec_from_file_location(
        "pictures_tool", readme.ROOT / "tools/pictures.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.drawn()


@pytest.mark.parametrize("name", ["looking.svg", "looking-damaged.svg"])
def test_a_picture_of_the_docs_is_current(name):
    assert (readme.ROOT / "docs" / name).read_text(encoding="utf-8") == drawn()[name]
