"""`Waveform.from_buffer`: what it may do with the memory of the source, and for how long."""

from _testbuffer import ND_PIL, ND_WRITABLE, ndarray

import numpy as np
import pytest
from modelling import waveform_of

from swiftbuf import Waveform

WRITABLE = {
    "bytearray": lambda: bytearray(16),
    "numpy": lambda: np.zeros((2, 8), "u1")[:, ::-1],
    "waveform": lambda: waveform_of(bytes(16)),
}
READ_ONLY = {
    "bytes": lambda: bytes(16),
    "numpy": lambda: np.frombuffer(bytes(16), "u1"),
    "waveform": lambda: waveform_of(bytes(16)).toreadonly(),
    "memoryview": lambda: memoryview(bytearray(16)).toreadonly(),
}


@pytest.mark.parametrize("source", WRITABLE.values(), ids=WRITABLE)
@pytest.mark.parametrize(("readonly", "expected"), [(None, False), (True, True), (False, False)])
def test_writable_sources(source, readonly, expected):
    waveform = Waveform.from_buffer(source(), readonly=readonly)
    assert waveform.readonly is memoryview(waveform).readonly is expected
    if expected:
        with pytest.raises(TypeError, match="(?i)read-?only"):
            waveform[...] = 1
    else:
        waveform[...] = 1


@pytest.mark.parametrize("source", READ_ONLY.values(), ids=READ_ONLY)
@pytest.mark.parametrize("readonly", [None, True])
def test_read_only_sources(source, readonly):
    waveform = Waveform.from_buffer(source(), readonly=readonly)
    assert waveform.readonly is memoryview(waveform).readonly is True
    with pytest.raises(TypeError, match="(?i)read-?only"):
        waveform[0] = 1


@pytest.mark.parametrize("source", READ_ONLY.values(), ids=READ_ONLY)
@pytest.mark.parametrize("options", [{}, {"format": "h"}, {"offset": 2}])
def test_a_read_only_source_cannot_be_had_writable(source, options):
    with pytest.raises(BufferError, match="readonly|read-only|writable"):
        Waveform.from_buffer(source(), readonly=False, **options)


@pytest.mark.parametrize(("value", "expected"), [(1, True), (0, False), ("yes", True), ([], False)])
def test_readonly_is_a_truth_value(value, expected):
    assert Waveform.from_buffer(bytearray(2), readonly=value).readonly is expected


@pytest.mark.parametrize("options", [{"format": "B"}, {"format": "h"}, {"offset": 2}, {"count": 0}])
@pytest.mark.parametrize(
    "source",
    [
        np.zeros(8, "h")[::2],
        np.zeros((2, 3), "h", order="F"),
        np.zeros((2, 3), "h")[:, 1:],
        np.zeros(8, "h")[::-1],
        memoryview(bytearray(8))[::2],
        Waveform((4, 4))[::2],
    ],
    ids=["strided", "Fortran", "columns", "reversed", "memoryview", "waveform"],
)
def test_a_source_that_is_not_c_contiguous_has_no_flat_reading(source, options):
    with pytest.raises(BufferError, match="(?i)contiguous"):
        Waveform.from_buffer(source, **options)


@pytest.mark.parametrize("options", [{}, {"format": "B"}, {"offset": 1}, {"readonly": True}])
def test_a_source_with_suboffsets_is_a_buffer_error(options):
    source = ndarray(list(range(12)), [3, 4], format="B", flags=ND_PIL | ND_WRITABLE)
    with pytest.raises(BufferError):
        Waveform.from_buffer(source, **options)


class Recording(Waveform):
    def __init__(self, *arguments, **options):
        raise AssertionError("from_buffer and from_file do all in __new__")


def test_a_subclass_makes_instances_of_its_own():
    source = bytearray(8)
    recording = Recording.from_buffer(source, "h")
    assert type(recording) is Recording
    assert recording.obj is source
    recording.note = "has a __dict__"
    assert recording.note == "has a __dict__"


def test_another_waveform_as_source_is_one_export_of_it():
    source = Waveform((2, 3), ">h")
    waveform = Waveform.from_buffer(source)
    assert (source.exports, waveform.exports) == (1, 0)
    part = waveform[1]
    assert (source.exports, waveform.exports) == (1, 1)
    assert part.obj is waveform
    assert waveform.obj is source
    part[:] = [1, 2, 3]
    assert source.tolist() == [[0, 0, 0], [1, 2, 3]]
    del waveform
    assert source.exports == 1
    del part
    assert source.exports == 0


def test_an_exporter_that_fails_has_its_own_error():
    view = memoryview(bytearray(8))
    view.release()
    with pytest.raises(ValueError, match="released"):
        Waveform.from_buffer(view)
