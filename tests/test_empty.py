"""No elements: nothing to do, and done at once, however long the other sides are."""

import ctypes
import itertools

import pytest
from modelling import run_isolated

from swiftbuf import Waveform

SHAPES = [
    *((0,), (0, 3), (3, 0), (0, 2**60 - 1), (2**60 - 1, 0), (0, 2**30, 2**29), (2**30, 2**29, 0)),
    *((2**29, 0, 2**30), (2, 2**20, 0, 2**20, 2**18), (0,) * 64, (2**60 - 1, *(1,) * 62, 0)),
]
# NumPy's rule: as if the sides of 0 were not there.
TOO_LARGE = [(0, 2**63 - 1, 2**63 - 1), (2**40, 0, 2**40), (2**40, 2**40, 0), (2**60, 0)]
STEPS = [slice(None), slice(None, None, -1), slice(None, None, 2), slice(None, None, -(2**61))]


def use(shape, format):
    whole = Waveform(shape, format)
    assert (whole.shape, whole.nbytes) == (shape, 0)
    for key in itertools.product(STEPS, repeat=min(len(shape), 3)):
        part = whole[key]
        assert 0 in part.shape
        assert part.tobytes() == part.tobytes("F") == part.tobytes("A") == bytes(part) == b""
        assert part == part.copy() == part.toreadonly() == Waveform(part.shape, format)
        assert 0 not in part
        part.fill(1)
        part.byteswap()
        part[...] = part[...]
        part[...] = 1
        part[...] = Waveform(part.shape, "B")
        assert memoryview(part).nbytes == 0
        assert Waveform.from_buffer(part).shape == part.shape
        assert repr(part.shape) in repr(part)
    assert whole.cast("B").shape == (0,)
    assert whole.exports == 1  # the last part


def use_all(format):
    for shape in SHAPES:
        print(shape)
        use(shape, format)


@pytest.mark.parametrize("format", ["B", "d"])
def test_no_elements(format):
    run_isolated(use_all, format)


@pytest.mark.parametrize("shape", TOO_LARGE)
def test_no_address_could_tell_the_rows_apart(shape):
    with pytest.raises(MemoryError):
        Waveform(shape)


@pytest.mark.parametrize("shape", [(0, 2**60 - 1), (0, 2**30, 2**29), (0,) * 64])
def test_no_rows(shape):
    waveform = Waveform(shape)
    assert waveform.tolist() == list(waveform) == list(reversed(waveform)) == []
    waveform[:] = []
    waveform[:] = iter(())


def test_nothing_of_a_shape_whose_product_is_too_large_is_still_nothing():
    source = ((ctypes.c_byte * 0) * 2**62 * 4)()
    waveform = Waveform.from_buffer(source)
    assert (waveform.shape, waveform.nbytes, waveform.tobytes()) == ((4, 2**62, 0), 0, b"")
    target = Waveform(4)
    with pytest.raises(ValueError, match="does not fit shape"):
        target[:] = source
    assert target.tolist() == [0.0] * 4
