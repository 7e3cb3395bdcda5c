"""The Swift code of docs/waveform.md compiles, and does what it says."""

import textwrap
from pathlib import Path

import numpy as np
import readme

SOURCE = readme.ROOT / "tests/authoring/Sources/Probe/Readme.swift"


def test_the_code_of_the_page_is_compiled():
    (code,) = readme.blocks("swift", Path("docs/waveform.md"))
    declaration, statements = code.split("\n\n")
    compiled = SOURCE.read_text()
    assert declaration in compiled
    assert textwrap.indent(statements, "    ") in compiled


def test_the_object_shows_two_channels_and_keeps_them(probe):
    samples = np.asarray(probe.samples(probe.Plain))
    assert (samples.shape, samples.dtype) == ((2, 1024), np.float32)
    samples[1] = 0.5
    assert samples.sum() == 512
