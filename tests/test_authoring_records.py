"""Records of Swift authors: a C struct as a structured dtype, and read from any exporter."""

import numpy as np
import pytest
import readme

from swiftbuf import Waveform

DTYPE = np.dtype(
    {
        "names": ["volts", "length", "codes"],
        "formats": ["f4", ">u2", ("u1", 3)],
        "offsets": [0, 4, 6],
        "itemsize": 12,
    }
)


def test_a_struct_is_exported_as_the_structured_dtype(probe):
    exporter = probe.pulses(probe.Plain)
    array = np.asarray(exporter)
    assert (array.dtype, array.shape) == (DTYPE, (4,))
    array[1] = (0.5, 0x0102, [7, 8, 9])
    assert memoryview(exporter).cast("B")[12:21] == b"\0\0\0\x3f\x01\x02\x07\x08\x09"
    waveform = Waveform.from_buffer(exporter)
    assert waveform[1] == (0.5, 0x0102, [7, 8, 9])
    assert waveform.format == Waveform(1, DTYPE).format


@pytest.mark.parametrize(
    "source",
    [
        lambda: np.array([(0.5, 1, [0] * 3), (0.25, 2, [0] * 3)], DTYPE),
        lambda: Waveform.from_values([(0.5, 1, [0] * 3), (0.25, 2, [0] * 3)], DTYPE),
        lambda: memoryview(Waveform.from_values([(0.5, 1, [0] * 3), (0.25, 2, [0] * 3)], DTYPE)),
    ],
    ids=["numpy", "waveform", "memoryview"],
)
def test_records_of_any_exporter_are_read_and_written(probe, source):
    source = source()
    assert probe.total_volts(source) == 0.75
    assert probe.negate_volts(source) == 2
    assert probe.total_volts(source) == -0.75


@pytest.mark.parametrize(
    "source", [np.zeros(2, "f4"), np.zeros(2, "f4,>u2,3u1"), Waveform(2, "<fHH"), bytes(12)]
)
def test_records_of_another_format_are_a_value_error(probe, source):
    with pytest.raises(ValueError, match="source: its format"):
        probe.total_volts(source)


def test_memory_that_is_not_aligned_is_a_buffer_error(probe):
    raw = bytearray(13)
    source = Waveform.from_buffer(memoryview(raw)[1:], DTYPE)
    with pytest.raises(BufferError, match="not aligned"):
        probe.total_volts(source)
    assert probe.total_volts(np.zeros(0, DTYPE)) == 0


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (0, "offset 3 overlaps"),
        (1, "two fields have the name 'a'"),
        (2, "4 bytes, the record has 3"),
        (3, "name of a field is empty"),
        (4, "':'"),
        (5, "offset -4"),
        (6, "bytes"),
        (7, "three bytes"),
        (8, "0s"),
    ],
)
def test_a_format_that_cannot_be_is_a_value_error(probe, number, message):
    with pytest.raises(ValueError, match=f"^format: .*{message}"):
        probe.record_failure(number)


def test_the_code_of_the_page_is_compiled():
    page = (readme.ROOT / "docs/swift.md").read_text()
    section = page.partition("## Records\n")[2].partition("\n## ")[0]
    code = section.partition("```swift\n")[2].partition("```")[0]
    source = (readme.ROOT / "tests/authoring/Sources/Probe/Records.swift").read_text()
    assert len(code.splitlines()) > 10
    assert code.strip() in source
    declared = section.partition("```c\n")[2].partition("```")[0]
    header = readme.ROOT / "tests/authoring/Sources/CPulse/pulse.h"
    assert declared.strip() in header.read_text()
