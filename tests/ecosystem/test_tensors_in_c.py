"""Functions in C++ that take and return tensors, by DLPack's C exchange API: those of TVM FFI."""

import gc

import numpy as np
import pytest
import tvm_ffi
from copies import address
from modelling import waveform_of

from swiftbuf import Waveform

echo = tvm_ffi.get_global_func("testing.echo")


@pytest.mark.parametrize("fmt", ["?", "b", "B", "h", "H", "i", "I", "l", "L", "e", "f", "d"])
def test_a_waveform_comes_back_as_a_waveform_with_the_same_memory(fmt):
    w = waveform_of(bytes([0, 1] * 48), fmt)
    same = echo(w)
    assert type(same) is Waveform
    assert (same.format, same.shape, address(same)) == (fmt, w.shape, address(w))


def test_any_layout_comes_back():
    w = waveform_of(bytes(range(96)), "h", (6, 8))[::2, ::-3]
    same = echo(w)
    assert (same.shape, same.strides, same.tolist()) == (w.shape, w.strides, w.tolist())


def test_what_comes_back_holds_the_memory():
    w = Waveform(4)
    same = echo(w)
    with pytest.raises(BufferError):
        w.release()
    del same
    gc.collect()
    w.release()


def test_a_tensor_of_the_library_holds_the_memory():
    w = Waveform(4, "h")
    tensor = tvm_ffi.from_dlpack(w)
    np.from_dlpack(tensor)[2] = 7
    assert (w.tolist(), w.exports) == ([0, 0, 7, 0], 1)


def test_a_tensor_of_the_library_is_shown_in_place():
    tensor = tvm_ffi.from_dlpack(np.arange(6, dtype="i2"))
    w = Waveform.from_buffer(tensor)
    w[0] = 9
    assert np.from_dlpack(tensor).tolist() == [9, 1, 2, 3, 4, 5]


def test_results_are_waveforms_where_the_last_tensor_is_one():
    first = tvm_ffi.convert(lambda first, last: first)
    tensor = tvm_ffi.from_dlpack(np.arange(3, dtype="i2"))
    made = first(tensor, Waveform(2))
    assert (type(made), made.tolist()) == (Waveform, [0, 1, 2])


def test_a_format_without_a_type_is_an_error_in_words():
    with pytest.raises(BufferError, match="DLPack has no type for format '>h'"):
        echo(Waveform(3, ">h"))


def test_read_only_memory_is_refused_because_the_library_would_write_to_it():
    with pytest.raises(BufferError, match="read-only"):
        echo(Waveform.from_buffer(b"constant"))
    with pytest.raises(BufferError, match="read-only"):
        tvm_ffi.from_dlpack(Waveform(3).toreadonly())


def test_released_memory_is_an_error_in_words():
    w = Waveform(3)
    w.release()
    with pytest.raises(ValueError, match="released"):
        echo(w)
