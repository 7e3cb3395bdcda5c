"""A Waveform as a collection: in, iteration, reversed, unpacking, patterns and truth."""

import collections.abc
import copy
import gc
import itertools
import math
import operator
import pickle
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import FORMATS, as_array, elements, shown, waveform_of, waveforms

from swiftbuf import Waveform


@given(st.data(), waveforms(), st.booleans())
def test_in_finds_what_is_in_the_elements_of_any_dimension(data, waveform, present):
    values = as_array(waveform).ravel().tolist()
    drawn = data.draw(st.sampled_from(values) if present and values else elements(waveform.format))
    assert (drawn in waveform) is any(value == drawn for value in values)


@pytest.mark.parametrize("format", FORMATS)
def test_in_finds_the_last_element_of_every_format(format):
    waveform = waveform_of(bytes(range(1, 49)), format)
    assert waveform[-1] in waveform
    assert waveform[-1] in waveform[::-2]


@pytest.mark.parametrize("value", [2, 2.0, 2 + 0j, np.int8(2), np.float32(2)], ids=shown)
@pytest.mark.parametrize("format", ["B", ">h", "e", "d", "Zf"])
def test_in_compares_by_value(format, value):
    waveform = Waveform((2, 3), format)
    assert value not in waveform
    waveform[1, 2] = 2
    assert value in waveform


WRONG = [None, "1", b"1", [1], (), object(), [[1.0]], math.nan, Waveform(1), range(1)]


@pytest.mark.parametrize("value", WRONG, ids=shown)
def test_in_does_not_find_what_no_element_equals(value):
    waveform = Waveform((2, 2))
    waveform[...] = 1
    waveform[0, 0] = math.nan
    assert value not in waveform
    assert value not in waveform[1]


def test_nan_is_found_nowhere_as_in_memoryview():
    waveform = Waveform(1)
    waveform[0] = math.nan
    assert math.nan not in memoryview(waveform)
    assert math.nan not in waveform
    assert waveform[0] not in waveform


def test_in_asks_the_value():
    class Answers:
        def __init__(self, answer):
            self.answer, self.asked = answer, []

        def __eq__(self, other):
            self.asked.append(other)
            return self.answer and self.answer[len(self.asked) - 1]

    waveform = waveform_of(bytes(range(4)), "B", (2, 2))
    found, missing = Answers([0, "", [7]]), Answers(None)
    assert found in waveform
    assert found.asked == [0, 1, 2]
    assert missing not in waveform
    assert missing.asked == [0, 1, 2, 3]


def test_an_exception_in_a_comparison_comes_through():
    class Raises:
        def __eq__(self, other):
            raise KeyError("mine")

    for waveform in [Waveform(2), Waveform((2, 2)), Waveform(())]:
        with pytest.raises(KeyError, match="mine"):
            Raises() in waveform  # noqa: B015 - the question is tested, not its answer


def test_in_without_dimensions_and_without_elements():
    waveform = Waveform((), "h")
    assert 0 in waveform
    assert 1 not in waveform
    assert 0 not in Waveform(0)
    assert 0 not in Waveform((3, 0))


@pytest.mark.parametrize("format", FORMATS)
def test_iteration_gives_the_elements_of_one_dimension(format):
    waveform = waveform_of(bytes(range(1, 49)), format)
    assert repr(list(waveform)) == repr(waveform.tolist())
    assert repr(list(waveform[::-2])) == repr(waveform.tolist()[::-2])
    assert repr(list(reversed(waveform))) == repr(waveform.tolist()[::-1])


@pytest.mark.parametrize("shape", [(2, 3), (3, 0), (0, 3), (2, 3, 4), (2, *(1,) * 63)])
def test_iteration_gives_the_rows_of_more_dimensions(shape):
    waveform = Waveform(shape, "h")
    waveform.cast("h")[:] = range(waveform.nbytes // 2)
    rows = list(waveform)
    assert [row.shape for row in rows] == [shape[1:]] * shape[0]
    assert [row.tolist() for row in rows] == waveform.tolist()
    assert [row.tolist() for row in reversed(waveform)] == waveform.tolist()[::-1]
    assert all(row.obj is waveform for row in rows)


def test_rows_are_the_same_memory():
    waveform = Waveform((3, 2), "B")
    for number, row in enumerate(waveform):
        row[1] = number
    assert waveform.tolist() == [[0, 0], [0, 1], [0, 2]]


def test_an_iterator_sees_what_changes_before_it_arrives():
    waveform = Waveform(3, "B")
    iterator = iter(waveform)
    assert next(iterator) == 0
    waveform[:] = 7
    assert list(iterator) == [7, 7]
    assert list(iterator) == []


def test_an_iterator_keeps_the_memory():
    iterator = iter(waveform_of(bytes(range(5))))
    backwards = reversed(waveform_of(bytes(range(5))))
    assert isinstance(iterator, collections.abc.Iterator)
    assert (list(iterator), list(backwards)) == ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0])


@pytest.mark.parametrize("walk", [iter, list, reversed, tuple, sum])
def test_no_dimensions_cannot_be_walked(walk):
    with pytest.raises(TypeError):
        walk(Waveform(()))


def test_an_iterator_tells_how_many_elements_are_left():
    iterator = iter(waveform_of(bytes(3)))
    left = [operator.length_hint(iterator) for _ in range(4) if next(iterator, None) is not None]
    assert left == [2, 1, 0]
    assert next(iterator, "end") == "end"
    assert operator.length_hint(iterator) == 0


@pytest.mark.parametrize(
    "again", [copy.copy, lambda iterator: pickle.loads(pickle.dumps(iterator))]
)
def test_a_copied_iterator_goes_on_where_the_other_was(again):
    iterator = iter(waveform_of(bytes(range(4))))
    assert next(iterator) == 0
    copied = again(iterator)
    assert list(iterator) == list(copied) == [1, 2, 3]
    assert list(again(iterator)) == []


@pytest.mark.parametrize(("state", "rest"), [(2, [2, 3]), (4, []), (2**62, []), (-1, [0, 1, 2, 3])])
def test_an_iterator_can_be_put_at_any_index(state, rest):
    iterator = iter(waveform_of(bytes(range(4))))
    iterator.__setstate__(state)
    assert list(iterator) == rest


def test_an_iterator_of_released_memory_is_a_value_error():
    waveform = waveform_of(bytes(3))
    iterator = iter(waveform)
    waveform.release()
    for ask in (next, operator.length_hint):
        with pytest.raises(ValueError, match="released"):
            ask(iterator)


def test_iteration_asks_the_getitem_of_a_class():
    class Doubled(Waveform):
        def __getitem__(self, index):
            return 2 * super().__getitem__(index)

    doubled = Doubled(3, "B")
    doubled[:] = [1, 2, 3]
    assert list(doubled) == [2, 4, 6]


def test_a_cycle_through_an_iterator_is_collected():
    class Own(Waveform):
        pass

    own = Own(3)
    own.iterator = iter(Waveform.from_buffer(own))
    gone = weakref.ref(own)
    del own
    gc.collect()
    assert gone() is None


def test_iterators_are_made_by_iter_alone():
    with pytest.raises(TypeError):
        type(iter(waveform_of(b"")))()


def test_whatever_takes_an_iterable():
    waveform = waveform_of(bytes([3, 1, 2]))
    assert (sum(waveform), max(waveform), sorted(waveform)) == (6, 3, [1, 2, 3])
    assert [*itertools.chain(waveform, waveform[:1])] == [3, 1, 2, 3]
    assert dict(zip("abc", waveform, strict=True)) == {"a": 3, "b": 1, "c": 2}


def test_unpacking():
    first, *rest = waveform_of(bytes([1, 2, 3]))
    assert (first, rest) == (1, [2, 3])
    with pytest.raises(ValueError, match="unpack"):
        first, second = Waveform(3)


def test_sequence_patterns():
    def matched(subject):
        match subject:
            case []:
                return "empty"
            case [single]:
                return single
            case [1, *rest]:
                return rest
        return None

    for content in [b"", b"\7", b"\1\2\3", b"\2\3"]:
        assert matched(waveform_of(content)) == matched(memoryview(content))


@pytest.mark.parametrize(
    ("shape", "truth"), [(0, False), (1, True), ((0, 3), False), ((3, 0), True), ((), True)]
)
def test_truth_is_that_of_len_and_true_without_dimensions(shape, truth):
    assert bool(Waveform(shape)) is truth
