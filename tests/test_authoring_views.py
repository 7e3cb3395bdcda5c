"""Memory that a Swift author describes, against NumPy arrays of the same description."""

import itertools

import numpy as np
import pytest
from modelling import address
from support import raw_view

from swiftbuf import Waveform

FORMATS = {
    "truth": "?",
    "character": "c",
    "int8": "b",
    "uint8": "B",
    "int16": "h",
    "uint16": "H",
    "int32": "i",
    "uint32": "I",
    "int64": "l",
    "uint64": "L",
    "half": "e",
    "float": "f",
    "double": "d",
    "complexFloat": "Zf",
    "complexDouble": "Zd",
}
SWAPPED = {name: f">{code}" for name, code in FORMATS.items() if code not in "?cbB"} | {
    "int64": ">q",
    "uint64": ">Q",
}
TYPES = {
    "Int8": "b",
    "UInt8": "B",
    "Int16": "h",
    "UInt16": "H",
    "Int32": "i",
    "UInt32": "I",
    "Int64": "l",
    "UInt64": "L",
    "Int": "l",
    "UInt": "L",
    "Float": "f",
    "Double": "d",
    "Complex": "Zf",
    "BigEndian": ">h",
}
# Shape, strides (None for C order) and offset of uint16 in 64 bytes.
LAYOUTS = {
    "no dimension": ((), None, 0),
    "one": ((5,), None, 0),
    "a step": ((5,), (4,), 2),
    "backwards": ((5,), (-2,), 8),
    "one element with any stride": ((1,), (-40,), 0),
    "repeated": ((5,), (0,), 6),
    "nothing": ((0,), None, 0),
    "rows": ((3, 4), None, 0),
    "padded rows": ((3, 4), (16, 2), 0),
    "rows backwards": ((3, 4), (-16, 2), 32),
    "columns first": ((3, 4), (2, 6), 0),
    "one row repeated": ((3, 4), (0, 2), 8),
    "no rows": ((0, 4), None, 0),
    "no columns": ((4, 0), (16, 2), 0),
    "three": ((2, 3, 4), None, 8),
    "three, transposed": ((4, 3, 2), (2, 8, 24), 0),
    "windows that overlap": ((6, 3), (2, 2), 0),
}
each_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
PyBUF_READ = 0x100  # no request, and from Python 3.13 on a SystemError
ALL_FLAGS = {sum(bits) for bits in itertools.product(*((0, 1 << n) for n in (0, *range(2, 9))))} - {
    PyBUF_READ
}


@pytest.fixture
def block(probe):
    """64 bytes that count up."""
    block = probe.block(64)
    with memoryview(probe.Plain.of(block, "uint8", (64,))) as view:
        view[:] = bytes(range(64))
    return block


def array_of(layout):
    shape, strides, offset = layout
    return np.ndarray(shape, "u2", bytes(range(64)), offset, strides)


@each_layout
def test_elements_are_where_the_description_says(probe, block, layout):
    shape, strides, offset = layout
    exporter = probe.Plain.of(block, "uint16", shape, strides, offset=offset)
    expected = array_of(layout)
    view = memoryview(exporter)
    assert (view.shape, view.ndim, view.nbytes) == (shape, len(shape), expected.nbytes)
    assert view.strides == expected.strides
    assert view.tolist() == expected.tolist()
    assert np.asarray(exporter).tolist() == expected.tolist()
    assert Waveform.from_buffer(exporter).tolist() == expected.tolist()


@each_layout
def test_contiguity_is_what_memoryview_makes_of_it(probe, block, layout):
    shape, strides, offset = layout
    view = memoryview(probe.Plain.of(block, "uint16", shape, strides, offset=offset))
    expected = memoryview(array_of(layout))
    names = ("c_contiguous", "f_contiguous", "contiguous")
    assert [getattr(view, name) for name in names] == [getattr(expected, name) for name in names]


def answer(exporter, flags):
    try:
        with raw_view(exporter, flags) as view:
            return (
                *(view.ndim, view.len, view.itemsize, view.format, view.readonly),
                *(bool(view.shape), bool(view.strides), bool(view.suboffsets), bool(view.obj)),
            )
    except BufferError:
        return BufferError


@pytest.mark.parametrize("kind", ["Plain", "Observed"])
@pytest.mark.parametrize("readonly", [False, True])
@each_layout
def test_a_request_is_answered_as_by_memoryview(probe, block, layout, readonly, kind):
    shape, strides, offset = layout
    exporter = getattr(probe, kind).of(
        block, "uint16", shape, strides, offset=offset, readonly=readonly
    )
    oracle = memoryview(exporter)
    assert {flags: answer(exporter, flags) for flags in ALL_FLAGS} == {
        flags: answer(oracle, flags) for flags in ALL_FLAGS
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_exported_under_its_code(probe, block, name):
    view = memoryview(probe.Plain.of(block, name, (2,)))
    assert view.format == FORMATS[name]
    assert view.itemsize == Waveform(1, FORMATS[name]).itemsize


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_exported_in_the_other_byte_order(probe, block, name):
    exporter = probe.Plain.of(block, name, (2,), swapped=True)
    assert memoryview(exporter).format == SWAPPED.get(name, FORMATS[name])
    if name not in ("character", "truth"):
        native = np.asarray(probe.Plain.of(block, name, (2,)))
        expected = native.view(native.dtype.newbyteorder())
        np.testing.assert_array_equal(np.asarray(exporter), expected)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("name", "format"), [("int24", "i3"), ("uint24", "u3")])
def test_24_bit_samples_are_exported_as_three_bytes(probe, block, name, format, swapped):
    exporter = probe.Plain.of(block, name, (5,), swapped=swapped)
    view = memoryview(exporter)
    assert (view.format, view.itemsize, view.shape) == ("3s", 3, (5,))
    shown = Waveform.from_buffer(exporter, f">{format}" if swapped else format)
    order = "big" if swapped else "little"
    assert shown.tolist() == [
        int.from_bytes(bytes(range(n, n + 3)), order) for n in range(0, 15, 3)
    ]


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize("type", TYPES)
def test_a_swift_type_gives_its_format(probe, block, type, readonly):
    exporter = probe.Plain.of_type(block, type, (2,), readonly=readonly)
    view = memoryview(exporter)
    assert (view.format, view.readonly) == (TYPES[type], readonly)
    assert view.tobytes() == bytes(range(2 * view.itemsize))


@pytest.mark.parametrize("kind", ["Plain", "Observed"])
def test_memory_that_may_only_be_read(probe, block, kind):
    exporter = getattr(probe, kind).of(block, "uint8", (4,), readonly=True)
    assert memoryview(exporter).readonly
    assert not np.asarray(exporter).flags.writeable
    with pytest.raises(BufferError, match="read-only"), raw_view(exporter, 1):
        pass
    with open("/dev/zero", "rb") as zeros, pytest.raises(TypeError, match="read-write"):
        zeros.readinto(exporter)


def test_what_is_written_is_in_the_memory(probe, block):
    exporter = probe.Plain.of(block, "int16", (4,), (-2,), offset=6)
    np.asarray(exporter)[:] = [1, 2, 3, 4]
    assert block.tobytes()[:10] == np.array([4, 3, 2, 1], "i2").tobytes() + b"\x08\x09"


def test_the_first_element_is_where_it_was_said_to_be(probe, block):
    whole = probe.Plain.of(block, "uint8", (64,))
    part = probe.Plain.of(block, "uint8", (4,), offset=12)
    assert address(part) == address(whole) + 12


def test_64_dimensions_are_the_most(probe, block):
    exporter = probe.Plain.of(block, "uint8", (1,) * 63 + (5,))
    assert memoryview(exporter).shape == (1,) * 63 + (5,)
    assert bytes(exporter) == bytes(range(5))
    with pytest.raises(ValueError, match="shape: 65 dimensions, more than 64"):
        probe.Plain.of(block, "uint8", (1,) * 65)


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 3)])
def test_no_elements_need_no_place(probe, block, shape):
    exporter = probe.Plain.of(block, "double", shape, offset=None)
    assert np.asarray(exporter).shape == shape
    assert bytes(exporter) == b""
    assert address(exporter) % 64 == 0


@pytest.mark.parametrize(
    ("shape", "offset", "error", "what"),
    [
        ((-1,), 0, ValueError, "shape: -1 is negative"),
        ((3, -(2**63)), 0, ValueError, f"shape: -{2**63} is negative"),
        ((-1, 0), 0, ValueError, "shape: -1 is negative"),
        ((2**60,), 0, MemoryError, "shape: .* exceeds the address space"),
        ((2**32, 2**31), 0, MemoryError, "shape: "),
        ((0, 2**60), 0, MemoryError, "shape: "),
        ((1,), None, ValueError, "start: must not be nil"),
        ((), None, ValueError, "start: must not be nil"),
    ],
    ids=str,
)
def test_what_no_memory_is_described_by_is_refused(probe, block, shape, offset, error, what):
    gone = probe.alive()
    with pytest.raises(error, match=what):
        probe.Plain.of(block, "double", shape, offset=offset)
    assert probe.alive() == gone
