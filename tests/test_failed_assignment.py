"""An assignment that fails has changed nothing, whatever failed and however late."""

import array
import re

import numpy as np
import pytest
from modelling import FORMATS, dtype_of, shown, waveform_of

from swiftbuf import Waveform


class MineError(Exception):
    pass


def raising():
    yield 1
    yield 2
    raise MineError


def one_too_many():
    yield from range(4)
    raise AssertionError("read on after it was clear that the values do not fit")


class Raises:
    def __index__(self):
        raise MineError

    def __iter__(self):
        raise MineError


WRONG_TYPE = [
    *("abc", "1", None, object(), 1.5, 1j, ...),
    *(
        [1, 2, "3"],
        [1, 2, None],
        [1, 2, 3.5],
        [1, 2, [3]],
        ["1", 2, 3],
        (1, 2, b"3"),
        {1: 0, 2: 0, "3": 0},
    ),
    *(np.array([1.0, 2.0, 3.0]), array.array("f", [1, 2, 3]), np.array([1, 2, 3j])),
    np.zeros((), "d"),
]
WRONG_VALUE = [
    *(128, -129, 10**30, [1, 2, 128], (1, 2, -129), [10**30, 2, 3]),
    *(np.array([1, 2, 128]), array.array("h", [1, 2, -129]), bytes([1, 2, 128])),
]
WRONG_LENGTH = [
    *([], [1], [1, 2], [1, 2, 3, 4], (), range(2), range(10**12), {}, iter([]), b"", b"ab"),
    *(b"abcd", np.zeros(2, "b"), np.zeros(4, "b"), array.array("b", [1]), Waveform(2, "b")),
]
WRONG_SHAPE = [
    *(np.zeros((1, 3), "b"), np.zeros((3, 1), "b"), np.zeros((3, 3), "b"), np.zeros((3, 0), "b")),
    *(Waveform((1, 3), "b"), Waveform((3, 1), "b"), memoryview(b"a").cast("b", (1,) * 64)),
]
FAILURES = [
    *((value, TypeError) for value in WRONG_TYPE),
    *((value, ValueError) for value in WRONG_VALUE + WRONG_LENGTH + WRONG_SHAPE),
    *((make, MineError) for make in [raising, Raises, lambda: [1, 2, Raises()]]),
    (one_too_many, ValueError),
    (lambda: memoryview(b"abc").release(), TypeError),
]


@pytest.mark.parametrize(("value", "error"), FAILURES, ids=shown)
@pytest.mark.parametrize("key", [slice(1, 4), slice(6, 0, -2), slice(0, 5, 2)], ids=shown)
def test_one_dimension(key, value, error):
    waveform = waveform_of(bytes(range(1, 8)), "b")
    before = waveform.tobytes()
    with pytest.raises(error):
        waveform[key] = value() if callable(value) else value
    assert waveform.tobytes() == before


@pytest.mark.parametrize("dtype", ["U1", "S2", "i2,i2", "M8[s]"])
def test_a_buffer_whose_format_is_not_one_element(dtype):
    waveform = waveform_of(bytes(range(1, 4)), "b")
    with pytest.raises((TypeError, ValueError)):
        waveform[:] = np.zeros(3, dtype)
    assert waveform.tobytes() == bytes(range(1, 4))


WRONG_NESTING = [
    *([1, 2], 128, "ab", ["ab", "cd"], {1: 2, 3: 4}, [b"abc", b"ab"], b"abcdef"),
    *([[1, 2, 3]], [[1, 2, 3]] * 3, [[1, 2]] * 2, [[1, 2, 3, 4]] * 2, [[]] * 2, [[[1, 2, 3]]] * 2),
    *(
        [[1, 2, 3], row]
        for row in [4, None, "abc", [4, 5], [4, 5, 6, 7], [4, 5, 128], [4, 5, None]]
    ),
    *([[1, 2, 3], row] for row in [[4, 5, [6]], np.zeros(3), np.zeros(2, "b"), raising()]),
    *(np.zeros(shape, "b") for shape in [(3, 2), 6, 3, (1, 3), (2, 1), (2, 3, 1)]),
    np.zeros((2, 3), "f"),
]


@pytest.mark.parametrize("value", WRONG_NESTING, ids=shown)
@pytest.mark.parametrize("key", [..., slice(None, None, -1), (slice(None), slice(None, None, -1))])
def test_two_dimensions(key, value):
    waveform = waveform_of(bytes(range(1, 7)), "b", (2, 3))
    before = waveform.tobytes()
    with pytest.raises((TypeError, ValueError, MineError)):
        waveform[key] = value
    assert waveform.tobytes() == before


def test_a_list_that_contains_itself():
    endless = [1, 2]
    endless[0] = endless
    for shape in [2, (2, 2), (2,) * 10]:
        waveform = Waveform(shape)
        with pytest.raises((TypeError, ValueError)):
            waveform[:] = endless
        assert waveform.tobytes() == bytes(waveform.nbytes)


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "?"])
def test_every_format_fails_as_a_whole(format):
    waveform = waveform_of(bytes(range(1, 65)), format)
    before, good = waveform.tobytes(), np.ones(len(waveform), dtype_of(format)).tolist()
    with pytest.raises(TypeError):
        waveform[:] = [*good[:-1], None]
    with pytest.raises(ValueError):
        waveform[:] = [*good, good[0]]
    with pytest.raises(ValueError):
        waveform[:] = good[:-1]
    assert waveform.tobytes() == before


@pytest.mark.parametrize("value", [[1], (1,), b"a", b"", [], np.zeros(1), {}], ids=shown)
def test_an_element_takes_no_container(value):
    waveform = waveform_of(bytes(range(1, 7)), "B", (2, 3))
    for key in [(0, 0), (1, -1)]:
        with pytest.raises(TypeError):
            waveform[key] = value
    assert waveform.tobytes() == bytes(range(1, 7))


@pytest.mark.parametrize("value", [[1], np.zeros(1), [], b"ab", "a", None], ids=shown)
def test_no_dimensions_take_no_container(value):
    waveform = waveform_of(b"\7", "B", ())
    with pytest.raises((TypeError, ValueError)):
        waveform[...] = value
    assert waveform[()] == 7


@pytest.mark.parametrize(
    ("key", "error"),
    [
        *((key, IndexError) for key in [2, -3, 2**70, (0, 3), (slice(None), -4)]),
        *((key, TypeError) for key in [None, 1.0, "0", [0], (..., ...), (0, 0, 0), (0, None)]),
        (slice(0, 2, 0), ValueError),
    ],
    ids=shown,
)
def test_wrong_key(key, error):
    waveform = Waveform((2, 3))
    with pytest.raises(error):
        waveform[key] = 1
    assert waveform.tobytes() == bytes(48)


@pytest.mark.parametrize("key", [0, 99, slice(None), slice(1, 1), ..., None], ids=shown)
@pytest.mark.parametrize("value", [1, "a", [1, 2, 3], b"abc", None, []], ids=shown)
@pytest.mark.parametrize(
    "waveform",
    [
        waveform_of(b"abc").toreadonly(),
        Waveform.from_buffer(b"abc"),
        waveform_of(b"abcd").toreadonly()[1:],
        Waveform.from_buffer(bytearray(b"abc"), readonly=True),
    ],
)
def test_read_only_memory_takes_nothing(waveform, key, value):
    before = waveform.tobytes()
    with pytest.raises(TypeError, match=re.compile("read-?only", re.IGNORECASE)):
        waveform[key] = value
    assert waveform.tobytes() == before


@pytest.mark.parametrize(
    ("format", "value", "named"),
    [("b", 300, "300"), ("B", -1, "-1"), ("i", "x", "x"), ("d", None, "None"), ("c", b"ab", "ab")],
)
def test_errors_name_the_value(format, value, named):
    with pytest.raises((TypeError, ValueError), match=f"{named}|{type(value).__name__}"):
        Waveform(1, format)[0] = value


class Unlucky:
    def __index__(self):
        raise OverflowError("its own words")


@pytest.mark.parametrize(
    ("shape", "values", "message"),
    [
        ((4,), [1, 2, 300, 4], "value: 300 at index 2 is out of range for format 'b'"),
        ((4,), iter([1, 2, 3, -129]), "value: -129 at index 3 is out of range for format 'b'"),
        ((2, 2), [[1, 2], [3, 300]], r"value: 300 at index \(1, 1\) is out of range for"),
        ((2, 1, 3), [[[1, 2, 3]], [[4, 300, 6]]], r"value: 300 at index \(1, 0, 1\) is out of"),
        ((3,), [10**30, 1, 2], "value: 1000000000000000000000000000000 at index 0 is out of range"),
        ((3,), [1, Unlucky(), 2], "value: an object of type Unlucky at index 1 is out of range"),
    ],
    ids=shown,
)
def test_an_error_names_the_index_of_a_value_out_of_range(shape, values, message):
    waveform = Waveform(shape, "b")
    with pytest.raises(ValueError, match=f"^{message}"):
        waveform[...] = values
    assert not any(waveform.tobytes())


@pytest.mark.parametrize("wrong", ["3", None, 3.5, b"3", object()], ids=shown)
def test_an_error_names_the_index_of_a_value_of_the_wrong_type(wrong):
    waveform = Waveform((2, 3), "b")
    with pytest.raises(TypeError, match=r"^value: .* at index \(1, 2\) is not an integer, which"):
        waveform[:] = [[1, 2, 3], [4, 5, wrong]]
    # Where the values are counted in what was assigned, as in an array.
    with pytest.raises(TypeError, match="^value: .* at index 1 is not an integer, which"):
        waveform[1, 1:] = [5, wrong]
    assert not any(waveform.tobytes())


@pytest.mark.parametrize("format", ["h", "e", "?"])
def test_what_a_value_raises_itself_stays_as_it_is(format):
    class Mine:
        def __index__(self):
            raise MineError("mine")

        __float__ = __bool__ = __index__

    with pytest.raises(MineError, match="^mine$"):
        Waveform(2, format)[:] = [1, Mine()]


def test_one_value_has_no_index():
    for key in 1, slice(None):
        with pytest.raises(ValueError, match="^value: 300 is out of range for format 'b'$"):
            Waveform(3, "b")[key] = 300
