"""Signatures and docs: what help(), IDEs and stub checkers read is what the calls take."""

import inspect
import re

import pytest

from swiftbuf import Waveform

CLASS_METHODS = {
    "from_values": "(values, format='d', *, align=64)",
    "from_buffer": "(source, format=None, *, offset=0, count=None, readonly=None)",
    "from_file": "(path, format='B', *, offset=0, count=None, align=64)",
    "mmap": "(path, format='B', *, mode='c', offset=0, count=None)",
}
METHODS = {
    "tobytes": "(order='C')",
    "tolist": "()",
    "cast": "(format, shape=None)",
    "toreadonly": "()",
    "copy": "()",
    "fill": "(value, /)",
    "byteswap": "()",
    "convert": "(format=None, *, scale=1, offset=0, overflow='raise', out=None)",
    "envelope": "(bins)",
    "plot": "(*, channels=None, rate=None, range=None, axis=0)",
    "flush": "()",
    "release": "()",
    "__enter__": "()",
    "__copy__": "()",
    "__deepcopy__": "(memo, /)",
    "__sizeof__": "()",
    "__dlpack__": "(*, stream=None, max_version=None, dl_device=None, copy=None)",
    "__dlpack_device__": "()",
    "__arrow_c_schema__": "()",
    "__arrow_c_array__": "(requested_schema=None)",
    "_repr_svg_": "()",
    "__buffer__": "(flags, /)",
    "__release_buffer__": "(buffer, /)",
}
ATTRIBUTES = [
    *("obj", "format", "itemsize", "nbytes", "ndim", "shape", "strides", "suboffsets", "readonly"),
    *("c_contiguous", "f_contiguous", "contiguous", "exports"),
]


def test_the_class():
    assert str(inspect.signature(Waveform)) == "(shape, format='d', *, align=64)"


@pytest.mark.parametrize(("name", "signature"), CLASS_METHODS.items())
def test_class_methods(name, signature):
    assert str(inspect.signature(getattr(Waveform, name))) == signature
    assert str(inspect.signature(getattr(Waveform(1), name))) == signature


@pytest.mark.parametrize(("name", "signature"), METHODS.items())
def test_methods(name, signature):
    assert str(inspect.signature(getattr(Waveform(1), name))) == signature
    unbound = inspect.signature(getattr(Waveform, name))
    assert next(iter(unbound.parameters.values())).kind is inspect.Parameter.POSITIONAL_ONLY


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attributes_are_described_on_the_class(name):
    assert inspect.isdatadescriptor(getattr(Waveform, name))


@pytest.mark.parametrize("name", ["", *CLASS_METHODS, *METHODS, *ATTRIBUTES])
def test_docs_open_with_a_sentence(name):
    described = getattr(Waveform, name) if name else Waveform
    doc = inspect.getdoc(described)
    assert doc, "no docstring"
    assert re.match(r"[A-Z][^\n]+\.$", doc.splitlines()[0]), doc


def test_a_public_method_says_more_than_its_signature():
    for name in [*CLASS_METHODS, "tobytes", "cast", "copy", "fill", "byteswap", "toreadonly"]:
        assert not inspect.getdoc(getattr(Waveform, name)).startswith(name)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda w: w.tobytes("C", "C"), "tobytes"),
        (lambda w: w.tobytes(ordering="C"), "ordering"),
        (lambda w: w.cast(), "format"),
        (lambda w: w.cast("B", size=3), "size"),
        (lambda w: w.cast("B", format="B"), "format"),
        (lambda w: Waveform.from_buffer(), "source"),
        (lambda w: Waveform.from_buffer(b"", "B", 0), "from_buffer"),
        (lambda w: Waveform.from_buffer(b"", ofset=0), "ofset"),
        (lambda w: Waveform.from_file(), "path"),
        (lambda w: Waveform.from_file("x", "B", 0), "from_file"),
        (lambda w: Waveform.from_file("x", readonly=True), "readonly"),
        (lambda w: w.fill(), "fill"),
        (lambda w: w.convert("f", 2), "convert"),
        (lambda w: w.convert(factor=2), "factor"),
        (lambda w: w.envelope(), "bins"),
        (lambda w: w.envelope(1, 2), "envelope"),
        (lambda w: w.copy(1), "copy"),
        (lambda w: w.__deepcopy__(), "__deepcopy__"),
        (lambda w: w.__buffer__(), "expected|__buffer__"),
        (lambda w: w.__release_buffer__(), "expected|__release_buffer__"),
    ],
)
def test_wrong_arguments_are_a_type_error_that_names_them(call, named):
    with pytest.raises(TypeError, match=named):
        call(Waveform(1))


def test_keyword_names_must_be_complete_and_exact():
    for name in ["Shape", "shap", "shapes", "shape ", "form\0at", "\ud800"]:
        with pytest.raises(TypeError):
            Waveform(1, **{name: 1})
