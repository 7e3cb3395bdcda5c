"""Values with parts, the memory of buffers, and callbacks, of a plain Swift library."""

import gc
import inspect
import sys
import weakref
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

INT16 = st.integers(-(2**15), 2**15 - 1)
INT = st.integers(-(2**63), 2**63 - 1)


@given(st.lists(INT16))
def test_an_array_is_a_list(sample, values):
    assert sample.same_array(values) == values


def test_an_array_comes_of_any_iterable(sample):
    for values in ((1, 2), range(1, 3), iter([1, 2]), {1: "a", 2: "b"}, np.array([1, 2])):
        assert sample.same_array(values) == [1, 2]


@pytest.mark.parametrize("values", ["12", b"12", bytearray(2), 1, None])
def test_a_text_or_a_thing_that_is_not_iterable_is_no_array(sample, values):
    with pytest.raises(TypeError, match="^values: .* is not a list or another iterable$"):
        sample.same_array(values)


def test_an_element_that_does_not_fit_is_named_by_its_index(sample):
    with pytest.raises(ValueError, match=r"^values\[2\]: 40000 does not fit Int16$"):
        sample.same_array([1, 2, 40000])
    with pytest.raises(TypeError, match=r"^values\[1\]\[0\]: 'x' is not a real number$"):
        sample.same_nested([[1], ["x"]])
    with pytest.raises(TypeError, match=r"^values\[0\]\[1\]: 1 is not a tuple$"):
        sample.same_pairs([(1, 1)])


def test_a_value_of_a_dict_that_does_not_fit_is_named_by_its_key(sample):
    with pytest.raises(TypeError, match=r"^values\['b'\]: 1 is not a list or another iterable$"):
        sample.same_dictionary({"a": [1], "b": 1})
    with pytest.raises(TypeError, match=r"^values\['b'\]\[1\]: 'x' is not an integer$"):
        sample.same_dictionary({"a": [1], "b": [1, "x"]})
    with pytest.raises(TypeError, match=r"^values: 1 is not a str$"):
        sample.same_dictionary({1: [1]})


READ_ONLY = np.zeros(2)
READ_ONLY.flags.writeable = False


@pytest.mark.parametrize(
    ("buffer", "error", "text"),
    [
        (b"abc", BufferError, r"b'abc': Object is not writable"),
        (READ_ONLY, ValueError, "an object of type ndarray: buffer source array is read-only"),
        (np.zeros((2, 2))[:, 1], ValueError, "an object of type ndarray: ndarray is not C-contig"),
        (memoryview(b"abc"), BufferError, "an object of type memoryview: .* is not writable"),
    ],
    ids=["bytes", "array", "column", "memoryview"],
)
def test_a_buffer_that_cannot_be_changed_is_named(sample, buffer, error, text):
    with pytest.raises(error, match=f"^bytes: {text}"):
        sample.clear(buffer)


def test_what_c_code_refuses_is_named_and_what_python_code_raises_stays(sample):
    with pytest.raises(TypeError, match="^value: an object of type ndarray: only integer scalar"):
        sample.same_int(np.zeros(2))

    class Odd:
        def __index__(self):
            raise TypeError("odd")

    with pytest.raises(TypeError, match="^odd$") as raised:
        sample.same_int(Odd())
    assert raised.traceback[-1].name == "__index__"


def test_an_iterable_that_raises_or_changes_is_the_callers(sample):
    def broken():
        yield 1
        raise KeyError("broken")

    with pytest.raises(KeyError, match="broken"):
        sample.same_array(broken())

    class Shrinking:
        def __index__(self):
            values.clear()
            return 7

    values = [Shrinking(), 1, 2]
    assert sample.same_array(values) == [7]


@given(st.dictionaries(st.text(), st.lists(INT)))
def test_a_dictionary_is_a_dict(sample, values):
    assert sample.same_dictionary(values) == values


def test_other_mappings_are_no_dictionary(sample):
    for values in ([("a", [1])], None, "a"):
        with pytest.raises(TypeError, match="^values: .* is not a dict$"):
            sample.same_dictionary(values)
    with pytest.raises(TypeError, match="^values: 1 is not a str$"):
        sample.same_dictionary({1: [1]})


def test_a_dict_that_changes_while_it_is_read(sample):
    class Clearing:
        def __index__(self):
            values.clear()
            return 7

    values = {"a": [Clearing()], "b": [2]}
    assert sample.same_dictionary(values) == {"a": [7], "b": [2]}


def test_none_is_nil(sample):
    assert sample.same_optional(3) == 3
    assert sample.same_optional(None) is None
    assert sample.same_optional() is None
    with pytest.raises(TypeError, match="^value: 'x' is not an integer$"):
        sample.same_optional("x")


def test_tuples_are_tuples(sample):
    assert sample.same_tuple((1, "a")) == (1, "a")
    assert sample.same_pairs([(1, (2.5, True)), [2, [3, False]]]) == [
        (1, (2.5, True)),
        (2, (3.0, False)),
    ]
    assert sample.maybe_pair() == (1, 2)
    assert sample.maybe_pair((5, 6)) == (5, 6)
    assert sample.maybe_pair(or_else=(3, 4)) == (3, 4)
    for value in ((1,), (1, "a", 2), []):
        with pytest.raises(ValueError, match=f"^value: expected 2 elements, got {len(value)}$"):
            sample.same_tuple(value)
    for value in (1, None, "ab", {1: "a"}):
        with pytest.raises(TypeError, match="^value: .* is not a tuple$"):
            sample.same_tuple(value)


def test_default_values_with_parts(sample):
    assert sample.total() == 6
    assert sample.total([]) == 0
    assert str(inspect.signature(sample.maybe_pair)) == "(value=None, /, or_else=Ellipsis)"


# Buffers.


def test_a_span_reads_a_buffer_in_place(sample):
    samples = np.arange(-5, 10, dtype="i2")
    assert sample.sum(samples) == samples.sum()
    assert sample.sum(array("h", [1, 2])) == 3
    assert sample.sum(samples[:0]) == 0
    assert sample.count(b"\1\1\xff") == np.bincount([1, 1, 255], minlength=256).tolist()


def test_a_mutable_span_writes_a_buffer_in_place(sample):
    target = np.arange(4.0)
    assert sample.add_scaled(target, np.ones(4), by=2) is None
    assert target.tolist() == [2, 3, 4, 5]
    sample.add_scaled(target, target)
    assert target.tolist() == [4, 6, 8, 10]
    block = bytearray(b"abc")
    sample.clear(block)
    assert block == bytes(3)


def test_a_buffer_that_does_not_fit_is_refused_and_stays(sample):
    for wrong in (np.arange(3, dtype="u2"), np.arange(3.0), b"123"):
        with pytest.raises(ValueError, match="^samples: its format is '.*', not 'h'$"):
            sample.sum(wrong)
    with pytest.raises(TypeError, match="^samples: .* does not export a buffer$"):
        sample.sum([1, 2])
    with pytest.raises((ValueError, BufferError)):
        sample.sum(np.arange(6, dtype="i2")[::2])
    with pytest.raises(BufferError):
        sample.clear(b"abc")
    target = np.arange(4.0)
    with pytest.raises(sample.LengthProblem, match=r"^different\(target: 4, source: 3\)$"):
        sample.add_scaled(target, np.ones(3))
    with pytest.raises(TypeError, match="^by: 'x' is not a real number$"):
        sample.add_scaled(target, np.ones(4), by="x")
    assert target.tolist() == [0, 1, 2, 3]


def test_no_export_is_left(sample):
    block = bytearray(8)
    sample.clear(block)
    with pytest.raises(ValueError):
        sample.sum(block)
    block.clear()


# Callbacks.


def test_a_closure_is_a_callable(sample):
    assert sample.apply(lambda number, text: number * len(text), [1, 20]) == [2.0, 60.0]
    assert sample.first_match([3, 4]) == 3
    assert sample.first_match([3, 4], lambda number: number > 3) == 4
    assert sample.first_match([3, 4], None) == 3
    assert sample.first_found([3, 4]) == sample.first_found([3, 4], None) == 3
    assert sample.first_found([3, 4], lambda number: number > 3) == 4
    with pytest.raises(ZeroDivisionError):
        sample.first_found([3, 4], lambda number: 1 // 0)
    calls = []
    sample.repeat_call(3, lambda: calls.append(1))
    assert calls == [1, 1, 1]
    assert sample.exchange(lambda numbers, pair: (f"{numbers} {pair}", {1: True})) == (
        "[1, 2] (3, 4.5) 1"
    )


def test_what_is_not_callable_is_a_type_error(sample):
    with pytest.raises(TypeError, match="^transform: 3 is not callable$"):
        sample.apply(3, [1])
    with pytest.raises(TypeError, match="^where: 3 is not callable$"):
        sample.first_match([1], 3)


def test_the_exception_of_a_callback_ends_the_call(sample):
    calls = []

    def fail(number, text):
        calls.append(number)
        if number == 2:
            raise KeyError(number)
        return 0.5

    with pytest.raises(KeyError, match="2"):
        sample.apply(fail, [1, 2, 3])
    assert calls == [1, 2]
    assert sample.apply(lambda number, text: 1, [1]) == [1.0]


def test_the_exception_of_a_callback_comes_before_an_error_that_follows(sample):
    with pytest.raises(ZeroDivisionError):
        sample.call_then_throw(lambda: 1 // 0)
    with pytest.raises(sample.LengthProblem):
        sample.call_then_throw(lambda: 4)


@pytest.mark.parametrize("value", ["x", None])
def test_the_wrong_result_of_a_callback_is_a_type_error(sample, value):
    with pytest.raises(TypeError, match="^the result of a callback: .* is not a real number$"):
        sample.apply(lambda number, text: value, [1])


def test_a_kept_callback_lives_as_long_as_swift_has_it(sample):
    def callback(number):
        return number + 1

    gone = weakref.ref(callback)
    gc.collect()  # what other tests have left refers to the module too
    before = sys.getrefcount(sample._sample)
    sample.keep(callback)
    del callback
    gc.collect()
    assert sample.call_kept(3) == 4
    sample.forget_kept()
    gc.collect()
    assert gone() is None
    assert sample.call_kept(3) is None
    # Not in the assertion, in which pytest holds a reference of its own.
    after = sys.getrefcount(sample._sample)
    assert after == before


def test_an_exception_of_a_kept_callback_is_raised_by_the_call_that_uses_it(sample):
    sample.keep(lambda number: 1 // number)
    with pytest.raises(ZeroDivisionError):
        sample.call_kept(0)
    assert sample.call_kept(1) == 1
    sample.forget_kept()


# Ranges.


@given(st.tuples(INT, INT).map(sorted))
def test_a_range_is_a_range(sample, bounds):
    assert sample.same_range(range(*bounds)) == range(*bounds)


def test_a_closed_range_is_one_whose_last_value_is_in_it(sample):
    for values in (range(0, 256), range(255, 256), range(3, 4)):
        assert sample.same_bytes(values) == values
    with pytest.raises(ValueError, match="^value: the range is empty$"):
        sample.same_bytes(range(3, 3))
    with pytest.raises(ValueError, match="^value: 256 does not fit UInt8$"):
        sample.same_bytes(range(0, 257))


def test_an_empty_range_is_empty_wherever_it_ends(sample):
    assert sample.same_range(range(5, 2)) == range(5, 5)
    assert list(sample.same_range()) == [0, 1, 2]


def test_ranges_in_an_array(sample):
    values = [range(-128, 127), range(0)]
    assert sample.maybe_ranges(values) == values
    assert sample.maybe_ranges(None) is None
    with pytest.raises(ValueError, match=r"^values\[0\]: 128 does not fit Int8$"):
        sample.maybe_ranges([range(0, 128)])


def test_what_is_no_range_is_refused(sample):
    for value in (3, (1, 2), [1, 2], slice(1, 2), None):
        with pytest.raises(TypeError, match="^value: .* is not a range$"):
            sample.same_range(value)
    with pytest.raises(ValueError, match="^value: the step of the range is 2, not 1$"):
        sample.same_range(range(0, 4, 2))
    with pytest.raises(ValueError, match="^value: 9223372036854775808 does not fit Int$"):
        sample.same_range(range(0, 2**63))


def test_an_interval_of_real_numbers_is_a_pair(sample):
    assert sample.same_interval((1, 2.5)) == (1.0, 2.5)
    assert sample.same_interval([1, 1]) == (1.0, 1.0)
    for value in ((2, 1), (float("nan"), 1), (1, float("nan"))):
        with pytest.raises(ValueError, match=r"^value: .* is not below .*$"):
            sample.same_interval(value)
    with pytest.raises(TypeError, match=r"^value\[1\]: 'x' is not a real number$"):
        sample.same_interval((1, "x"))
