"""The surface: exactly the names of the contract, on a class that nobody can change."""

import inspect
import pydoc

import pytest

import swiftbuf
from swiftbuf import Waveform

PUBLIC = {
    *("obj", "format", "fields", "itemsize", "nbytes", "ndim", "shape", "strides", "suboffsets"),
    "readonly",
    *("c_contiguous", "f_contiguous", "contiguous", "exports"),
    *("from_values", "from_buffer", "from_file", "mmap", "tobytes", "tolist", "cast", "toreadonly"),
    *("copy", "fill", "byteswap", "convert", "envelope", "plot", "flush", "release"),
}
SPECIAL = {
    *("__len__", "__getitem__", "__setitem__", "__delitem__", "__iter__", "__contains__"),
    *("__bool__", "__copy__", "__deepcopy__", "__buffer__", "__release_buffer__"),
    *("__enter__", "__exit__", "_repr_svg_"),
    # In place: only to be refused.
    *("__iadd__", "__isub__", "__imul__", "__imatmul__", "__itruediv__", "__ifloordiv__"),
    *("__imod__", "__ipow__", "__ilshift__", "__irshift__", "__iand__", "__ixor__", "__ior__"),
    *("__dlpack__", "__dlpack_device__", "__dlpack_c_exchange_api__"),
    *("__arrow_c_array__", "__arrow_c_schema__"),
}
# What the type itself brings along, where it is implemented so: no promise, and no harm.
INCIDENTAL = {"__module__", "__reversed__", "__weakref__"}


def test_the_module():
    assert set(swiftbuf.__all__) == {"Waveform", "Exporter", "__version__"}
    assert swiftbuf.__version__ == "0.1.0"


def test_waveform_says_where_it_is_found():
    assert Waveform.__module__ == "swiftbuf"
    assert Waveform.__qualname__ == Waveform.__name__ == "Waveform"
    assert inspect.getmodule(Waveform) is swiftbuf


def test_exactly_the_names_of_the_contract():
    added = set(dir(Waveform)) - set(dir(object))
    assert {name for name in added if not name.startswith("_")} == PUBLIC
    assert {name for name in added if name.startswith("_")} - INCIDENTAL == SPECIAL


@pytest.mark.parametrize(
    "name",
    [
        *("append", "extend", "insert", "pop", "remove", "clear", "resize", "sort", "reverse"),
        *("decode", "hex", "fromhex", "find", "split", "join", "strip", "upper", "index", "count"),
        *("__add__", "__mul__", "__neg__", "__index__", "__float__"),
        *("__array__", "__array_interface__", "__array_struct__", "__dict__"),
    ],
)
def test_no_resizing_no_text_and_no_arithmetic(name):
    assert not hasattr(Waveform(1), name)


@pytest.mark.parametrize(
    "operation",
    [lambda w: w + w, lambda w: w * 2, lambda w: 2 * w, lambda w: -w, lambda w: w()],
)
def test_no_operators(operation):
    with pytest.raises(TypeError):
        operation(Waveform(1))


@pytest.mark.parametrize("name", ["anything", "shape", "tobytes", "__getitem__", "__doc__"])
def test_the_class_cannot_be_changed(name):
    with pytest.raises(TypeError, match=f"{name}.*immutable"):
        setattr(Waveform, name, None)
    with pytest.raises(TypeError, match=f"{name}.*immutable"):
        delattr(Waveform, name)


def test_a_subclass_can_be_changed():
    class Mine(Waveform):
        pass

    Mine.label = "mine"
    assert Mine(1).label == "mine"


def test_help_reads_like_a_manual_page():
    page = pydoc.plain(pydoc.render_doc(Waveform))
    for name in sorted(PUBLIC):
        assert name in page
    assert "shape, format='d'" in page
