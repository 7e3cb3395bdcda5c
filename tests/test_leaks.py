"""No operation leaves memory, objects or references behind, whether it succeeds or fails."""

import copy
import ctypes
import gc
import operator
import struct
import sys
import weakref

import numpy as np
import pytest
from modelling import waveform_of
from producers import ArrowOnly, Tensor, tensor
from support import FREE_THREADED, assert_no_growth, raw_view

from swiftbuf import Waveform
from swiftbuf._swiftbuf import _statistics

WAVE = waveform_of(bytes(range(48)), "h", (4, 6))
FLAT = waveform_of(bytes(range(48)))
SOURCE = bytearray(48)
ROWS = [[1, 2, 3, 4, 5, 6]] * 4
DTYPE = np.dtype(">i2")
STRIDED = np.arange(48.0).reshape(6, 8)[::2, ::-3]


class Recording(Waveform):
    pass


class Bad:
    def __index__(self):
        raise KeyError("bad")

    __float__ = __iter__ = __len__ = __index__


def annotated():
    recording = Recording(4)
    recording.note = ["a note"]
    recording.itself = recording
    return recording


def abandoned_iteration():
    rows = iter(WAVE)
    next(rows)
    return rows


class Copying:
    """What NumPy before 2.1 cannot ask for."""

    def __dlpack__(self, **options):
        return WAVE.__dlpack__(**options | {"copy": True})

    def __dlpack_device__(self):
        return WAVE.__dlpack_device__()


SUCCEEDING = {
    "create": lambda: Waveform(100),
    "create empty": lambda: Waveform((0, 3), "Zf"),
    "create large": lambda: Waveform(2**23, "B"),
    "create many dimensions": lambda: Waveform((1,) * 64, ">h"),
    "create from dtype": lambda: Waveform(4, DTYPE),
    "create from name": lambda: Waveform((4,), "complex128"),
    "create subclass": annotated,
    "from_buffer": lambda: Waveform.from_buffer(SOURCE),
    "from_buffer strided": lambda: Waveform.from_buffer(STRIDED),
    "from_buffer typed": lambda: Recording.from_buffer(SOURCE, "<h", offset=2, count=3),
    "from_buffer of itself": lambda: Waveform.from_buffer(FLAT, readonly=True),
    "from_file": lambda: Waveform.from_file(__file__, offset=1, count=20),
    "attributes": lambda: [getattr(WAVE, name) for name in dir(WAVE) if name[0] != "_"],
    "attributes of a view": lambda: (FLAT[2:].obj, WAVE[::2].strides, FLAT[2:].exports),
    "item": lambda: (WAVE[1, 2], FLAT[-1]),
    "row": lambda: WAVE[1],
    "slice": lambda: WAVE[::2, ::-1],
    "slice of a slice": lambda: FLAT[2:][::3][1:],
    "ellipsis": lambda: WAVE[..., 1],
    "scalar view": lambda: WAVE[1, 2, ...],
    "iterate": lambda: list(FLAT),
    "iterate rows": lambda: [list(row) for row in WAVE],
    "abandon an iteration": abandoned_iteration,
    "reversed": lambda: list(reversed(FLAT)),
    "in": lambda: (5 in FLAT, 77 in WAVE),
    "store an item": lambda: WAVE.__setitem__((1, 2), 1000),
    "store a scalar": lambda: WAVE.__setitem__(..., 1000),
    "store a buffer": lambda: FLAT.__setitem__(slice(None), bytes(48)),
    "store another format": lambda: WAVE.__setitem__(slice(None), np.ones((4, 6), "B")),
    "store an iterator": lambda: FLAT.__setitem__(slice(0, 9), iter(range(9))),
    "store rows": lambda: WAVE.__setitem__(..., ROWS),
    "store itself": lambda: FLAT.__setitem__(slice(1, None), FLAT[:-1]),
    "fill": lambda: WAVE.fill(1000),
    "byteswap": lambda: WAVE.byteswap(),
    "copy": lambda: WAVE[::2].copy(),
    "copy.copy": lambda: copy.copy(annotated()),
    "copy.deepcopy": lambda: copy.deepcopy(annotated()),
    "cast": lambda: FLAT.cast(">h", (4, 6)),
    "toreadonly": lambda: WAVE.toreadonly(),
    "tolist": lambda: WAVE.tolist(),
    "tobytes": lambda: (WAVE[::2].tobytes(), WAVE.tobytes("F")),
    "convert": lambda: (WAVE[::2].convert("f", scale=2.5), FLAT.convert("Zd", scale=1j)),
    "convert into out": lambda: FLAT.convert(scale=0, out=FLAT[::-1]),
    "envelope": lambda: (WAVE.envelope(3), WAVE[::2, 1].envelope(2), FLAT[::-1].envelope(48)),
    "picture": lambda: WAVE._repr_svg_(),
    "plot": lambda: WAVE.plot(rate=80),
    "statistics": lambda: _statistics(WAVE, 1.0),
    "repr": lambda: repr(WAVE),
    "getsizeof": lambda: sys.getsizeof(WAVE),
    "equal": lambda: (WAVE == STRIDED, FLAT == SOURCE, WAVE != FLAT, WAVE == 5),
    "memoryview": lambda: memoryview(WAVE).tolist(),
    "__buffer__": lambda: FLAT.__buffer__(0),
    "__release_buffer__": lambda: FLAT.__release_buffer__(FLAT.__buffer__(1)),
    "numpy": lambda: np.asarray(WAVE).sum(),
    "dlpack": lambda: np.from_dlpack(WAVE),
    "dlpack copied": lambda: np.from_dlpack(Copying()),
    "dlpack that nobody takes": lambda: (WAVE.__dlpack__(), WAVE.__dlpack__(max_version=(1, 0))),
    "arrow that nobody takes": lambda: (WAVE.__arrow_c_schema__(), WAVE.__arrow_c_array__()),
    "from_buffer by dlpack": lambda: Waveform.from_buffer(Tensor(STRIDED)),
    "from_buffer by arrow": lambda: Waveform.from_buffer(ArrowOnly(WAVE)),
    "struct": lambda: struct.unpack_from("h", FLAT),
    "weak reference": lambda: weakref.ref(Waveform(4)),
}
FAILING = {
    "create": lambda: Waveform((2, -1)),
    "create too large": lambda: Waveform(2**62),
    "create with a bad size": lambda: Waveform((1, Bad())),
    "create with a bad format": lambda: Waveform(1, "T{y}"),
    "create with a bad argument": lambda: Waveform(1, "h", color=1),
    "create a subclass": lambda: Recording("1"),
    "from_buffer of no buffer": lambda: Waveform.from_buffer(5),
    "from_buffer read-only": lambda: Waveform.from_buffer(b"12", readonly=False),
    "from_buffer bad format": lambda: Waveform.from_buffer(SOURCE, "y"),
    "from_buffer too long": lambda: Recording.from_buffer(SOURCE, count=49),
    "from_buffer strided": lambda: Waveform.from_buffer(STRIDED, "B"),
    "from_buffer structure": lambda: Waveform.from_buffer(np.zeros(3, "i2,g")),
    "from_file missing": lambda: Waveform.from_file("/nonexistent"),
    "from_file too short": lambda: Waveform.from_file(__file__, count=10**9),
    "from_file of a folder": lambda: Waveform.from_file("/"),
    "from_file embedded null": lambda: Waveform.from_file("a\0b"),
    "item": lambda: FLAT[48],
    "items": lambda: WAVE[1, 2, 3],
    "key": lambda: FLAT["1"],
    "bad key": lambda: FLAT[Bad() : 3],
    "delete": lambda: operator.delitem(FLAT, 0),
    "store a bad item": lambda: WAVE.__setitem__((1, 2), Bad()),
    "store a large item": lambda: WAVE.__setitem__((1, 2), 2**100),
    "store a bad scalar": lambda: WAVE.__setitem__(..., "1"),
    "store a bad buffer": lambda: FLAT.__setitem__(slice(None), bytes(47)),
    "store bad values": lambda: FLAT.__setitem__(slice(0, 3), [1, 2, Bad()]),
    "store large values": lambda: FLAT.__setitem__(slice(0, 3), [1, 2, 256]),
    "store too few": lambda: FLAT.__setitem__(slice(0, 3), iter([1, 2])),
    "store too many": lambda: FLAT.__setitem__(slice(0, 3), iter([1, 2, 3, 4])),
    "store bad rows": lambda: WAVE.__setitem__(..., [*ROWS[:3], [1, 2, 3, 4, 5, Bad()]]),
    "store read-only": lambda: FLAT.toreadonly().__setitem__(0, 1),
    "store another format": lambda: FLAT.__setitem__(slice(None), np.full(48, 256)),
    "fill": lambda: WAVE.fill(2**100),
    "cast": lambda: FLAT.cast("h", (4, 7)),
    "cast to nothing": lambda: FLAT.cast("y"),
    "cast strided": lambda: WAVE[::2].cast("B"),
    "tobytes": lambda: WAVE.tobytes("X"),
    "convert out of range": lambda: WAVE.convert("b", offset=1000),
    "convert out of range to complex": lambda: WAVE.convert("Zf", offset=1e40j),
    "convert by no number": lambda: WAVE.convert(scale="1"),
    "convert by too large a number": lambda: WAVE.convert(offset=10**400),
    "convert into read-only memory": lambda: FLAT.convert(out=FLAT.toreadonly()),
    "envelope of nothing": lambda: FLAT.envelope(0),
    "envelope with bad bins": lambda: FLAT.envelope(Bad()),
    "envelope of complex": lambda: FLAT.cast("Zd").envelope(1),
    "statistics of no Waveform": lambda: _statistics(SOURCE, 1.0),
    "numpy": lambda: np.ndarray(100, buffer=FLAT),
    "buffer": lambda: raw_view(FLAT.toreadonly(), 1).__enter__(),
    "hash": lambda: hash(WAVE),
    "dlpack of what has no type": lambda: Waveform(2, "c").__dlpack__(),
    "dlpack elsewhere": lambda: WAVE.__dlpack__(dl_device=(2, 0)),
    "dlpack copied of what has no type": lambda: Waveform(2, "c").__dlpack__(copy=True),
    "arrow of what is strided": lambda: WAVE[::2].__arrow_c_array__(),
    "from_buffer by dlpack of bad memory": lambda: Waveform.from_buffer(tensor(ndim=65)),
    "from_buffer by dlpack read-only": lambda: Waveform.from_buffer(
        Tensor(WAVE.toreadonly()), readonly=False
    ),
    "set attribute": lambda: setattr(WAVE, "shape", (24,)),
    "__release_buffer__": lambda: FLAT.__release_buffer__(memoryview(b"x")),
}


# NumPy is compiled for release Pythons, and tells a debug build nothing of the references that it
# takes: there only those of single objects are counted.
BY_NUMPY = {
    *("create from dtype", "from_buffer strided", "from_buffer structure", "store another format"),
    *(
        "numpy",
        "dlpack",
        "dlpack copied",
        "from_buffer by dlpack",
        "from_buffer by dlpack read-only",
    ),
}


@pytest.mark.parametrize("label", SUCCEEDING)
def test_what_succeeds_leaves_nothing_behind(label):
    watched = (WAVE, FLAT, SOURCE, DTYPE, Waveform, Recording, None)
    assert_no_growth(SUCCEEDING[label], *watched, by_numpy=label in BY_NUMPY)
    assert (WAVE.exports, FLAT.exports) == (0, 0)


@pytest.mark.parametrize("label", FAILING)
def test_what_fails_leaves_nothing_behind(label):
    def attempt():
        try:
            FAILING[label]()
        except Exception:
            return
        raise AssertionError("should have failed")

    watched = (WAVE, FLAT, SOURCE, DTYPE, Waveform, Recording, None)
    assert_no_growth(attempt, *watched, by_numpy=label in BY_NUMPY)
    gc.collect()
    assert (WAVE.exports, FLAT.exports) == (0, 0)


LEAKED = []


@pytest.mark.parametrize(
    ("leak", "what"),
    [
        (lambda: ctypes.CDLL(None).malloc(16), "bytes of malloc"),
        (lambda: ctypes.CDLL(None).malloc(2**20), "pages of address space"),
        pytest.param(
            *(lambda: LEAKED.append(object()), "blocks of Python's allocator"),
            marks=pytest.mark.skipif(FREE_THREADED, reason="free-threaded Python frees them late"),
        ),
        (lambda: LEAKED.append([]), "objects of the garbage collector"),
        (lambda: LEAKED.append(SOURCE), "references to bytearray"),
    ],
)
def test_the_instrument_sees_leaks(leak, what):
    with pytest.raises(AssertionError, match=what):
        assert_no_growth(leak, SOURCE)
    LEAKED.clear()
