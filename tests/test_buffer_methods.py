"""PEP 688 on every Python: `__buffer__`, `__release_buffer__`, and Waveform as a `Buffer`.

From 3.12 on the interpreter gives these methods to every exporter; on 3.11 swiftbuf has its own.
bytearray is the oracle for the rules of the methods, in the versions where it has them.
"""

import _testbuffer
import collections.abc
import ctypes
import inspect
import sys
from _testbuffer import ND_WRITABLE, ndarray

import numpy as np
import pytest
from support import raw_view

from swiftbuf import Waveform

FLAGS = {
    name.removeprefix("PyBUF_"): getattr(_testbuffer, name)
    for name in dir(_testbuffer)
    if name.startswith("PyBUF_") and name not in ("PyBUF_READ", "PyBUF_WRITE")  # no requests
}
FIELDS = (
    *("format", "itemsize", "nbytes", "ndim", "shape", "strides", "suboffsets", "readonly"),
    *("c_contiguous", "f_contiguous", "contiguous"),
)
PAIRS = {
    "1-d": (lambda: Waveform(3, ">h"), ndarray([0] * 3, [3], format=">h", flags=ND_WRITABLE)),
    "2-d": (lambda: Waveform((2, 3)), ndarray([0] * 6, [2, 3], format="d", flags=ND_WRITABLE)),
    "scalar": (lambda: Waveform((), "i"), ndarray(0, (), format="i", flags=ND_WRITABLE)),
    "empty": (lambda: Waveform(0, "h"), memoryview(np.zeros(0, "h"))),
    "strided": (lambda: Waveform(6, "h")[::-2], memoryview(np.zeros(6, "h")[::-2])),
    "read-only": (lambda: Waveform(3, "h").toreadonly(), ndarray([0] * 3, [3], format="h")),
    "complex": (lambda: Waveform(3, ">Zd"), memoryview(np.zeros(3, ">D"))),
    "Fortran": (
        lambda: Waveform.from_buffer(np.zeros((2, 3), order="F")),
        memoryview(np.zeros((2, 3), order="F")),
    ),
}
NEW = sys.version_info >= (3, 12)
EXPORTERS = [lambda: Waveform(8, "B"), *([lambda: bytearray(8)] if NEW else [])]


def view_from_c(exporter, flags):
    """The fields of the memoryview that PEP 688 makes of a request, or None if it is refused."""
    make = ctypes.pythonapi.PyMemoryView_FromBuffer
    make.restype = ctypes.py_object
    try:
        with raw_view(exporter, flags) as view:
            return fields_of(make(ctypes.byref(view)))
    except BufferError:
        return None


def fields_of(view):
    return [getattr(view, name) for name in FIELDS] + [view.tobytes()]


@pytest.mark.parametrize(("make", "oracle"), PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("name", FLAGS)
def test_a_request_in_python_is_the_request_in_c(make, oracle, name):
    waveform, flags = make(), inspect.BufferFlags[name] if NEW else FLAGS[name]
    expected = view_from_c(oracle, FLAGS[name])
    if expected is None:
        with pytest.raises(BufferError):
            waveform.__buffer__(flags)
        assert waveform.exports == 0
    else:
        view = waveform.__buffer__(flags)
        assert fields_of(view) == expected
        assert view.obj is waveform
        assert waveform.exports == 1
        view.release()
        assert waveform.exports == 0


@pytest.mark.skipif(not NEW, reason="inspect.BufferFlags came with Python 3.12")
def test_the_flags_are_those_that_python_names():
    named = dict(inspect.BufferFlags.__members__)
    assert {name: int(named[name]) for name in FLAGS} == FLAGS
    assert set(named) - set(FLAGS) == {"READ", "WRITE"}


@pytest.mark.parametrize("make", EXPORTERS)
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), TypeError),
        ((0, 0), TypeError),
        (("0",), TypeError),
        ((None,), TypeError),
        ((0.0,), TypeError),
        ((2**31,), OverflowError),
        ((2**70,), OverflowError),
        ((-(2**70),), OverflowError),
    ],
)
def test_flags_are_one_int_of_c(make, arguments, error):
    with pytest.raises(error):
        make().__buffer__(*arguments)


@pytest.mark.parametrize("make", EXPORTERS)
def test_flags_take_what_has_an_index(make):
    assert make().__buffer__(True).readonly is False
    assert make().__buffer__(np.int32(0)).nbytes == 8


@pytest.mark.parametrize("make", EXPORTERS)
def test_releasing_a_view_ends_it(make):
    exporter = make()
    view = exporter.__buffer__(0)
    assert exporter.__release_buffer__(view) is None
    with pytest.raises(ValueError, match="released"):
        view.tobytes()
    with pytest.raises(ValueError, match="released"):
        exporter.__release_buffer__(view)


@pytest.mark.parametrize("make", EXPORTERS)
def test_releasing_takes_any_memoryview_of_the_object(make):
    exporter = make()
    view = memoryview(exporter)
    part = view[1:]
    assert exporter.__release_buffer__(view) is None
    assert part.nbytes == 7  # which holds the buffer, until it is released itself
    assert exporter.__release_buffer__(part) is None
    if isinstance(exporter, Waveform):
        assert exporter.exports == 0
    else:
        exporter.append(0)


@pytest.mark.parametrize("make", EXPORTERS)
def test_releasing_a_view_of_another_object_is_a_value_error(make):
    exporter, other = make(), make()
    view = memoryview(other)
    with pytest.raises(ValueError, match="not this object"):
        exporter.__release_buffer__(view)
    assert view.nbytes == 8


@pytest.mark.parametrize("make", EXPORTERS)
def test_releasing_a_view_that_is_exported_is_a_buffer_error(make):
    exporter = make()
    view = exporter.__buffer__(0)
    consumer = ndarray(view)
    with pytest.raises(BufferError, match="exported"):
        exporter.__release_buffer__(view)
    assert view.nbytes == 8
    del consumer
    exporter.__release_buffer__(view)


@pytest.mark.parametrize("make", EXPORTERS)
@pytest.mark.parametrize("arguments", [(), (5,), (b"12345678",), (None,), (memoryview(b""), 1)])
def test_releasing_takes_one_memoryview(make, arguments):
    with pytest.raises(TypeError):
        make().__release_buffer__(*arguments)


@pytest.mark.parametrize("method", ["__buffer__", "__release_buffer__"])
def test_the_methods_belong_to_waveforms_only(method):
    with pytest.raises(TypeError):
        getattr(Waveform, method)(bytearray(8), 0)
    assert getattr(Waveform, method).__doc__


class Doubled(Waveform):
    def __buffer__(self, flags):
        self.asked = flags
        return super().__buffer__(flags)


def test_a_subclass_can_call_the_method_of_waveform():
    doubled = Doubled(8, "B")
    view = doubled.__buffer__(0)
    assert (doubled.asked, view.nbytes, view.obj is doubled) == (0, 8, True)


class Redirected(Waveform):
    def __buffer__(self, flags):
        return memoryview(b"elsewhere")


def test_a_subclass_changes_what_it_exports_where_the_language_lets_it():
    redirected = Redirected(4, "B")
    assert bytes(redirected.__buffer__(0)) == b"elsewhere"
    assert bytes(memoryview(redirected)) == (b"elsewhere" if NEW else bytes(4))


@pytest.mark.skipif(not NEW, reason="collections.abc.Buffer came with Python 3.12")
def test_a_waveform_is_a_buffer():
    assert isinstance(Waveform(1), collections.abc.Buffer)
    assert issubclass(Waveform, collections.abc.Buffer)
