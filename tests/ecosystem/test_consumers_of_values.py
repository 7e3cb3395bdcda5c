"""Libraries that ignore byte order, format or read-only, or go through a list of values.

The first line of each docstring is a row of the second table under "Libraries that read something
else" in docs/interoperability.md; `test_the_tables_of_the_docs_have_these_rows` holds both to it.
"""

import inspect
import io
import random
import re
from pathlib import Path

import blosc2
import cv2
import numcodecs
import numpy as np
import pandas as pd
import pytest
import readme
import soundfile
import test_consumers_of_bytes
import torch
from nptdms import ChannelObject, TdmsFile, TdmsWriter

from swiftbuf import Waveform

SWAPPED = [0, 256, 512, 768]


def numbered(fmt="h"):
    w = Waveform(4, fmt)
    w[:] = range(4)
    return w


def test_soundfile_write():
    """`soundfile.write(path, w, rate)`, `SoundFile.buffer_write(w, dtype)`"""

    def written(w):
        file = io.BytesIO()
        soundfile.write(file, w, 8000, "PCM_16", format="WAV")
        file.seek(0)
        return soundfile.read(file, dtype="int16")[0].tolist()

    assert written(numbered(">h")) == SWAPPED
    assert written(numbered("h")) == [0, 1, 2, 3]


def test_soundfile_read():
    """`SoundFile.buffer_read_into(w, dtype)`"""
    file = io.BytesIO()
    soundfile.write(file, numbered(), 8000, "PCM_16", format="WAV")

    def read_into(w):
        file.seek(0)
        with soundfile.SoundFile(file) as sound:
            sound.buffer_read_into(w, "int16")
        return w.tolist()

    assert read_into(Waveform(4, "h").toreadonly()) == [0, 1, 2, 3]
    assert read_into(Waveform(4, ">h")) == SWAPPED


def test_cv2():
    """`cv2.mean(np.asarray(w))`, and all of OpenCV"""
    with pytest.raises(cv2.error):
        cv2.mean(numbered())
    assert cv2.mean(np.asarray(numbered(">h")))[0] == np.mean(SWAPPED)
    assert cv2.mean(np.asarray(numbered()))[0] == 1.5


def test_nptdms():
    """`nptdms.ChannelObject(group, channel, np.asarray(w))`"""

    def written(array):
        file = io.BytesIO()
        with TdmsWriter(file) as writer:
            writer.write_segment([ChannelObject("group", "channel", array)])
        file.seek(0)
        return TdmsFile.read(file)["group"]["channel"][:].tolist()

    assert written(np.asarray(numbered(">h"))) == SWAPPED
    assert written(np.asarray(numbered())) == [0, 1, 2, 3]
    assert written(numbered(">h")) == [0, 1, 2, 3]  # value by value


def test_torch_frombuffer():
    """`torch.frombuffer(w, dtype=...)`"""
    assert torch.frombuffer(numbered(">h"), dtype=torch.int16).tolist() == SWAPPED
    readonly = numbered().toreadonly()
    torch.frombuffer(readonly, dtype=torch.int16)[0] = 9
    assert readonly[0] == 9
    with pytest.raises(BufferError):
        torch.from_dlpack(numbered(">h"))


def test_torch_asarray():
    """`torch.asarray(w)`"""
    tensor = torch.asarray(numbered())
    assert (tensor.dtype, len(tensor)) == (torch.float32, 2)
    assert torch.from_dlpack(numbered()).dtype == torch.int16


def test_blosc2():
    """`blosc2.decompress(packed, dst=w)`, `blosc2.decompress2`"""
    readonly = Waveform(4, "B").toreadonly()
    blosc2.decompress(blosc2.compress(b"abcd", typesize=1), dst=readonly)
    assert bytes(readonly) == b"abcd"
    blosc2.decompress2(blosc2.compress2(b"efgh"), dst=readonly)
    assert bytes(readonly) == b"efgh"


def test_numcodecs():
    """`numcodecs.Blosc().decode(packed, out=w)`, `LZ4`, `Zstd`"""
    for codec in (numcodecs.Blosc(), numcodecs.LZ4(), numcodecs.Zstd()):
        readonly = Waveform(4, "B").toreadonly()
        codec.decode(codec.encode(b"abcd"), out=readonly)
        assert bytes(readonly) == b"abcd"


def test_shuffle():
    """`random.shuffle(w)` of more than one dimension"""
    w = Waveform((20, 2), "h")
    for row in range(20):
        w[row] = row
    random.Random(1).shuffle(w)
    assert len({row[0] for row in w.tolist()}) < 20  # rows are lost, as in NumPy
    for row in range(20):
        w[row] = row
    np.random.default_rng(1).shuffle(np.asarray(w))
    assert {row[0] for row in w.tolist()} == set(range(20))


def test_pandas():
    """`pandas.Series(w)`"""
    w = numbered()
    assert pd.Series(w).dtype == np.int64  # from a list of Python's numbers
    series = pd.Series(np.asarray(w), copy=False)
    assert (series.dtype, np.shares_memory(series.to_numpy(), w)) == (np.int16, True)


def test_the_tables_of_the_docs_have_these_rows():
    text = readme.text(Path("docs/interoperability.md"))
    section = text.split("\n## Libraries that read something else\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|(.*)", section, re.MULTILINE)
    tried = [row for row, rest in rows if "not tried" not in rest]
    tests = {**vars(test_consumers_of_bytes), **globals()}
    assert tried == [
        inspect.getdoc(test)
        for name, test in tests.items()
        if name.startswith("test_") and inspect.isfunction(test) and inspect.getdoc(test)
    ]
