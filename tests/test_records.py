"""Waveforms of records: values, assignment, comparison, copies, and the fields as views."""

import copy
import pickle
import struct
import sys

import numpy as np
import pytest
from hypothesis import given
from records import arrays, dtypes, has_nan, values
from support import same

from swiftbuf import Waveform

PULSE = "T{<f:volts:B:marker:}"
NESTED = "T{>H:id:(2,3)b:grid:(2)T{<d:x:?:ok:}:points:3s:tag:2w:unit:}"
RECORD = (7, [[1, 2, 3], [4, 5, 6]], [(0.5, True), (-1.0, False)], b"abc", "mV")


def pulses():
    return Waveform.from_values([(1.5, 1), (2.5, 2), (-0.5, 255)], PULSE)


@given(arrays())
def test_values_are_those_of_numpy(array):
    waveform = Waveform.from_buffer(array)
    assert same(waveform.tolist(), [values(item, array.dtype) for item in array])
    assert same(list(waveform), waveform.tolist())
    assert same(waveform[-1], waveform.tolist()[-1])
    assert same([*reversed(waveform)], waveform.tolist()[::-1])


@given(arrays())
def test_a_field_is_the_view_that_numpy_has_of_it(array):
    waveform = Waveform.from_buffer(array)
    for name in array.dtype.names:
        field, expected = waveform[name], array[name]
        assert field.shape == expected.shape
        assert field.obj is array or field.obj is waveform
        dtype = array.dtype[name].base
        if expected.size:
            assert field.strides[0] == expected.strides[0]
            shown = np.asarray(field)
            assert shown.__array_interface__["data"][0] == expected.__array_interface__["data"][0]
            assert shown.dtype == dtype or dtype.kind == "V"
        if field.fields is None and expected.ndim == 1:
            assert same(field.tolist(), [values(item, dtype) for item in expected])


@given(arrays())
def test_records_survive_assignment_copies_and_pickle(array):
    waveform = Waveform.from_buffer(array)
    again = Waveform(3, array.dtype)
    again[:] = waveform
    by_value = Waveform(3, array.dtype)
    by_value[:] = waveform.tolist()
    for other in (
        again,
        by_value,
        waveform.copy(),
        copy.deepcopy(waveform),
        Waveform.from_values(waveform.tolist(), array.dtype),
        pickle.loads(pickle.dumps(waveform, 5)),
        pickle.loads(pickle.dumps(waveform, 2)),
        Waveform.from_buffer(memoryview(waveform)),
    ):
        assert other.format == waveform.format
        assert same(other.tolist(), waveform.tolist())
        assert (other == waveform) is not has_nan(waveform.tolist())
    if not has_nan(waveform.tolist()):
        assert waveform[1] in waveform


@given(arrays())
def test_byteswap_swaps_each_field_in_place(array):
    waveform = Waveform.from_buffer(array.copy())
    before = waveform.tobytes()
    waveform.byteswap()
    # The same bytes as those of the dtype in the other order, with the padding as it was.
    swapped = np.frombuffer(waveform.tobytes(), array.dtype.newbyteorder())
    for name in array.dtype.names:
        left = np.ascontiguousarray(swapped[name]).byteswap()
        assert left.tobytes() == np.ascontiguousarray(array[name]).tobytes() or _is_nested(left)
    waveform.byteswap()
    assert waveform.tobytes() == before


def _is_nested(array):
    return array.dtype.names is not None


def test_a_record_is_a_tuple_that_is_assigned_from_a_tuple_or_a_list():
    waveform = Waveform(2, NESTED)
    waveform[0] = RECORD
    waveform[1] = list(RECORD)
    assert waveform.tolist() == [RECORD, RECORD]
    assert np.asarray(waveform)["points"]["x"].tolist() == [[0.5, -1.0]] * 2


def test_a_record_of_numpys_is_a_value():
    array = np.array([(1.5, 3)], [("volts", "<f4"), ("marker", "u1")])
    waveform = Waveform(3, PULSE)
    waveform[1] = array[0]
    waveform[2:] = array
    assert waveform.tolist() == [(0, 0), (1.5, 3), (1.5, 3)]
    waveform.fill(array[0])
    assert waveform.tolist() == [(1.5, 3)] * 3


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ((1.0,), ValueError, "1 values instead of the 2"),
        ((1.0, 2, 3), ValueError, "3 values instead of the 2"),
        ((1.0, 256), ValueError, "256 is out of range for format 'B'"),
        (("1", 2), TypeError, "'1' is not a real number"),
        (1.0, TypeError, "1.0 is not a tuple of 2 values"),
        (None, TypeError, "not a tuple"),
        ("ab", TypeError, "not a tuple"),
        (b"12345", TypeError, "not one record|raw bytes|not a tuple"),
        ({1.0, 2}, TypeError, "not a tuple"),
    ],
)
def test_what_does_not_fit_changes_nothing(value, error, message):
    waveform = pulses()
    before = waveform.tobytes()
    with pytest.raises(error, match=message):
        waveform[1] = value
    with pytest.raises((TypeError, ValueError)):
        waveform[:] = [(0.0, 0), value, (0.0, 0)]
    with pytest.raises(error):
        waveform.fill(value)
    assert waveform.tobytes() == before


def packed_records():
    """Records of NumPy's whose scalars export a text without the marks of byte order."""
    array = np.zeros(2, [("b", "u1"), ("x", "<i4"), ("y", "u1", (3,))])
    array["b"], array["x"] = [7, 8], [123456, -2]
    return array[["b", "x"]]


@pytest.mark.parametrize("format", ["T{B:b:i:x:}", "T{=B:b:i:x:}", "T{B:b:>i:x:}", "T{H:b:d:x:}"])
def test_packed_records_of_numpys_are_values(format):
    array = packed_records()
    expected = array.tolist()
    assert expected == [(7, 123456), (8, -2)]
    waveform = Waveform(2, format)
    waveform[0] = array[0]
    assert waveform[0] == expected[0]
    for source in (array, [*array], iter(array), [array[0], expected[1]]):
        waveform.fill((0, 0))
        waveform[:] = source
        assert waveform.tolist() == expected
    for write in (waveform.fill, lambda value: waveform.__setitem__(slice(None), value)):
        for index in range(2):
            write(array[index])
            assert waveform.tolist() == [expected[index]] * 2
            write(array[index : index + 1].reshape(()))
            assert waveform.tolist() == [expected[index]] * 2
    made = Waveform.from_values([*array], format)
    assert (made.shape, made.tolist()) == ((2,), expected)
    assert Waveform.from_values([[*array], expected], format).shape == (2, 2)
    nested = Waveform(1, f"T{{h:n:{format}:r:}}")
    nested[0] = (1, array[1])
    assert nested[0] == (1, expected[1])


@given(arrays())
def test_each_record_of_numpys_is_the_value_that_its_array_has(array):
    expected = Waveform.from_buffer(array)
    for records in ([*array], [*array.view(np.recarray)], [*array.reshape(3, 1, order="F")[:, 0]]):
        made = Waveform.from_values(records, array.dtype)
        assert same(made.tolist(), expected.tolist())
        made = Waveform(3, array.dtype)
        for index, record in enumerate(records):
            made[index] = record
        assert same(made.tolist(), expected.tolist())
        made.fill(records[0])
        assert same(made.tolist(), expected.tolist()[:1] * 3)


def test_a_record_of_numpys_is_found():
    array = packed_records()
    waveform = Waveform.from_values(array.tolist(), "T{B:b:i:x:}")
    assert all(record in waveform for record in array)
    array["x"] += 1
    assert not any(record in waveform for record in array)
    for other in ([("b", "u1")], [("b", "u1"), ("x", "S4")], "V4", [("b", "O"), ("x", "O")]):
        assert np.zeros(1, other)[0] not in waveform
    points = np.array([(1, [2, 3])], [("n", "u1"), ("p", "<i2", (2,))])
    assert points[0] in Waveform.from_buffer(points)


def test_a_record_of_numpys_with_other_fields_is_refused():
    waveform = Waveform(2, PULSE)
    for dtype in ([("b", "u1")], [("a", "u1"), ("b", "u1"), ("c", "u1")], "V4"):
        with pytest.raises((TypeError, ValueError), match="value"):
            waveform[0] = np.zeros(1, dtype)[0]
    assert waveform.tolist() == [(0.0, 0)] * 2


@pytest.mark.parametrize(
    ("index", "value", "message"),
    [
        (1, [[1, 2, 3]], "sequence of 2 values, which field 'grid'"),
        (1, [[1, 2, 3], [4, 5]], "sequence of 3 values, which field 'grid'"),
        (1, 5, "sequence of 2 values, which field 'grid'"),
        (2, [(1.0,), (2.0, True)], "1 values instead of the 2"),
        (3, b"abcd", "4 bytes is too long for format '3s'"),
        (4, "ohm", "3 characters is too long for format '2w'"),
    ],
)
def test_nested_values_are_checked_before_anything_is_written(index, value, message):
    waveform = Waveform.from_values([RECORD], NESTED)
    wrong = list(RECORD)
    wrong[index] = value
    with pytest.raises(ValueError, match=message):
        waveform[0] = wrong
    assert waveform[0] == RECORD


@pytest.mark.parametrize("wrap", [list, iter], ids=["list", "iterator"])
def test_an_error_says_which_record_and_which_field(wrap):
    records = [(0, 0)] * 1000 + [(0, 300)]
    message = "^value: 300 is out of range for format 'B' in field 'm' at index 1000$"
    with pytest.raises(ValueError, match=message):
        Waveform.from_values(wrap(records), "T{f:v:B:m:}")
    waveform = Waveform(1001, "T{f:v:B:m:}")
    with pytest.raises(ValueError, match=message):
        waveform[:] = wrap(records)
    with pytest.raises(TypeError, match="'x' is not .* in field 'v' at index 1$"):
        waveform[:2] = wrap([(0, 0), ("x", 0)])
    with pytest.raises(ValueError, match="1 values instead of .* at index 1$"):
        waveform[:2] = wrap([(0, 0), (0,)])
    with pytest.raises(ValueError, match="format 'B' in field 'm'$"):
        waveform[0] = (0, 300)
    with pytest.raises(ValueError, match=r"in field 'm' at index \(1, 0\)$"):
        Waveform.from_values([[(0, 0)], [(0, 256)]], "T{f:v:B:m:}")
    assert not any(waveform.tobytes())


def test_an_error_in_a_nested_record_or_a_string_says_where():
    points = [(0.5, True), ("x", False)]
    with pytest.raises(TypeError, match="in field 'x' in field 'points' at index 1$"):
        Waveform.from_values([RECORD, (*RECORD[:2], points, *RECORD[3:])], NESTED)
    with pytest.raises(ValueError, match="too long for format '4s' at index 1$"):
        Waveform.from_values([b"ab", b"abcde"], "4s")
    with pytest.raises(ValueError, match="out of range for format 'B' in field 'm' at index 1$"):
        Waveform(2, "T{B:m:}")[:] = Waveform.from_values([(1,), (300,)], "T{h:m:}")


def test_what_a_value_raises_in_a_field_comes_through():
    class Odd:
        def __float__(self):
            raise RuntimeError("odd")

    with pytest.raises(RuntimeError, match="^odd$"):
        Waveform.from_values([(0, 0), (Odd(), 0)], "T{f:v:B:m:}")


def test_short_strings_are_filled_up():
    waveform = Waveform.from_values([b"ab", bytearray(b"abcd"), b""], "4s")
    assert waveform.tolist() == [b"ab\0\0", b"abcd", b"\0\0\0\0"]
    assert waveform.tobytes() == struct.pack("4s4s4s", b"ab", b"abcd", b"")
    text = Waveform.from_values(["V", "", "mV"], "2w")
    assert text.tolist() == np.asarray(text).tolist() == ["V", "", "mV"]


def test_bytes_that_are_no_characters_are_a_value_error():
    waveform = Waveform.from_buffer(b"\xff" * 8, "2w")
    with pytest.raises(ValueError, match="codec|decode"):
        waveform[0]


@pytest.mark.parametrize(
    ("format", "dtype"), [("3s", "S3"), ("3x", "V3"), ("4s", "S4"), ("2x", "V2")]
)
def test_numpys_bytes_of_any_length(format, dtype):
    array = np.array([b"ab", b"c"], f"S{dtype[1:]}").view(dtype)
    record = np.array([(1, array)], [("n", "u1"), ("c", dtype, (2,))])
    waveform = Waveform(2, format)
    waveform[:] = array
    assert waveform == array
    assert waveform.tobytes() == array.tobytes()
    assert Waveform.from_values(array, format).tobytes() == array.tobytes()
    field = Waveform(1, record.dtype)["c"]
    field[:] = record["c"]
    assert field == record["c"]
    assert field.tobytes() == record["c"].tobytes()
    waveform[0] = b""
    assert waveform != array


def test_one_tuple_is_written_to_all():
    waveform = pulses()
    waveform.fill((3.0, 4))
    assert waveform.tolist() == [(3.0, 4)] * 3
    waveform[1:] = (5.0, 6)
    assert waveform.tolist() == [(3.0, 4), (5.0, 6), (5.0, 6)]


def test_bytes_of_no_field_stay_as_they_are():
    dtype = np.dtype({"names": ["a"], "formats": ["<u2"], "offsets": [2], "itemsize": 6})
    memory = bytearray(b"\xee" * 18)
    waveform = Waveform.from_buffer(memory, dtype)
    other = Waveform.from_values([(1,), (2,), (3,)], dtype)
    assert other.tobytes()[:2] == b"\0\0"
    waveform[0] = (0x0101,)
    waveform[1:] = [(0x0202,), (0x0303,)]
    assert memory == b"\xee\xee\1\1\xee\xee\xee\xee\2\2\xee\xee\xee\xee\3\3\xee\xee"
    waveform.fill((0,))
    waveform[:] = other
    assert memory == b"".join(b"\xee\xee%c\0\xee\xee" % n for n in (1, 2, 3))
    waveform[1:] = waveform[:-1]
    assert memory == b"".join(b"\xee\xee%c\0\xee\xee" % n for n in (1, 1, 2))
    assert waveform == Waveform.from_values([(1,), (1,), (2,)], dtype)


def test_comparison_is_by_the_values_of_the_fields():
    left = pulses()
    right = Waveform.from_values(left.tolist(), ">fH")
    assert left == right
    assert left == np.asarray(left)
    right[2] = (0.0, 255)
    assert left != right
    assert left != Waveform(3, "f")
    nan = Waveform.from_values([(float("nan"), 1)], PULSE)
    assert nan != nan.copy()
    assert Waveform.from_values([(0.0, 1)], PULSE) == Waveform.from_values([(-0.0, 1)], PULSE)


def test_records_of_another_format_are_assigned_value_by_value():
    waveform = Waveform(3, ">dH")
    waveform[:] = pulses()
    assert waveform.tolist() == pulses().tolist()
    with pytest.raises(ValueError, match="3000"):
        pulses()[:] = Waveform.from_values([(0, 0), (0, 3000), (0, 0)], "dH")


def test_a_field_writes_through():
    waveform = Waveform(4, NESTED)
    waveform["id"] = range(4)
    waveform["points"]["x"][1] = [0.5, 0.25]
    waveform["grid"][:, 1, 2] = 7
    waveform["tag"] = b"xy"
    waveform["unit"][::2] = "mV"
    assert waveform["id"].tolist() == [0, 1, 2, 3]
    assert waveform[1][2] == [(0.5, False), (0.25, False)]
    assert {record[1][1][2] for record in waveform} == {7}
    assert {record[3] for record in waveform} == {b"xy\0"}
    assert [record[4] for record in waveform] == ["mV", "", "mV", ""]
    assert (waveform["grid"].shape, waveform["grid"].strides[1:]) == ((4, 2, 3), (3, 1))


def test_fields_of_slices_and_of_several_dimensions():
    waveform = Waveform((2, 3), PULSE)
    waveform[1, 2] = (1.5, 9)
    assert waveform["marker"].tolist() == [[0, 0, 0], [0, 0, 9]]
    assert waveform[1]["marker"].tolist() == [0, 0, 9]
    assert waveform[:, ::-1]["volts"].tolist() == [[0, 0, 0], [1.5, 0, 0]]
    assert waveform[1, 2, ...]["volts"][()] == 1.5
    waveform[1, 2, ...]["volts"] = 2.5
    assert waveform[1, 2] == (2.5, 9)


def test_an_unknown_field_is_a_key_error_that_lists_the_names():
    waveform = pulses()
    with pytest.raises(KeyError, match="'current' is not one of 'volts', 'marker'"):
        waveform["current"]
    with pytest.raises(KeyError, match="volts"):
        waveform["current"] = 1
    with pytest.raises(TypeError, match="index"):
        Waveform(2)["volts"]


def test_fields_of_one_element_are_none():
    assert Waveform(2).fields is None
    assert Waveform(2, "4s").fields is None
    assert Waveform(2, NESTED).fields == {
        "id": (">H", 0),
        "grid": ("(2,3)b", 2),
        "points": ("(2)T{=d:x:?:ok:}", 8),
        "tag": ("3s", 26),
        "unit": ("2w", 29),
    }


def test_a_field_counts_as_an_export_and_keeps_the_memory():
    waveform = pulses()
    field = waveform["volts"]
    assert waveform.exports == 1
    with pytest.raises(BufferError, match="exports"):
        waveform.release()
    del waveform
    assert field.tolist() == [1.5, 2.5, -0.5]
    field.obj["marker"][0] = 77
    assert field.obj[0] == (1.5, 77)


def test_read_only_records():
    waveform = pulses().toreadonly()
    with pytest.raises(TypeError, match="read-only"):
        waveform["volts"][0] = 1
    with pytest.raises(TypeError, match="read-only"):
        waveform["volts"] = 1
    with pytest.raises(TypeError, match="read-only"):
        waveform[0] = (1.0, 1)


def test_cast_where_the_sizes_work_out():
    waveform = pulses()
    raw = waveform.cast("B")
    assert raw.tobytes() == waveform.tobytes()
    assert raw.cast(PULSE) == waveform
    assert raw.cast("<fB", (3, 1)).tolist() == [[record] for record in waveform]
    with pytest.raises(TypeError, match="15 bytes"):
        waveform.cast("<fH")


def test_repr_size_and_release():
    waveform = pulses()
    assert repr(waveform) == ("<swiftbuf.Waveform format 'T{=f:volts:B:marker:}' shape (3,)>")
    assert sys.getsizeof(waveform) >= 15
    waveform.release()
    for use in (lambda: waveform["volts"], lambda: waveform.fields, lambda: waveform[0]):
        with pytest.raises(ValueError, match="released"):
            use()


@pytest.mark.parametrize(
    ("use", "error"),
    [
        (lambda waveform: waveform.convert("d"), TypeError),
        (lambda waveform: Waveform(3, "d").convert(out=waveform), TypeError),
        (lambda waveform: waveform.envelope(1), TypeError),
        (lambda waveform: waveform.__dlpack__(), BufferError),
        (lambda waveform: waveform.__arrow_c_array__(), BufferError),
        (lambda waveform: waveform.__arrow_c_schema__(), BufferError),
    ],
)
def test_what_takes_numbers_says_which_field_to_take(use, error):
    with pytest.raises(error, match=r"w\['volts'\]"):
        use(pulses())
    assert pulses()["volts"].convert("d").tolist() == [1.5, 2.5, -0.5]
    assert pulses()["volts"].envelope(1).tolist() == [[-0.5, 2.5]]


def test_release_in_the_midst_of_an_assignment_is_refused():
    waveform = pulses()

    class Number:
        def __float__(self):
            waveform.release()
            return 1.0

    with pytest.raises(BufferError):
        waveform[0] = (Number(), 1)
    assert waveform[0] == (1.5, 1)


@given(dtypes())
def test_zeros_equal_zeros(dtype):
    assert Waveform(2, dtype) == np.zeros(2, dtype)
    assert not any(Waveform(2, dtype).tobytes())
