"""The pictures of the documentation are what `make pictures` draws today."""

import importlib.util

import numpy as np
import pytest
import readme
from matplotlib.image import imread


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(readme.ROOT / "tools")
    path = readme.ROOT / "tools/pictures.py"
    spec = importlib.util.spec_from_file_location("pictures_tool", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_of_the_docs_are_current(tool):
    for name, text in tool.drawn().items():
        assert (readme.ROOT / "docs" / name).read_text(encoding="utf-8") == text, "make pictures"


def test_the_picture_of_the_demo_is_current(tool, tmp_path):
    """But for some pixels: another matplotlib may draw a letter a little differently."""
    tool.draw_demo(tmp_path / "demo.png")
    shown, drawn = imread(readme.ROOT / "docs/demo.png"), imread(tmp_path / "demo.png")
    assert shown.shape == drawn.shape, "make pictures"
    assert np.mean(np.abs(shown - drawn).max(axis=-1) > 0.2) < 0.0002, "make pictures"
