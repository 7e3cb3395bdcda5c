"""DLPack's C exchange API: C code gets and makes tensors without calling Python."""

import contextlib
import ctypes
import gc
import sys

import numpy as np
import pytest
from copies import address
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, NUMPY, as_array, keys, waveform_of, waveforms
from producers import Deleter, ExchangeAPI, Made, Versioned
from support import assert_no_growth

from swiftbuf import Waveform, _swiftbuf

pytestmark = pytest.mark.skipif(
    NUMPY < "2.1.0", reason="NumPy, which reads the tensors here, has version 1 of DLPack from 2.1"
)

get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
get_pointer.restype = ctypes.c_void_p
get_pointer.argtypes = (ctypes.py_object, ctypes.c_char_p)
API = ExchangeAPI.from_address(
    get_pointer(Waveform.__dlpack_c_exchange_api__, b"dlpack_exchange_api")
)


def taken(source):
    """The tensor of `source`; the caller has its deleter called."""
    place = ctypes.POINTER(Versioned)()
    API.from_object(source, place)
    return place


def delete(managed):
    Deleter(managed.contents.deleter)(managed)


def array_of(managed):
    """What NumPy makes of a tensor, which it then deletes itself."""
    return np.from_dlpack(Made(managed.contents, b"dltensor_versioned"))


def lent(array):
    """A tensor of NumPy's, which is the caller's."""
    capsule = array.__dlpack__(max_version=(1, 0))
    pointer = get_pointer(capsule, b"dltensor_versioned")
    ctypes.pythonapi.PyCapsule_SetDestructor(ctypes.py_object(capsule), None)
    return ctypes.cast(pointer, ctypes.POINTER(Versioned))


def given_back(managed):
    """A Waveform that owns a tensor."""
    place = ctypes.py_object()
    API.to_object(managed, place)
    made = place.value
    ctypes.pythonapi.Py_DecRef(ctypes.py_object(made))  # place's, which ctypes does not count
    return made


class Prototype(Versioned):
    """What the allocator reads of a tensor; the fields that it must not read are wrong."""

    def __init__(self, shape=(3, 4), **fields):
        self.lengths = (ctypes.c_int64 * len(shape))(*shape)
        fields = {"device_type": 1, "code": 0, "bits": 16, "lanes": 1, "ndim": len(shape)} | fields
        super().__init__(shape=ctypes.addressof(self.lengths), strides=8, data=8, **fields)


def allocated(prototype, errors):
    place = ctypes.POINTER(Versioned)()
    set_error = API.SetError(lambda context, kind, message: errors.append((context, kind, message)))
    start = prototype and ctypes.addressof(prototype) + Versioned.data.offset
    return API.allocate(start, place, 77, set_error), place


def test_the_type_has_the_table_of_version_1_3():
    assert (API.major, API.minor, API.prev_api) == (1, 3, None)
    assert all((API.allocate, API.from_object, API.to_object, API.stream))


def test_instances_and_subclasses_have_the_same_table():
    capsule = Waveform.__dlpack_c_exchange_api__
    assert Waveform(1).__dlpack_c_exchange_api__ is capsule
    assert type("Recording", (Waveform,), {}).__dlpack_c_exchange_api__ is capsule


def test_nobody_can_replace_it():
    with pytest.raises(TypeError, match="immutable"):
        Waveform.__dlpack_c_exchange_api__ = None
    with pytest.raises(TypeError, match="immutable"):
        del Waveform.__dlpack_c_exchange_api__


def test_memory_is_never_lent_without_a_hold():
    assert API.lend is None


def test_cpu_memory_has_no_stream():
    stream = ctypes.c_void_p(1)
    assert API.stream(1, 0, stream) == 0
    assert stream.value is None


# From a Waveform.


@given(st.data())
def test_the_tensor_of_any_layout_is_what_the_buffer_protocol_says(data):
    w = data.draw(waveforms(formats=["b", "h", "f", "Zd"]))
    view = w[data.draw(keys(w.shape))]
    if not isinstance(view, Waveform):
        return
    array, expected = array_of(taken(view)), as_array(view)
    assert (array.dtype, array.shape) == (expected.dtype, expected.shape)
    assert array.tobytes() == expected.tobytes()


def test_the_tensor_is_an_export_until_it_is_deleted():
    w = Waveform(4)
    managed = taken(w)
    with pytest.raises(BufferError, match="exports=1"):
        w.release()
    delete(managed)
    assert w.exports == 0
    w.release()


def test_the_tensor_keeps_the_memory():
    managed = taken(waveform_of(bytes(range(8))))
    gc.collect()
    assert array_of(managed).tolist() == list(range(8))


def test_read_only_memory_is_refused_because_consumers_write_to_it():
    with pytest.raises(BufferError, match="read-only.*__dlpack__"):
        taken(Waveform(4).toreadonly())


@pytest.mark.parametrize("fmt", ["c", "i3", *(fmt for fmt in FORMATS if fmt[0] == ">")])
def test_formats_without_a_type_are_refused(fmt):
    with pytest.raises(BufferError, match=f"format '{fmt}'"):
        taken(Waveform(3, fmt))


def test_released_memory_is_refused():
    w = Waveform(3)
    w.release()
    with pytest.raises(ValueError, match="released"):
        taken(w)


@pytest.mark.parametrize("other", [None, b"abc", bytearray(3), Waveform, np.zeros(3), object()])
def test_another_object_is_refused(other):
    with pytest.raises(TypeError, match="py_object: .* is not a Waveform"):
        taken(other)


def test_a_subclass_with_its_own_buffer_has_the_tensor_of_its_waveform():
    class Other(Waveform):
        def __buffer__(self, flags):
            return memoryview(b"other")

    w = Other((2,), "h")
    w[1] = 7
    assert array_of(taken(w)).tolist() == [0, 7]


# To a Waveform.


@pytest.mark.parametrize("fmt", ["?", "b", "H", "i", "l", "e", "f", "d", "Zf", "Zd"])
def test_a_tensor_becomes_a_waveform_with_its_memory(fmt):
    array = np.asarray(waveform_of(bytes(range(96)), fmt))[::-2]
    w = given_back(lent(array))
    assert type(w) is Waveform
    assert (w.format, w.shape, w.strides) == (fmt, array.shape, array.strides)
    assert address(w) == array.ctypes.data
    assert w.tobytes() == array.tobytes()
    assert w.obj is None


def test_a_read_only_tensor_becomes_a_read_only_waveform():
    array = np.zeros(3)
    array.flags.writeable = False
    w = given_back(lent(array))
    with pytest.raises(TypeError, match="read-only"):
        w[0] = 1


def test_neither_import_nor_builtins_are_used(monkeypatch):
    monkeypatch.setattr("builtins.__import__", None)
    assert given_back(lent(np.arange(3))).tolist() == [0, 1, 2]


class Counted:
    """A tensor over NumPy's memory that counts the calls of its deleter."""

    def __init__(self, **fields):
        self.calls = 0
        self.theirs = lent(np.arange(6, dtype="h"))
        self.deleter = Deleter(self.delete)
        self.struct = Versioned.from_buffer_copy(self.theirs.contents)
        self.struct.deleter = ctypes.cast(self.deleter, ctypes.c_void_p)
        for name, value in fields.items():
            setattr(self.struct, name, value)

    def delete(self, managed):
        self.calls += 1
        delete(self.theirs)


def test_the_tensor_is_deleted_when_the_last_view_goes():
    tensor = Counted()
    w = given_back(ctypes.pointer(tensor.struct))
    view = memoryview(w)
    del w
    gc.collect()
    assert (tensor.calls, view.tolist()) == (0, list(range(6)))
    del view
    assert tensor.calls == 1


def test_the_tensor_is_deleted_when_the_waveform_is_released():
    tensor = Counted()
    w = given_back(ctypes.pointer(tensor.struct))
    w.release()
    assert tensor.calls == 1


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"device_type": 2}, BufferError, "tensor: it is on a device of type 2"),
        ({"major": 2}, BufferError, "tensor: DLPack version 2 is not supported"),
        ({"ndim": 65}, BufferError, "tensor: its shape"),
        ({"code": 4}, ValueError, "tensor: its elements are bfloat16"),
        ({"code": 3}, ValueError, "tensor: DLPack type 3 of 16 bits"),
        ({"lanes": 2}, ValueError, "tensor: DLPack type 0 of 16 bits and 2 lanes"),
    ],
)
def test_a_refused_tensor_is_still_the_callers(fields, error, message):
    tensor = Counted(**fields)
    with pytest.raises(error, match=message):
        given_back(ctypes.pointer(tensor.struct))
    gc.collect()
    assert tensor.calls == 0
    delete(tensor.theirs)


def test_a_module_that_is_gone_makes_no_waveform(monkeypatch):
    tensor = Counted()
    monkeypatch.delitem(sys.modules, "swiftbuf._swiftbuf")
    with pytest.raises(BufferError, match="not among the modules"):
        given_back(ctypes.pointer(tensor.struct))
    assert tensor.calls == 0
    delete(tensor.theirs)


@pytest.mark.parametrize("other", [int, 7, None])
def test_a_module_without_its_class_makes_no_waveform(monkeypatch, other):
    tensor = Counted()
    monkeypatch.setattr(_swiftbuf, "Waveform", other)
    with pytest.raises(TypeError, match="swiftbuf._swiftbuf.Waveform is"):
        given_back(ctypes.pointer(tensor.struct))
    assert tensor.calls == 0
    delete(tensor.theirs)


def test_no_tensor_is_refused():
    with pytest.raises(ValueError, match="NULL"):
        given_back(None)
    with pytest.raises(ValueError, match="NULL"):
        API.from_object(Waveform(1), None)


# New memory.


@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (2, 0, 3), (1,) * 64, (2**20, 3)])
def test_new_memory_is_zeros_in_c_order(shape):
    errors = []
    status, managed = allocated(Prototype(shape), errors)
    assert (status, errors) == (0, [])
    assert managed.contents.data % 64 == 0
    w = given_back(managed)
    assert (w.format, w.shape, w.c_contiguous, w.readonly) == ("h", shape, True, False)
    assert not any(w.tobytes())


def test_new_memory_can_be_written_up_to_its_end():
    _, managed = allocated(Prototype((1000,)), [])
    w = given_back(managed)
    w.fill(-1)
    assert w.tobytes() == b"\xff" * 2000


@pytest.mark.parametrize(
    ("code", "bits", "lanes"), [(4, 16, 1), (10, 8, 1), (17, 4, 2), (2, 32, 4)]
)
def test_new_memory_of_a_type_without_a_format_is_for_other_libraries(code, bits, lanes):
    status, managed = allocated(Prototype((5,), code=code, bits=bits, lanes=lanes), [])
    made = managed.contents
    assert (status, made.code, made.bits, made.lanes) == (0, code, bits, lanes)
    assert not any(ctypes.string_at(made.data, 5 * bits * lanes // 8))
    with pytest.raises(ValueError, match="tensor: "):
        given_back(managed)
    delete(managed)


@pytest.mark.parametrize(
    ("prototype", "kind", "message"),
    [
        (None, b"ValueError", b"prototype or out is NULL"),
        (Prototype(device_type=2), b"BufferError", b"device is not the CPU"),
        (Prototype(code=17, bits=4), b"BufferError", b"not whole bytes"),
        (Prototype(lanes=0), b"BufferError", b"not whole bytes"),
        (Prototype(ndim=-1), b"ValueError", b"ndim or shape is not valid"),
        (Prototype((1,) * 65), b"ValueError", b"ndim or shape is not valid"),
        (Prototype((3, -1)), b"ValueError", b"a negative length"),
        (Prototype((2**61,)), b"MemoryError", b"no memory"),
        (Prototype((2**62, 2**62)), b"MemoryError", b"no memory"),
        (Prototype((2**62, 2**62, 0)), b"MemoryError", b"no memory"),
    ],
)
def test_memory_that_cannot_be_made_is_an_error_in_words(prototype, kind, message):
    errors = []
    status, managed = allocated(prototype, errors)
    assert (status, bool(managed)) == (-1, False)
    ((context, said_kind, said),) = errors
    assert (context, said_kind) == (77, kind)
    assert message in said


WAVE = Waveform((3, 4), "h")


def refused(call, argument):
    with contextlib.suppress(BufferError, TypeError):
        call(argument)
        raise AssertionError("should have failed")


def refused_tensor():
    managed = taken(WAVE)
    managed.contents.device_type = 2
    refused(given_back, managed)
    delete(managed)


@pytest.mark.parametrize(
    "exchange",
    [
        lambda: delete(taken(WAVE)),
        lambda: given_back(taken(WAVE[1:, ::2])),
        lambda: refused(taken, WAVE.cast("B").cast(">h")),
        lambda: refused(taken, b"other"),
        refused_tensor,
        lambda: given_back(allocated(Prototype(), [])[1]),
        lambda: delete(allocated(Prototype((2**21,)), [])[1]),
        lambda: allocated(Prototype(device_type=2), []),
    ],
    ids=["from", "from and to", "format", "object", "tensor", "new", "large", "no memory"],
)
def test_nothing_is_left_behind(exchange):
    assert_no_growth(exchange, WAVE, Waveform)
    gc.collect()
    assert WAVE.exports == 0
