"""DLPack, both ways: by NumPy, and by producers that do all that the protocol forbids."""

import ctypes
import gc
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, NUMPY, as_array, keys, waveform_of, waveforms
from producers import MEMORY, OldTensor, Tensor, tensor

from swiftbuf import Waveform

WITHOUT_A_TYPE = {"c", *(fmt for fmt in FORMATS if fmt[0] in "<>")}
V1 = (1, 0)

# Before, all that comes to it is read-only to it, and nothing that leaves it may be.
numpy_of_version_1 = pytest.mark.skipif(
    NUMPY < "2.1.0", reason="NumPy has version 1 of DLPack from 2.1 on"
)
WITHOUT_A_TYPE_IN_NUMPY = WITHOUT_A_TYPE | ({"?"} if NUMPY < "1.25.0" else set())


@pytest.mark.parametrize("fmt", sorted(set(FORMATS) - WITHOUT_A_TYPE_IN_NUMPY))
def test_every_format_that_dlpack_has_is_shared_with_numpy(fmt):
    w = waveform_of(bytes(range(96)), fmt)
    array = np.from_dlpack(w)
    assert array.dtype == np.asarray(w).dtype
    assert array.tobytes() == w.tobytes()
    assert np.shares_memory(array, np.asarray(w))


@pytest.mark.parametrize("fmt", sorted(WITHOUT_A_TYPE))
def test_other_formats_are_refused(fmt):
    with pytest.raises(BufferError, match=f"format '{fmt}'"):
        Waveform(3, fmt).__dlpack__()


@given(st.data())
def test_any_layout_is_what_the_buffer_protocol_says(data):
    w = data.draw(waveforms(formats=["b", "h", "f", "Zd"]))
    view = w[data.draw(keys(w.shape))]
    if not isinstance(view, Waveform):
        return
    array, expected = np.from_dlpack(view), as_array(view)
    assert array.shape == expected.shape
    assert array.tobytes() == expected.tobytes()


@numpy_of_version_1
def test_a_change_shows_on_both_sides():
    w = Waveform((3, 4), "h")
    array = np.from_dlpack(w)
    array[1, 2] = 7
    w[0, 0] = 5
    assert (w[1, 2], array[0, 0]) == (7, 5)


def test_the_array_is_an_export_until_it_goes():
    w = Waveform(4)
    array = np.from_dlpack(w)
    assert w.exports == 1
    with pytest.raises(BufferError):
        w.release()
    del array
    assert w.exports == 0
    w.release()


def test_the_array_keeps_the_memory():
    array = np.from_dlpack(waveform_of(bytes(range(8))))
    gc.collect()
    assert array.tolist() == list(range(8))


class Releasing:
    """An argument that releases the Waveform when it is asked for its value."""

    def __init__(self, waveform):
        self.waveform = waveform

    def __index__(self):
        self.waveform.release()
        return 1

    def __bool__(self):
        self.waveform.release()
        return False


@pytest.mark.parametrize(
    "options",
    [
        lambda releasing: {"max_version": (releasing, 0)},
        lambda releasing: {"dl_device": (releasing, 0)},
        lambda releasing: {"copy": releasing},
    ],
    ids=["max_version", "dl_device", "copy"],
)
def test_memory_that_an_argument_releases_is_not_lent(options):
    w = Waveform(4)
    with pytest.raises(ValueError, match="released"):
        w.__dlpack__(**options(Releasing(w)))
    assert w.exports == 0


@pytest.mark.parametrize("options", [{}, {"max_version": V1}])
def test_a_capsule_that_nobody_takes_gives_its_export_back(options):
    w = Waveform(4)
    capsule = w.__dlpack__(**options)
    assert w.exports == 1
    del capsule
    assert w.exports == 0


@numpy_of_version_1
def test_read_only_memory_goes_by_version_1_alone():
    w = Waveform(4).toreadonly()
    assert not np.from_dlpack(w).flags.writeable
    with pytest.raises(BufferError, match="read-only.*max_version"):
        w.__dlpack__()
    with pytest.raises(BufferError, match="read-only"):
        w.__dlpack__(max_version=(0, 8))


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({}, "dltensor"),
        ({"max_version": None}, "dltensor"),
        ({"max_version": (0, 9)}, "dltensor"),
        ({"max_version": V1}, "dltensor_versioned"),
        ({"max_version": (2, 3)}, "dltensor_versioned"),
    ],
)
def test_the_capsule_is_of_the_version_that_the_consumer_knows(options, name):
    assert f'"{name}"' in repr(Waveform(1).__dlpack__(**options))


@numpy_of_version_1
def test_a_copy_is_a_copy():
    w = waveform_of(bytes(range(6)))
    array = np.from_dlpack(w.toreadonly(), copy=True)
    array[0] = 99
    assert (w[0], w.exports, array[1:].tolist()) == (0, 0, [1, 2, 3, 4, 5])


@numpy_of_version_1
@pytest.mark.parametrize("copy", [None, False])
def test_no_copy_is_none(copy):
    w = Waveform(4, "h")
    assert np.shares_memory(np.from_dlpack(w, copy=copy), np.asarray(w))


@numpy_of_version_1
def test_the_device_is_the_cpu():
    w = Waveform(4)
    assert w.__dlpack_device__() == (1, 0)
    assert np.from_dlpack(w, device="cpu").shape == (4,)
    with pytest.raises(BufferError, match=r"dl_device: \(2, 0\)"):
        w.__dlpack__(dl_device=(2, 0))


@pytest.mark.parametrize(
    ("options", "error", "named"),
    [
        ({"stream": 1}, BufferError, "stream: 1"),
        ({"max_version": 1}, TypeError, "max_version: 1"),
        ({"max_version": (1,)}, TypeError, "max_version"),
        ({"max_version": ("1", 0)}, TypeError, "max_version: '1'"),
        ({"dl_device": [1, 0]}, TypeError, "dl_device"),
        ({"dl_device": (1, 0.5)}, TypeError, "dl_device: 0.5"),
        ({"color": 1}, TypeError, "color"),
    ],
)
def test_arguments_are_checked_by_name(options, error, named):
    w = Waveform(1)
    with pytest.raises(error, match=named):
        w.__dlpack__(**options)
    assert w.exports == 0


def test_strides_that_are_no_elements_are_refused():
    odd = np.zeros(10, "u1")[:9].reshape(3, 3)[:, :2].view("<i2")[:, 0]
    with pytest.raises(BufferError, match="3 bytes are not a multiple of 2"):
        Waveform.from_buffer(odd).__dlpack__()


# The other way: a source that exports no buffer.


def test_a_tensor_is_shown_in_place():
    array = np.arange(24.0).reshape(4, 6)[::2, ::-3]
    source = Tensor(array)
    w = Waveform.from_buffer(source)
    assert (w.format, w.shape, w.strides) == ("d", array.shape, array.strides)
    assert w.obj is source
    w[0, 0] = 99
    assert array[0, 0] == 99


def test_it_is_kept_until_the_last_view_has_gone():
    array = np.arange(6)
    gone = []
    source = Tensor(array)
    w = Waveform.from_buffer(source)
    view = memoryview(w[1:])
    weakref.finalize(source, gone.append, "gone")
    del source, w
    gc.collect()
    assert (gone, view[0]) == ([], 1)
    del view
    gc.collect()
    assert gone == ["gone"]


def test_format_offset_count_and_readonly_mean_what_they_always_do():
    array = np.arange(6, dtype="i2")
    w = Waveform.from_buffer(Tensor(array), "B", offset=2, count=4, readonly=True)
    assert (w.tolist(), w.readonly) == ([1, 0, 2, 0], True)


@numpy_of_version_1
def test_read_only_memory_stays_so():
    array = np.arange(6)
    array.flags.writeable = False
    assert Waveform.from_buffer(Tensor(array)).readonly
    with pytest.raises(BufferError, match="read-only"):
        Waveform.from_buffer(Tensor(array), readonly=False)


def test_a_producer_from_before_version_1_is_asked_again():
    array = np.arange(6)
    w = Waveform.from_buffer(OldTensor(array))
    w[0] = 5
    assert array[0] == 5


def test_an_error_of_the_producer_is_passed_on():
    class Broken(Tensor):
        def __dlpack__(self, **options):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        Waveform.from_buffer(Broken(np.arange(3)))


def test_the_memory_of_another_device_is_refused():
    class OnDevice(Tensor):
        def __dlpack_device__(self):
            return (2, 0)

    with pytest.raises(BufferError, match="device of type 2"):
        Waveform.from_buffer(OnDevice(np.arange(3)))


def test_what_the_test_makes_is_right_where_nothing_is_wrong():
    assert Waveform.from_buffer(tensor()).tolist() == list(MEMORY)
    assert Waveform.from_buffer(tensor(shape=(2,), strides=(3,))).tolist() == [0, 3]
    assert Waveform.from_buffer(tensor(shape=(2,), byte_offset=2)).tolist() == [1, 2]
    assert Waveform.from_buffer(tensor(shape=(0, 3), data=None)).shape == (0, 3)
    assert Waveform.from_buffer(tensor(shape=(), ndim=0))[()] == 0


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"name": b"used_dltensor_versioned"}, TypeError),
        ({"name": b"anything"}, TypeError),
        ({"name": None}, TypeError),
        ({"major": 2}, BufferError),
        ({"major": 0}, BufferError),
        ({"ndim": -1}, BufferError),
        ({"ndim": 65}, BufferError),
        ({"ndim": 2**31 - 1}, BufferError),
        ({"shape": (-1,)}, BufferError),
        ({"shape": (-(2**63),)}, BufferError),
        ({"shape": (2**62, 4)}, BufferError),
        ({"shape": (2**63 - 1,)}, BufferError),
        ({"shape": (2,), "strides": (2**62,)}, BufferError),
        ({"data": None}, BufferError),
        ({"byte_offset": 2**63}, BufferError),
        ({"bits": 24}, ValueError),
        ({"bits": 0}, ValueError),
        ({"code": 4}, ValueError),
        ({"code": 255}, ValueError),
        ({"lanes": 2}, ValueError),
        ({"lanes": 0}, ValueError),
    ],
    ids=str,
)
def test_what_breaks_the_protocol_is_an_exception(wrong, error):
    with pytest.raises(error, match="source"):
        Waveform.from_buffer(tensor(**wrong))


def test_no_shape_is_an_exception():
    made = tensor()
    made.struct.shape = None
    with pytest.raises(BufferError, match="source"):
        Waveform.from_buffer(made)


@pytest.mark.parametrize("answer", [None, 5, (), "no"])
def test_what_is_no_device_is_an_exception(answer):
    made = tensor()
    made.__class__ = type("Odd", (type(made),), {"__dlpack_device__": lambda self: answer})
    with pytest.raises(TypeError, match="source"):
        Waveform.from_buffer(made)


# Numbers that PEP 3118 has no code for: bfloat16 is code 4, the 8-bit floats are 7 to 14.

BFLOAT16 = {"code": 4, "bits": 16}


def test_elements_that_have_no_format_are_refused_with_the_one_that_reads_their_bits():
    with pytest.raises(ValueError, match="source: its elements are bfloat16.*format='H'"):
        Waveform.from_buffer(tensor(**BFLOAT16))
    with pytest.raises(ValueError, match="source: its elements are float8.*format='B'"):
        Waveform.from_buffer(tensor(code=10, bits=8))
    with pytest.raises(ValueError, match="bfloat16"):
        Waveform.from_buffer(tensor(**BFLOAT16), count=1)


@pytest.mark.parametrize("fmt", ["H", "h", "e"])
def test_the_bits_of_bfloat16_are_shared_in_a_format_that_is_given(fmt):
    w = Waveform.from_buffer(tensor(shape=(2, 3), **BFLOAT16), fmt)
    assert (w.format, w.shape, w.readonly) == (fmt, (6,), False)
    assert w.tobytes() == bytes(MEMORY)
    before = MEMORY[0]
    w.cast("h")[0] = 77
    assert MEMORY[0] == 77
    MEMORY[0] = before


def test_the_bits_of_8_bit_floats_are_shared_too():
    w = Waveform.from_buffer(tensor(shape=(12,), code=7, bits=8), "B")
    assert w.tobytes() == bytes(MEMORY)


@given(st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=9))
def test_bfloat16_becomes_float_by_its_bits(values):
    floats = np.array(values, "f")
    upper = np.ascontiguousarray((floats.view("u4") >> 16).astype("u2"))  # what bfloat16 is
    struct = tensor(shape=(len(values),), data=(ctypes.c_uint16 * len(values))(*upper), **BFLOAT16)
    w = Waveform.from_buffer(struct, "H").convert("I", scale=65536).cast("f")
    assert w.tobytes() == (upper.astype("u4") << 16).tobytes()


@pytest.mark.parametrize(
    "type", [{"code": 3, "bits": 64}, {"code": 4, "bits": 8}, {"code": 9, "bits": 8, "lanes": 2}]
)
def test_other_types_are_refused_whatever_the_format(type):
    with pytest.raises(ValueError, match="DLPack type"):
        Waveform.from_buffer(tensor(shape=(1,), **type), "B")
