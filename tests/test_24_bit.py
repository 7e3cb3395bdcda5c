"""24-bit samples, "i3" and "u3": elements of three bytes.

The oracle is `int.from_bytes`, three bytes at a time. How they are converted, assigned and compared
across formats is tested with all other formats (test_conversion_*.py, test_convert.py).
"""

import pickle
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS_24, SWAP, elements, integer_limits, keys, shapes, waveforms

from swiftbuf import Waveform

each_format = pytest.mark.parametrize("format", FORMATS_24)


def order_of(format):
    swapped = {"little": "big", "big": "little"}
    return swapped[sys.byteorder] if format[0] == SWAP else sys.byteorder


def value_of(format, data):
    return int.from_bytes(data, order_of(format), signed="i" in format)


def values_of(format, data):
    return [value_of(format, data[at : at + 3]) for at in range(0, len(data), 3)]


def bytes_of(format, values):
    return b"".join(n.to_bytes(3, order_of(format), signed="i" in format) for n in values)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        *(("i3", "i3"), ("u3", "u3"), ("int24", "i3"), ("uint24", "u3"), ("@i3", "i3")),
        *(("=u3", "u3"), (SWAP + "i3", SWAP + "i3"), (SWAP + "u3", SWAP + "u3")),
        *(("<i3" if SWAP == ">" else ">i3", "i3"), ("!i3", ">i3" if SWAP == ">" else "i3")),
    ],
)
def test_a_format_is_kept_in_its_canonical_form(written, kept):
    waveform = Waveform(5, written)
    assert (waveform.format, waveform.itemsize, waveform.nbytes) == (kept, 3, 15)
    assert waveform.strides == (3,)
    assert f"format '{kept}'" in repr(waveform)


@pytest.mark.parametrize("written", ["|i3", "i3 ", "2i3", "i33", "<int24", "I3", "f3"])
def test_what_is_no_such_format(written):
    with pytest.raises(ValueError, match="format"):
        Waveform(2, written)


@given(st.data(), waveforms(formats=FORMATS_24))
def test_elements_and_parts_are_those_of_the_bytes(data, waveform):
    format = waveform.format
    key = data.draw(keys(waveform.shape))
    values = np.array(values_of(format, waveform.tobytes()), object).reshape(waveform.shape)
    part, expected = waveform[key], values[key]
    if isinstance(part, int):
        assert part == expected
        return
    assert (part.format, part.shape) == (format, expected.shape)
    listed = expected.tolist()
    assert part.tolist() == listed
    assert part.tobytes() == bytes_of(format, expected.ravel())
    assert part.copy().tolist() == listed
    assert (part.copy().format, part.copy().c_contiguous) == (format, True)
    assert waveform.toreadonly()[key].tolist() == listed


@given(st.data(), st.sampled_from(FORMATS_24), shapes())
def test_values_are_stored_as_their_bytes(data, format, shape):
    size = int(np.prod(shape, dtype=int))
    values = data.draw(st.lists(elements(format), min_size=size, max_size=size))
    listed = np.array(values, dtype=object).reshape(shape).tolist()
    waveform = Waveform(shape, format)
    waveform[...] = listed
    assert waveform.tobytes() == bytes_of(format, values)
    assert waveform.tolist() == listed
    if shape and all(shape):
        assert Waveform.from_values(listed, format) == waveform


@each_format
def test_every_edge_is_stored_and_what_is_beyond_is_not(format):
    low, high = integer_limits(format)
    waveform = Waveform(3, format)
    for value in low, low + 1, 0, 1, high - 1, high, 0x123456, 0x7F80FF:
        waveform[1] = value
        assert waveform[1] == value
        assert waveform.tobytes() == bytes(3) + bytes_of(format, [value]) + bytes(3)
    before = waveform.tobytes()
    for value in low - 1, high + 1, 2**31, -(2**31) - 1, 2**32, 2**63, 2**64, 10**40, -(10**40):
        for assign in waveform.__setitem__, lambda _, value: waveform.fill(value):
            with pytest.raises(ValueError, match=f"{value} is out of range for format '{format}'"):
                assign(1, value)
    for value in 1.0, "1", None, b"abc", 1j:
        with pytest.raises(TypeError, match=f"is not an integer, which format '{format}' holds"):
            waveform[1] = value
    assert waveform.tobytes() == before


@each_format
def test_every_16th_code_is_read_and_written(format):
    codes = range(5, 2**24, 16)
    data = b"".join(code.to_bytes(3, "little") for code in codes)
    waveform = Waveform.from_buffer(data, format)
    values = values_of(format, data)
    assert waveform.tolist() == values
    again = Waveform(len(waveform), format)
    again[:] = values
    assert again.tobytes() == data
    wide = Waveform(len(waveform), "q")
    wide[:] = waveform
    assert wide.tolist() == values
    again.fill(0)
    again[:] = wide
    assert again.tobytes() == data


@given(st.data(), waveforms(formats=FORMATS_24))
def test_fill_writes_its_part_and_nothing_else(data, waveform):
    format = waveform.format
    key = data.draw(keys(waveform.shape))
    value = data.draw(elements(format))
    values = np.array(values_of(format, waveform.tobytes()), object).reshape(waveform.shape)
    values[key] = value
    if isinstance(waveform[key], Waveform):
        waveform[key].fill(value)
    else:
        waveform[key] = value
    assert waveform.tolist() == values.tolist()


@pytest.mark.parametrize("length", [1, 7, 8, 1365, 1366, 5000, 400_000])
@each_format
def test_fill_of_any_length(format, length):
    waveform = Waveform(length + 2, format)
    waveform[1:-1].fill(0x123456)
    one = bytes_of(format, [0x123456])
    assert waveform.tobytes() == bytes(3) + length * one + bytes(3)


@given(st.data(), waveforms(formats=FORMATS_24))
def test_byteswap_reverses_three_bytes(data, waveform):
    key = data.draw(keys(waveform.shape))
    part = waveform[key] if isinstance(waveform[key], Waveform) else waveform
    before = part.tobytes()
    part.byteswap()
    assert part.tobytes() == b"".join(before[at : at + 3][::-1] for at in range(0, len(before), 3))


@pytest.mark.parametrize("length", [1, 4, 5, 10, 11, 16, 21, 4096, 100_001])
@each_format
def test_byteswap_of_any_length(format, length):
    memory = bytearray(range(256)) * (3 * length // 256 + 1)
    before = bytes(memory)
    Waveform.from_buffer(memory, format, offset=1, count=length - 1).byteswap()
    swapped = bytearray(before)
    for byte in range(3):
        swapped[1 + byte : 3 * length - 2 : 3] = before[3 - byte : 3 * length - 2 : 3]
    assert memory == swapped


@each_format
def test_cast_takes_the_same_bytes(format):
    waveform = Waveform(12, "B")
    waveform[:] = range(250, 238, -1)
    data = waveform.tobytes()
    samples = waveform.cast(format)
    assert (samples.shape, samples.tolist()) == ((4,), values_of(format, data))
    assert samples.cast("i").tolist() == waveform.cast("i").tolist()
    assert waveform.cast(format, (-1, 2)).shape == (2, 2)
    with pytest.raises(TypeError, match="16 bytes do not match"):
        Waveform(16, "B").cast(format)


@each_format
def test_iteration_goes_through_the_elements(format):
    waveform = Waveform.from_values([1, 2, 0x7FFFFF], format)
    assert list(waveform) == [1, 2, 0x7FFFFF]
    assert list(reversed(waveform)) == [0x7FFFFF, 2, 1]
    assert [list(row) for row in waveform.cast(format, (3, 1))] == [[1], [2], [0x7FFFFF]]


@given(waveforms(formats=FORMATS_24), st.integers(0, 5))
def test_pickling_keeps_format_and_bytes(waveform, protocol):
    again = pickle.loads(pickle.dumps(waveform, protocol))
    assert (again.format, again.shape) == (waveform.format, waveform.shape)
    assert again.tobytes() == waveform.tobytes()
    buffers = []
    data = pickle.dumps(waveform, 5, buffer_callback=buffers.append)
    assert pickle.loads(data, buffers=buffers) == waveform


@each_format
def test_raw_bytes_are_no_samples(format):
    waveform = Waveform(3, format)
    for raw in b"abc", bytearray(3), memoryview(b"abc"):
        with pytest.raises(TypeError, match=r'cast\("B"\)'):
            waveform[:] = raw
    waveform[:] = np.array([1, 2, 3], "u1")
    assert waveform.tolist() == [1, 2, 3]


# Exports.


@each_format
def test_consumers_see_three_bytes(format):
    waveform = Waveform.from_values([[1, 2], [3, 4]], format)[:, ::-1]
    with memoryview(waveform) as view:
        assert (view.format, view.itemsize, view.shape) == ("3s", 3, (2, 2))
        assert view.strides == waveform.strides
        assert view.tobytes() == waveform.tobytes()
    array = np.asarray(waveform)
    assert (array.dtype, array.shape) == ("S3", (2, 2))
    assert np.shares_memory(array, np.asarray(waveform))
    assert bytes(waveform) == waveform.tobytes()


@each_format
def test_interchange_says_what_to_convert_to(format):
    waveform = Waveform(3, format)
    code = "i" if "i" in format else "I"
    for name in "__dlpack__", "__arrow_c_array__", "__arrow_c_schema__":
        if hasattr(waveform, name):
            with pytest.raises(BufferError, match=rf"'{format}'.*convert\(\"{code}\"\)"):
                getattr(waveform, name)()
    assert np.from_dlpack(waveform.convert(code)).dtype == code


@each_format
def test_from_buffer_knows_the_format_of_a_waveform(format):
    waveform = Waveform.from_values([[1, 2, 3], [4, 5, 6]], format)[:, ::2]
    shown = Waveform.from_buffer(waveform)
    assert (shown.format, shown.tolist()) == (format, [[1, 3], [4, 6]])
    flat = Waveform.from_buffer(waveform.copy(), offset=3, count=2)
    assert (flat.format, flat.tolist()) == (format, [3, 4])


SOURCES_OF_THREE_BYTES = {
    "memoryview": lambda: memoryview(Waveform.from_values([1, 2], "i3")),
    "numpy": lambda: np.asarray(Waveform.from_values([1, 2], "i3")),
    "numpy strings": lambda: np.array([b"abc", b"de"]),
}


@pytest.mark.parametrize("source", SOURCES_OF_THREE_BYTES.values(), ids=SOURCES_OF_THREE_BYTES)
def test_from_buffer_of_three_bytes_asks_for_a_format(source):
    source = source()
    with pytest.raises(ValueError, match='source: its format \'3s\'.*format="i3" or "u3"'):
        Waveform.from_buffer(source)
    with pytest.raises(ValueError, match='source: its format \'3s\'.*format="i3" or "u3"'):
        Waveform.from_buffer(source, count=2)
    assert Waveform(2, "i3") != source
    for format in FORMATS_24:
        data = source.tobytes()
        assert Waveform.from_buffer(source, format).tolist() == values_of(format, data)


@pytest.mark.parametrize("format", ["i3", "u3", "h", "d"])
def test_numpys_bytes_are_no_samples_to_assign(format):
    source, target = np.array([b"abc", b"de"]), Waveform.from_values([1, 2], format)
    for assign in (
        lambda: target.__setitem__(slice(None), source),
        lambda: Waveform.from_values(source, format),
    ):
        with pytest.raises(TypeError, match=r"bytes of format '3s', not samples.*w\.cast") as error:
            assign()
        assert "format=" not in str(error.value)
    assert target.tolist() == [1, 2]
    assert target != source
    target = target.cast("B").cast("3s") if target.itemsize == 3 else Waveform(2, "3s")
    target[:] = source
    assert target == source


# Values.


@each_format
def test_comparison_and_membership_are_by_value(format):
    low, high = integer_limits(format)
    values = [low, high, 0, 5]
    waveform = Waveform.from_values(values, format)
    for other in [*"iqd", SWAP + "i", "Zd"]:
        assert waveform == Waveform.from_values(values, other)
        assert waveform != Waveform.from_values([low, high, 0, 6], other)
    assert waveform == Waveform.from_values(values, format)[::-1][::-1]
    for value in low, high, 0, 5, 5.0, 5 + 0j, False:
        assert value in waveform
    for value in low - 1, high + 1, 6, 5.5, 2**24 + 5, 2**32 + 5, 1j, "5", float("nan"):
        assert value not in waveform


@given(st.data(), st.sampled_from(FORMATS_24), st.integers(1, 200), st.integers(1, 4))
def test_the_envelope_is_the_least_and_the_greatest(data, format, samples, channels):
    size = 3 * samples * channels
    memory = data.draw(st.binary(min_size=size, max_size=size))
    waveform = Waveform.from_buffer(memory, format).cast(format, (samples, channels))
    bins = data.draw(st.integers(1, samples))
    values = np.array(waveform.tolist())
    envelope = waveform.envelope(bins)
    native = format.lstrip("<>")
    assert (envelope.format, envelope.shape) == (native, (bins, channels, 2))
    edges = [n * samples // bins for n in range(bins + 1)]
    for index, part in enumerate(envelope.tolist()):
        stretch = values[edges[index] : edges[index + 1]]
        assert part == np.stack([stretch.min(0), stretch.max(0)], -1).tolist()


@each_format
def test_convert_to_24_bits_clips_or_raises(format):
    low, high = integer_limits(format)
    volts = Waveform.from_values([0.0, 0.5, -0.5, 1.0, -1.0], "d")
    scaled = volts.convert(format, scale=high + 1, overflow="clip")
    middle = (high + 1) // 2
    assert scaled.tolist() == [0, middle, max(-middle, low), high, low]
    with pytest.raises(ValueError, match=f"at index . becomes .* of range for format '{format}'"):
        volts.convert(format, scale=high + 1)
    integers = Waveform.from_values([low, high, high + 1, low - 1], "q")
    assert integers.convert(format, overflow="clip").tolist() == [low, high, high, low]
    with pytest.raises(ValueError, match=f"value: {high + 1} at index 2 is out of range"):
        integers.convert(format)


def test_convert_without_a_format_is_in_native_order():
    waveform = Waveform.from_values([1, -2, 3], SWAP + "i3")
    assert waveform.convert().format == "i3"
    assert waveform.convert() == waveform


# Files.


@each_format
def test_files_at_any_offset(tmp_path, format):
    path = tmp_path / "samples"
    path.write_bytes(b"header!" + bytes(range(1, 31)))
    expected = values_of(format, bytes(range(1, 31)))
    read = Waveform.from_file(path, format, offset=7)
    assert read.tolist() == expected
    with Waveform.mmap(path, format, mode="r+", offset=7, count=4) as mapped:
        assert mapped.tolist() == expected[:4]
        mapped[1] = 0x010203
    assert path.read_bytes()[10:13] == bytes_of(format, [0x010203])
    with pytest.raises(ValueError, match="not a multiple of the item size 3"):
        Waveform.mmap(path, format)


def test_the_command_shows_24_bit_samples(tmp_path, capsys):
    from swiftbuf import __main__ as command

    path = tmp_path / "samples"
    path.write_bytes(bytes_of(">i3", [-8388608, 8388606, 4, 6]))
    assert command.main([str(path), "--format", ">i3", "--shape", ",2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [line.split()[2:5] for line in lines if line.startswith("channel")][:2]
    assert rows == [["-8388608", "4", "-4194302"], ["6", "8388606", "4194306"]]
