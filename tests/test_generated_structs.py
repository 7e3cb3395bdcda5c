"""Structs of a plain Swift library: values in objects that can change them."""

import inspect

import pytest


def test_a_struct_is_a_class_whose_objects_hold_a_value(sample):
    point = sample.Point(1, y=2)
    assert (point.x, point.y) == (1.0, 2.0)
    assert str(inspect.signature(sample.Point)) == "(x=0, y=0)"
    point.x = 5
    assert point.x == 5.0
    with pytest.raises(TypeError, match="^y: 'a' is not a real number$"):
        point.y = "a"
    place = sample.Counter.Place(3)
    with pytest.raises(AttributeError, match="weight"):
        place.weight = 2


def test_a_mutating_method_changes_the_value_in_place(sample):
    point = sample.Point(1, 2)
    moved = point.move(by=sample.Point(10))
    assert (point.x, point.y) == (11.0, 2.0)
    moved.x = 0
    assert point.x == 11.0  # what is returned is a value of its own


def test_what_a_protocol_of_the_library_gives_is_there(sample):
    assert sample.Point(-3).distance() == 3.0
    assert sample.Point.distance.__doc__ == "How far from zero."


def test_values_are_arguments_and_results(sample):
    points = [sample.Point(1, 2), sample.Point(3, 4)]
    centre = sample.centre(points)
    assert (centre.x, centre.y) == (2.0, 3.0)
    assert sample.centre([]) is None
    assert sample.centre([], or_=points[0]) == points[0]
    assert sample.named({"a": points[1]}) == {"a": points[1]}
    assert sample.mapped(points[0], lambda point: point.scaled(by=2)) == sample.Point(2, 4)
    assert sample.mapped(points[0], lambda point: None) is None
    with pytest.raises(TypeError, match=r"^of\[1\]: None is not of type Point$"):
        sample.centre([points[0], None])


def test_equal_values_are_equal_and_not_hashable_unless_swift_hashes_them(sample):
    assert sample.Point(1) == sample.Point(1) != sample.Point(2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(sample.Point())
    assert len({sample.Counter.Place(1), sample.Counter.Place(1), sample.Counter.Place(2)}) == 2


def test_a_constant_of_the_type_is_a_value(sample):
    assert sample.Point.origin == sample.Point()


def test_a_call_that_changes_a_value_has_it_alone(sample):
    point = sample.Point(1)
    message = "^Point: a call that is under way changes it$"

    def look(x):
        for use in (lambda: point.x, lambda: point.move(by=point), lambda: sample.centre([point])):
            with pytest.raises(ValueError, match=message):
                use()
        with pytest.raises(ValueError, match=message):
            point.__init__(5)
        with pytest.raises(ValueError, match=message):
            point.y = 2
        return x + 1

    point.change(look)
    assert (point.x, point.y) == (2.0, 0.0)


def test_a_call_that_fails_leaves_the_value_as_swift_does(sample):
    point = sample.Point(1)
    with pytest.raises(sample.NumberProblem):
        point.fail(first=True)
    assert point.x == -1.0
    with pytest.raises(ZeroDivisionError):
        point.change(lambda x: 1 // 0)
    assert point.x == 0.0  # the neutral result of the callback
    with pytest.raises(TypeError, match="^by: 3 is not of type Point$"):
        point.move(3)
    assert point.x == 0.0


def test_a_sequence_is_iterated_over(sample):
    stack = sample.Stack([3, 1])
    stack.push(2)
    assert (list(stack), len(stack), stack[-1]) == ([3, 1, 2], 3, 2)
    stack[0] = 7
    assert [*stack] == [7, 1, 2]
    assert max(stack) == 7
    assert stack > sample.Stack([9])
    iterator = iter(stack)
    stack.push(5)
    assert list(iterator) == [7, 1, 2]  # the values when it began
    assert list(iterator) == []


def test_a_value_that_grows_is_not_copied_each_time(sample):
    stack = sample.Stack()
    stack.fill(lambda count: count if count < 20_000 else None)
    for number in range(20_000):
        stack.push(number)
    assert len(stack) == 40_000


def test_an_iterator_is_one_in_python(sample):
    countdown = sample.Countdown(3)
    assert iter(countdown) is countdown
    assert next(countdown) == (2, "2")
    assert list(countdown) == [(1, "1"), (0, "0")]
    with pytest.raises(StopIteration):
        next(countdown)


def test_types_may_have_the_names_of_swifts_side(sample):
    buffer = sample.Buffer(size=3)
    assert buffer.list(sample.Buffer(size=1)) == [3, 1]
    assert buffer.range(of=sample.Object()) == range(3)
    assert buffer == sample.Buffer(size=3)
    assert (sample.Object().str, sample.Object().int(2)) == ("text", 2)
    assert sample.dict({"a": range(2)}) == {"a": [0, 1]}
