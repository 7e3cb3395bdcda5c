"""As ../test_kept_memory.py, for larger libraries: rows of the table in docs/life-cycle.md."""

import inspect
import re
from pathlib import Path

import numba
import numpy as np
import pygame
import pytest
import readme
import test_kept_memory
import torch
from modelling import run_isolated

from swiftbuf import Waveform


def torch_frombuffer(w):
    """`torch.frombuffer(w, dtype=...)`"""
    return torch.frombuffer(w, dtype=torch.int16)


def torch_asarray(w):
    """`torch.asarray(w, dtype=...)`"""
    return torch.asarray(w, dtype=torch.int16)


def pygame_image(w):
    """`pygame.image.frombuffer(w, size, "RGBA")`"""
    return pygame.image.frombuffer(w, (2, 1), "RGBA")


def numba_frombuffer(w):
    """`np.frombuffer(w, dtype)`, compiled by `numba.njit`"""
    return numba.njit(lambda memory: np.frombuffer(memory, np.int16))(w)


CONSUMERS = [torch_frombuffer, torch_asarray, pygame_image, numba_frombuffer]


def release_under(name):
    w = Waveform(4, "h")
    kept = globals()[name](w)
    assert w.exports == 0
    w.release()
    del kept


def release_refused(name):
    w = Waveform(4, "h")
    kept = globals()[name](w[:])
    assert w.exports == 1
    with pytest.raises(BufferError):
        w.release()
    del kept


@pytest.mark.parametrize("deed", [release_under, release_refused], ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("name", [consumer.__name__ for consumer in CONSUMERS])
def test_a_consumer_without_a_view_and_its_remedy(name, deed):
    run_isolated(deed, name)


def test_the_table_of_the_docs_has_these_rows():
    text = readme.text(Path("docs/life-cycle.md"))
    section = text.split("\n### Memory kept without a view\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    consumers = [*test_kept_memory.CONSUMERS, *CONSUMERS]
    assert rows == [inspect.getdoc(consumer).splitlines()[0] for consumer in consumers]
