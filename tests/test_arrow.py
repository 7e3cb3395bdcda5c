"""The Arrow PyCapsule interface without Arrow: what the structs say, read by ctypes.

tests/ecosystem/test_arrays.py has the same with pyarrow, Polars and DuckDB.
"""

import ctypes

import pytest
from modelling import FORMATS, address, waveform_of
from producers import ArrowOnly

from swiftbuf import Waveform

# The Arrow C data interface, "Structure definitions".
ARROW_TYPES = dict(zip("bBhHiIlLqQnNefd", "cCsSiIlLlLlLefg", strict=True))


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


Schema._fields_ = (
    *(("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p)),
    *(("flags", ctypes.c_int64), ("n_children", ctypes.c_int64)),
    ("children", ctypes.POINTER(ctypes.POINTER(Schema))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))),
    ("private_data", ctypes.c_void_p),
)
Array._fields_ = (
    *(("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64)),
    *(("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64)),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))),
    ("private_data", ctypes.c_void_p),
)
get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
get_pointer.restype = ctypes.c_void_p
get_pointer.argtypes = (ctypes.py_object, ctypes.c_char_p)


def structs(waveform):
    """The two structs of a Waveform, and the capsules that keep them."""
    capsules = waveform.__arrow_c_array__()
    schema = Schema.from_address(get_pointer(capsules[0], b"arrow_schema"))
    array = Array.from_address(get_pointer(capsules[1], b"arrow_array"))
    return schema, array, capsules


@pytest.mark.parametrize("fmt", ARROW_TYPES)
def test_numbers_have_their_arrow_type(fmt):
    schema, _, _ = structs(Waveform(3, fmt))
    assert schema.format.decode() == ARROW_TYPES[fmt]


@pytest.mark.parametrize("fmt", sorted(set(FORMATS) - set(ARROW_TYPES)))
def test_other_formats_are_refused(fmt):
    w = Waveform(3, fmt)
    for export in (w.__arrow_c_array__, w.__arrow_c_schema__):
        with pytest.raises(BufferError, match=f"format '{fmt}'"):
            export()
    assert w.exports == 0


def test_the_array_is_the_memory_itself():
    w = Waveform(5, "h")
    schema, array, _ = structs(w)
    assert (array.length, array.null_count, array.offset) == (5, 0, 0)
    assert (array.n_buffers, array.n_children) == (2, 0)
    assert (array.buffers[0], array.buffers[1]) == (None, address(w))
    assert (schema.flags, schema.n_children, schema.name) == (0, 0, b"")


def test_further_dimensions_are_lists_of_one_length():
    w = Waveform((2, 3, 12), "f")
    schema, array, _ = structs(w)
    formats, lengths = [schema.format], [array.length]
    while schema.n_children:
        schema, array = schema.children[0].contents, array.children[0].contents
        formats.append(schema.format)
        lengths.append(array.length)
    assert formats == [b"+w:3", b"+w:12", b"f"]
    assert lengths == [2, 6, 72]
    assert array.buffers[1] == address(w)


def test_the_array_is_an_export_until_it_is_released():
    w = Waveform((2, 3))
    _, array, capsules = structs(w)
    assert w.exports == 1
    array.release(array)
    assert not array.release
    assert w.exports == 0
    del capsules
    assert w.exports == 0


def test_a_child_that_was_moved_out_lives_on():
    w = Waveform((2, 3))
    _, array, capsules = structs(w)
    child = array.children[0].contents
    moved = Array.from_buffer_copy(child)
    child.release = type(child.release)()
    array.release(array)
    del capsules
    assert w.exports == 1
    moved.release(moved)
    assert w.exports == 0


@pytest.mark.parametrize("part", [lambda w: w[:, 0], lambda w: w[::-1], lambda w: w[0, 0, ...]])
def test_what_is_not_contiguous_or_has_no_dimension_is_refused(part):
    w = Waveform((3, 2))
    with pytest.raises(BufferError, match="Arrow"):
        part(w).__arrow_c_array__()
    assert w.exports == 0


# The other way.


def test_an_arrow_array_is_shown_in_place_and_read_only():
    w = waveform_of(bytes(range(12)), "h", (3, 2))
    source = ArrowOnly(w)
    shown = Waveform.from_buffer(source)
    assert (shown.format, shown.shape, shown.readonly) == ("h", (3, 2), True)
    assert shown.obj is source
    w[1, 1] = 77
    assert shown[1, 1] == 77
    with pytest.raises(BufferError, match="read-only"):
        Waveform.from_buffer(source, readonly=False)


def test_it_keeps_the_array():
    w = Waveform(4)
    shown = Waveform.from_buffer(ArrowOnly(w))
    assert w.exports == 1
    del shown
    assert w.exports == 0


class Changed(ArrowOnly):
    """An Arrow array of int16 in two lists of three, in whose structs something was changed."""

    def __init__(self, **changes):
        super().__init__(waveform_of(bytes(range(12)), "h", (2, 3)))
        self.changes = changes

    def __arrow_c_array__(self, requested_schema=None):
        schema, array, capsules = structs(self.wrapped)
        child, numbers = schema.children[0].contents, array.children[0].contents
        places = {"schema": schema, "array": array, "child": child, "numbers": numbers}
        for name, value in self.changes.items():
            place, field = name.split("_", 1)
            setattr(places[place], field, value)
        self.kept = capsules
        return capsules


def test_offsets_of_lists_and_of_their_elements_add_up():
    shown = Waveform.from_buffer(Changed(array_offset=1, array_length=1))
    assert shown.shape == (1, 3)
    assert shown.tobytes() == bytes(range(6, 12))
    assert Waveform.from_buffer(Changed(array_length=1, numbers_offset=2))[0, 0] == 0x0504


def nothing_is_null(bits):
    """A bitmap of validity, as nobody has counted it."""
    kept = (ctypes.c_uint8 * 1)(bits)
    return kept, (ctypes.c_void_p * 2)(ctypes.addressof(kept), None)


def test_nulls_that_were_not_counted_are_counted():
    for bits, fits in [(0b11, True), (0b01, False), (0b111, True), (0b10, False)]:
        kept, buffers = nothing_is_null(bits)
        source = Changed(array_null_count=-1, array_buffers=buffers)
        source.bitmap = kept
        if fits:
            assert Waveform.from_buffer(source).shape == (2, 3)
        else:
            with pytest.raises(ValueError, match="nulls"):
                Waveform.from_buffer(source)
    assert Waveform.from_buffer(Changed(array_null_count=-1)).shape == (2, 3)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"array_null_count": 1}, ValueError),
        ({"numbers_null_count": 2}, ValueError),
        ({"array_length": -1}, BufferError),
        ({"array_offset": -1}, BufferError),
        ({"array_offset": 2**63 - 1}, BufferError),
        ({"array_offset": 2**62}, BufferError),
        ({"numbers_offset": 2**62}, BufferError),
        ({"array_length": 2**61}, BufferError),
        ({"array_n_children": 0}, BufferError),
        ({"schema_n_children": 2}, BufferError),
        ({"array_children": None}, BufferError),
        ({"schema_format": b"+w:"}, ValueError),
        ({"schema_format": b"+w:-3"}, ValueError),
        ({"schema_format": b"+w:99999999999999999999"}, ValueError),
        ({"schema_format": b"+l"}, ValueError),
        ({"schema_format": None}, ValueError),
        ({"child_format": b"b"}, ValueError),
        ({"child_format": b""}, ValueError),
        ({"child_format": b"tdD"}, ValueError),
        ({"child_dictionary": 1}, ValueError),
        ({"numbers_n_buffers": 1}, BufferError),
        ({"numbers_buffers": None}, BufferError),
    ],
    ids=str,
)
def test_what_breaks_the_interface_or_is_no_format_is_an_exception(changes, error):
    source = Changed(**changes)
    with pytest.raises(error, match="source"):
        Waveform.from_buffer(source)


def test_a_place_that_is_nowhere_is_an_exception():
    source = Changed(numbers_buffers=(ctypes.c_void_p * 2)(None, None))
    with pytest.raises(BufferError, match="source"):
        Waveform.from_buffer(source)


def test_an_array_that_was_released_is_an_exception():
    class Spent(ArrowOnly):
        def __arrow_c_array__(self, requested_schema=None):
            _, array, capsules = structs(self.wrapped)
            array.release(array)
            return capsules

    with pytest.raises(BufferError, match="released"):
        Waveform.from_buffer(Spent(Waveform(3)))


@pytest.mark.parametrize("answer", [None, (), (1, 2), 5])
def test_what_are_no_capsules_is_an_exception(answer):
    source = type("Odd", (), {"__arrow_c_array__": lambda self: answer})()
    with pytest.raises(TypeError, match="source"):
        Waveform.from_buffer(source)
