"""Raw bytes are not samples: what a reader written in Python assigns, and what to write instead."""

import array
import ctypes
import io
import mmap

import numpy as np
import pytest
from modelling import shown

from swiftbuf import Waveform

CONTENT = bytes(range(8))


class Bytes(bytes):
    pass


class Map(mmap.mmap):
    pass


RAW = [
    *(CONTENT, Bytes(CONTENT), bytearray(CONTENT), memoryview(CONTENT), b"", mmap.mmap(-1, 8)),
    *(Map(-1, 8), memoryview(CONTENT).cast("b"), memoryview(CONTENT).cast("c")),
    *(memoryview((ctypes.c_char * 8)()), memoryview(np.arange(8, dtype="u1")), memoryview(b"")),
]


@pytest.mark.parametrize("raw", RAW, ids=shown)
@pytest.mark.parametrize("format", ["h", ">h", "d", "e", "Zf"])
def test_raw_bytes_are_a_type_error_for_larger_elements(raw, format):
    waveform = Waveform(8, format)
    before = waveform.tobytes()
    for key in [slice(len(raw)), slice(None), slice(None, None, 2)]:
        with pytest.raises(TypeError, match=r'w\.cast\("B"\)\[\.\.\.\]'):
            waveform[key] = raw
    rows = waveform.cast(format, (2, 4))
    with pytest.raises(TypeError, match=r'w\.cast\("B"\)\[\.\.\.\]'):
        rows[:] = [raw, raw]
    assert waveform.tobytes() == before


@pytest.mark.parametrize("raw", [raw for raw in RAW if len(raw) == 8], ids=shown)
def test_the_advice_takes_them(raw):
    waveform = Waveform(4, "h")
    waveform.cast("B")[...] = np.frombuffer(raw, "B")
    if memoryview(raw).format == "B":
        waveform.cast("B")[...] = raw
    assert waveform.tobytes() == bytes(raw)


@pytest.mark.parametrize(
    "samples",
    [
        *(np.arange(4, dtype="u1"), np.arange(4, dtype="i1"), Waveform.from_values(range(4), "B")),
        *(array.array("B", range(4)), memoryview(array.array("h", range(4))), list(range(4))),
    ],
    ids=shown,
)
def test_arrays_of_bytes_are_samples(samples):
    waveform = Waveform(4, "h")
    waveform[:] = samples
    assert waveform.tolist() == [0, 1, 2, 3]


class Reader(io.RawIOBase):
    """What libraries write when they have a read."""

    def __init__(self, content):
        self.file = io.BytesIO(content)

    def readable(self):
        return True

    def readinto(self, b):
        data = self.file.read(len(b))
        b[: len(data)] = data
        return len(data)


def urllib3_reader(content):
    urllib3 = pytest.importorskip("urllib3")
    return urllib3.HTTPResponse(io.BytesIO(content), preload_content=False)


@pytest.mark.parametrize("reader", [Reader, urllib3_reader])
def test_a_reader_in_python_makes_no_samples_of_bytes(reader):
    waveform = Waveform(4, "h")
    with pytest.raises(TypeError, match=r'w\.cast\("B"\)\[\.\.\.\]'):
        reader(CONTENT).readinto(waveform)
    assert waveform.tolist() == [0, 0, 0, 0]
    assert reader(CONTENT).readinto(waveform.cast("B")) == 8
    assert waveform.tobytes() == CONTENT
    other = Waveform(4, "h")
    assert io.BufferedReader(reader(CONTENT)).readinto(other) == 8
    assert other == waveform
