"""Buffers of any layout in Swift: `withBufferView`, its walk, and numbers of any type."""

import array
import ctypes
import math

import numpy as np
import pytest
from modelling import NUMPY_MAX_NDIM
from projects import ROOT
from support import assert_no_growth

from swiftbuf import Waveform

BASE = np.arange(24, dtype="i2").reshape(2, 3, 4)
LAYOUTS = {
    "packed": BASE,
    "flat": BASE.reshape(-1),
    "every other": BASE[:, ::2, 1::2],
    "backwards": BASE[::-1, :, ::-1],
    "transposed": BASE.T,
    "broadcast": np.broadcast_to(BASE[:1], (2, 3, 4)),
    "one": BASE[1, 2, 3:],
    "scalar": np.array(7, "i2"),
    "empty": BASE[:, :0],
    "empty last": BASE[:, :, :0],
    "unaligned": np.frombuffer(bytes(range(17)), "i2", offset=1),
    "many dimensions": BASE[:, 0, :2].reshape((1,) * (NUMPY_MAX_NDIM - 2) + (2, 2)),
}
each_layout = pytest.mark.parametrize("layout", LAYOUTS)


@each_layout
def test_a_view_says_what_a_memoryview_does(probe, layout):
    source = LAYOUTS[layout]
    view = memoryview(source)
    count = math.prod(view.shape)
    assert probe.view(source) == (
        *(view.format.lstrip("="), view.itemsize, view.shape, view.strides),
        *(count, False, view.c_contiguous),
    )


@each_layout
def test_elements_come_in_c_order(probe, layout):
    source = LAYOUTS[layout]
    expected = np.asarray(source).ravel(order="C").tolist()
    assert probe.elements(source, "Int16") == expected


@each_layout
def test_elements_are_changed_in_place(probe, layout):
    if layout in ("broadcast", "unaligned"):
        source = np.zeros(17, "u1")[1:].view("i2") + 3
    else:
        source = np.asarray(LAYOUTS[layout]).copy(order="K")
    before = source.copy()
    probe.negate(source)
    assert (source == -before).all()


def test_64_dimensions_are_visited(probe):
    source = Waveform.from_values(range(6), "h").cast("h", (1,) * 62 + (2, 3))
    assert probe.view(source)[2] == source.shape
    assert probe.elements(source, "Int16") == list(range(6))


def test_ctypes_gives_no_strides(probe):
    source = (ctypes.c_int16 * 3 * 2)((1, 2, 3), (4, 5, 6))
    assert probe.view(source)[2:4] == ((2, 3), (6, 2))
    assert probe.elements(source, "Int16") == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("dtype", ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"])
def test_numbers_of_any_type_are_visited_by_one_call(probe, dtype):
    source = np.array([[1, 2, 3], [100, 5, 6]], dtype)[:, ::2]
    assert probe.total(source) == (110, 100)
    assert probe.total(source[:0]) == (0, 0)


@pytest.mark.parametrize("dtype", ["?", "f2", "c8", "c16", ">i2", ">f8"])
def test_what_is_no_number_of_swift_is_refused(probe, dtype):
    with pytest.raises(ValueError, match=r"^source: its format '.*' is not a number of Swift$"):
        probe.total(np.zeros(2, dtype))


@pytest.mark.parametrize(
    ("dtype", "format"), [("i4,f4", "T{i:f0:f:f1:}"), ("S1", "1s"), ("S3", "3s"), ("U1", "1w")]
)
def test_records_and_strings_are_no_numbers(probe, dtype, format):
    source = np.zeros(3, dtype)
    assert probe.view(source)[:3] == (format, source.itemsize, (3,))
    for call in (probe.total, probe.negate, lambda source: probe.elements(source, "Int8")):
        with pytest.raises(ValueError, match="^source: its format (is )?'"):
            call(source)


def test_what_no_format_describes_has_none(probe):
    source = np.zeros(3, "longdouble")
    assert probe.view(source)[:3] == (None, source.itemsize, (3,))
    for call in (probe.total, probe.negate, lambda source: probe.elements(source, "Int8")):
        with pytest.raises(ValueError, match="^source: its format .* is not one element"):
            call(source)


def test_elements_of_another_type_are_refused(probe):
    source = array.array("i", [1])
    with pytest.raises(ValueError, match="^source: its format is 'i', not 'h'$"):
        probe.elements(source, "Int16")
    with pytest.raises(ValueError, match="^source: its format is 'i', not 'h'$"):
        probe.negate(source)
    assert source[0] == 1


def test_read_only_memory_stays_as_it_is(probe):
    source = memoryview(array.array("h", [1])).toreadonly()
    with pytest.raises(BufferError):
        probe.negate(source)
    writable = array.array("h", [1])
    with pytest.raises(TypeError, match="^source: the memory is read-only$"):
        probe.negate(writable, writable=False)
    assert writable[0] == 1
    assert probe.view(writable, writable=True)[5] is True


def test_what_is_no_buffer_is_a_type_error(probe):
    for call in (probe.view, probe.total, probe.negate):
        with pytest.raises(TypeError, match="does not export a buffer"):
            call(3)


def test_an_error_on_the_way_ends_the_walk(probe):
    source = array.array("h", [1, -(2**15), 3])
    with pytest.raises(OverflowError, match="^source: -32768 has no negative$"):
        probe.negate(source)
    assert source.tolist() == [-1, -(2**15), 3]
    source.append(1)  # a BufferError if the export were still there


def test_nothing_is_left_behind(probe):
    source = np.arange(6, dtype="i2").reshape(2, 3)[:, ::2]

    def use():
        probe.view(source)
        probe.total(source)
        probe.elements(source, "Int16")
        with pytest.raises(ValueError):
            probe.elements(source, "Int8")

    assert_no_growth(use)


def test_the_docs_have_the_visitor_that_is_compiled():
    page = (ROOT / "docs/swift.md").read_text(encoding="utf-8")
    shown = page.split("## Elements of any type")[1].split("```swift\n")[1].split("```")[0]
    source = (ROOT / "tests/authoring/Sources/Probe/Total.swift").read_text(encoding="utf-8")
    assert shown in source


def test_the_total_of_the_docs(probe):
    assert probe.total_of_docs(np.arange(6, dtype="u1")[::2]) == 6.0
