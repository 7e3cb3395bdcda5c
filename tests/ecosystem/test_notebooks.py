"""The notebooks in examples/: each runs from a fresh kernel, and its outputs are what it says."""

from pathlib import Path
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from nbclient import NotebookClient

from swiftbuf import Waveform

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_committed_without_outputs(path):
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    assert [cell for cell in cells if cell.outputs or cell.execution_count] == []


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What each cell of recording.ipynb that has a result shows, as one dict of types each."""
    notebook = nbformat.read(EXAMPLES / "recording.ipynb", as_version=4)
    folder = tmp_path_factory.mktemp("notebook")
    # A cell that raises is an error here.
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}}).execute()
    assert list(folder.iterdir()) == []
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} == {"execute_result"}
    return [output.data for output in outputs]


def test_waveforms_are_shown_as_pictures_with_their_repr_beside_them(shown):
    pictures = [data for data in shown if "image/svg+xml" in data]
    titles = [ElementTree.fromstring(data["image/svg+xml"]).get("aria-label") for data in pictures]
    assert titles == [
        "format d, shape (800, 4)",
        "format d, shape (800, 4)",
        "format d, shape (80,)",
        "format h, shape (20000000,)",
        "format h, shape (600,)",
        "released Waveform",
    ]
    assert pictures[0]["text/plain"] == "<swiftbuf.Waveform format 'd' shape (800, 4)>"


def test_an_edit_changes_the_picture(shown):
    before, after = (data["image/svg+xml"] for data in shown[:2])
    assert "<text" in before
    assert before != after


def test_the_peak_is_found_where_it_is(shown):
    texts = [data["text/plain"] for data in shown if "image/svg+xml" not in data]
    assert texts == ["(82, 30000)", "(16543210, 30000)"]


def test_a_released_waveform_says_so(shown):
    assert shown[-1]["text/plain"] == "<released swiftbuf.Waveform>"
    assert ">released<" in shown[-1]["image/svg+xml"]


@pytest.mark.parametrize(
    ("waveform", "types"),
    [
        (Waveform(8), {"text/plain", "image/svg+xml"}),
        (Waveform.from_buffer(np.zeros((2, 9), "F")), {"text/plain", "image/svg+xml"}),
        (Waveform(()), {"text/plain"}),
        (Waveform(0), {"text/plain", "image/svg+xml"}),
        (Waveform(4, "c"), {"text/plain"}),
    ],
    ids=repr,
)
def test_ipython_takes_the_picture_and_falls_back_to_text(waveform, types):
    data, _ = DisplayFormatter().format(waveform)
    assert set(data) == types
