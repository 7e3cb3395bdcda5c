"""Sources of addresses are refused: their bytes are not the memory that is meant."""

import ctypes

import numpy as np
import pytest

from swiftbuf import Waveform

POINTER = ctypes.POINTER(ctypes.c_int16)


@pytest.mark.parametrize(
    "source",
    [
        *(POINTER(), (POINTER * 2)(), ctypes.c_void_p(), ctypes.c_char_p(), ctypes.c_wchar_p()),
        ctypes.CFUNCTYPE(None)(),
    ],
    ids=lambda source: memoryview(source).format,
)
@pytest.mark.parametrize("format", [None, "B", "L"])
def test_a_pointer_is_refused_with_the_way_to_an_array(source, format):
    with pytest.raises(ValueError, match=r"ctypes\.cast\(p") as caught:
        Waveform.from_buffer(source, format)
    assert 'format="B"' not in str(caught.value)


@pytest.mark.parametrize(
    "source", [ctypes.py_object(3), np.array([1, None]), np.zeros(2, [("a", "h"), ("b", "O")])]
)
@pytest.mark.parametrize("format", [None, "B"])
def test_python_objects_are_refused(source, format):
    with pytest.raises(ValueError, match="a Python object"):
        Waveform.from_buffer(source, format)


def test_the_advice_shows_the_memory():
    memory = (ctypes.c_int16 * 3)(1, 2, 3)
    p, n = ctypes.cast(memory, POINTER), 3
    array = ctypes.cast(p, ctypes.POINTER(ctypes.c_int16 * n)).contents
    waveform = Waveform.from_buffer(array)
    waveform[1] = 7
    assert list(memory) == [1, 7, 3]


def test_names_of_fields_are_not_codes():
    record = np.zeros(2, [("O", "h"), ("P", "h")])
    assert Waveform.from_buffer(record, "B").nbytes == 8
    assert Waveform.from_buffer(np.zeros(2, "F")).format == "Zf"
