"""Classes of a plain Swift library: objects, their members, and how they live."""

import copy
import gc
import inspect
import pickle
import sys
import weakref
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

COUNTS = st.lists(st.integers(-(2**62), 2**62), max_size=9)


@pytest.fixture
def counter(sample):
    return sample.Counter.from_counts([3, 1, 4])


def test_an_initialiser_is_the_constructor_with_its_labels_and_defaults(sample):
    counter = sample.Counter(4)
    assert (list(counter), counter.overflow) == ([0] * 4, sample.Counter.Overflow.COUNT)
    counter = sample.Counter(overflow=sample.Counter.Overflow.IGNORE, codes=1)
    assert (list(counter), counter.overflow) == ([0], sample.Counter.Overflow.IGNORE)
    assert str(inspect.signature(sample.Counter)) == "(codes, overflow=Ellipsis)"
    assert str(inspect.signature(sample.Tag)) == "(name, /)"


@pytest.mark.parametrize(
    ("given", "named", "message"),
    [
        ((), {}, r"Counter\(\) missing required argument 'codes'"),
        ((1, None, 3), {}, r"Counter\(\) takes at most 2 positional arguments \(3 given\)"),
        ((1,), {"size": 1}, r"Counter\(\) got an unexpected keyword argument 'size'"),
        (("1",), {}, "codes: '1' is not an integer"),
        ((1, 2), {}, "overflow: 2 is not a member of Counter.Overflow"),
    ],
)
def test_wrong_arguments_of_a_constructor_are_type_errors(sample, given, named, message):
    with pytest.raises(TypeError, match=f"^{message}$"):
        sample.Counter(*given, **named)


def test_an_initialiser_that_throws_raises_the_exception_of_its_error(sample):
    with pytest.raises(sample.CounterError, match=r"^size\(-1\)$"):
        sample.Counter(-1)


def test_other_initialisers_are_class_methods_named_by_their_labels(sample):
    assert list(sample.Counter.from_counts([1, 2])) == [1, 2]
    assert list(sample.Counter.from_text("3,4")) == [3, 4]
    assert str(inspect.signature(sample.Counter.from_text)) == "(text)"

    class Derived(sample.Counter):
        pass

    assert type(Derived.from_text("1")) is Derived


def test_an_initialiser_that_fails_is_a_value_error(sample):
    message = r"^from_text\(\): there is no Counter for these arguments$"
    with pytest.raises(ValueError, match=message):
        sample.Counter.from_text("3,x")


def test_methods_change_the_instance(sample):
    counter = sample.Counter(3)
    assert counter.add(1) is True
    assert counter.add(2, times=5) is True
    assert counter.add(7) is False
    counter.add_all(contents_of=array("H", [1, 1, 9]))
    assert (list(counter), counter.above) == ([0, 3, 5], 2)
    assert str(inspect.signature(sample.Counter.add)) == "(self, code, /, times=1)"


def test_static_functions_and_constants_are_of_the_class(sample):
    assert list(sample.Counter.empty()) == []
    places = [sample.Counter.Place(code) for code in range(3)]
    assert sample.Counter.place(1, places).code == 1
    assert sample.Counter.limit == 1000
    assert (sample.Mathematics.double(4), sample.Mathematics.unit) == (8, 1)


def test_properties_are_read_and_those_with_a_setter_set(sample, counter):
    counter.overflow = sample.Counter.Overflow.IGNORE
    assert counter.overflow is sample.Counter.Overflow.IGNORE
    with pytest.raises(AttributeError, match="above"):
        counter.above = 3
    with pytest.raises(TypeError, match="^overflow: 3 is not a member of Counter.Overflow$"):
        counter.overflow = 3
    with pytest.raises(TypeError, match="^overflow cannot be deleted$"):
        del counter.overflow
    with pytest.raises(AttributeError):
        _ = counter.on_add
    assert counter.overflow is sample.Counter.Overflow.IGNORE


@given(counts=COUNTS, index=st.integers(-12, 12) | st.integers(), value=st.integers(-9, 9))
def test_a_subscript_with_a_count_is_that_of_a_list(sample, counts, index, value):
    counter, expected = sample.Counter.from_counts(counts), list(counts)
    assert len(counter) == len(expected)
    assert list(counter) == expected
    try:
        item = expected[index]
    except IndexError:
        with pytest.raises(IndexError, match="^code: "):
            counter[index]
        with pytest.raises(IndexError, match="^code: "):
            counter[index] = value
    else:
        assert counter[index] == item
        expected[index] = counter[index] = value
    assert list(counter) == expected
    assert [*reversed(counter)] == expected[::-1]


def test_a_subscript_takes_nothing_else(counter):
    for key in ("a", 1.0, None, slice(2)):
        with pytest.raises(TypeError, match="^code: .* is not an integer$"):
            counter[key]
    with pytest.raises(TypeError, match="^an element cannot be deleted$"):
        del counter[0]
    with pytest.raises(TypeError, match="^value: 'a' is not an integer$"):
        counter[0] = "a"
    assert list(counter) == [3, 1, 4]


def test_a_subscript_of_optionals_is_that_of_a_dict(sample):
    table = sample.Table()
    table["a"] = "1"
    assert (table["a"], len(table), bool(sample.Table())) == ("1", 1, False)
    for key in ("b", "\u00e9"):
        with pytest.raises(KeyError, match=key):
            table[key]
    del table["a"]
    table["b"] = None
    assert len(table) == 0


def test_an_object_that_can_be_called_is_called(sample):
    table = sample.Table()
    table["a"] = "1"
    assert (table("a"), table("b"), table("b", default="x")) == ("1", "?", "x")
    with pytest.raises(TypeError, match=r"^__call__\(\) missing required argument 'key'$"):
        table()


def test_a_description_is_str_and_repr(counter):
    assert str(counter) == repr(counter) == "Counter of 3 codes"


def test_equal_and_ordered_as_in_swift(sample):
    names = ["b", "a", "c", "a"]
    tags = [sample.Tag(name) for name in names]
    for left, a in zip(tags, names, strict=True):
        for right, b in zip(tags, names, strict=True):
            assert (left == right, left != right) == (a == b, a != b)
            assert (left < right, left <= right) == (a < b, a <= b)
            assert (left > right, left >= right) == (a > b, a >= b)
    assert [tag.name for tag in sorted(tags)] == sorted(names)
    assert len(set(tags)) == 3
    assert tags[0] != "b"
    with pytest.raises(TypeError, match="not supported between"):
        _ = tags[0] < "c"


def test_without_equality_in_swift_the_instances_are_compared(sample, counter):
    assert counter.same() == counter
    assert hash(counter.same()) == hash(counter)
    assert sample.Counter(1) != sample.Counter(1)
    with pytest.raises(TypeError, match="not supported between"):
        _ = counter < counter


def test_instances_are_arguments_and_results(sample, counter):
    merged = counter.merge([counter, sample.Counter(1)], first=counter)
    assert list(merged) == [9, 3, 12]
    most = counter.most()
    assert (type(most), most.code, most.weight) == (sample.Counter.Place, 2, 4.0)
    assert sample.Counter(2).most() is None
    with pytest.raises(TypeError, match=r"^others\[1\]: 3 is not of type Counter$"):
        counter.merge([counter, 3])
    with pytest.raises(TypeError, match="^others: .* is not a list or another iterable$"):
        counter.merge(None)


def test_nested_types_are_attributes_of_their_class(sample):
    place = sample.Counter.Place
    assert (place.__qualname__, place.__module__) == ("Counter.Place", "sample")
    assert "sample.Counter.Place" in repr(place)
    member = sample.Counter.Overflow.COUNT
    assert pickle.loads(pickle.dumps(member)) is member


def test_documentation_is_the_docstring(sample):
    assert sample.Counter.__doc__ == (
        "How often each code occurs.\n\n"
        "Args:\n    codes: how many there are.\n    overflow: what happens to others."
    )
    assert sample.Counter.above.__doc__ == "Codes above the last one."
    assert inspect.getdoc(sample.Counter.most) == "The code that occurs most often."


def test_what_has_no_initialiser_is_made_by_swift_alone(sample):
    assert sample.ticket(3).number == 3
    with pytest.raises(TypeError, match="cannot create"):
        sample.Ticket()
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Derived", (sample.Ticket,), {})


# Python classes that derive from one.


@pytest.fixture
def named(sample):
    class Named(sample.Counter):
        def __init__(self, codes, name):
            super().__init__(codes)
            self.name = name

        def add(self, code):
            return super().add(code, times=2)

    return Named


def test_a_derived_class_has_an_init_of_its_own(sample, named):
    counter = named(2, name="x")
    counter.add(1)
    assert (list(counter), counter.name) == ([0, 2], "x")
    assert isinstance(counter, sample.Counter)
    assert list(sample.Counter(2).merge([counter])) == [0, 2]


def test_before_super_init_there_is_nothing(sample):
    class Early(sample.Counter):
        def __init__(self):
            self.add(1)

    message = r"__init__\(\) has not been called$"
    with pytest.raises(ValueError, match=message):
        Early()
    empty = sample.Counter.__new__(sample.Counter)
    for use in (len, list, str, lambda c: c.above, lambda c: sample.Counter(1).merge([c])):
        with pytest.raises(ValueError, match=message):
            use(empty)


def test_init_again_is_another_instance(counter):
    before = counter.same()
    counter.__init__(2)
    assert (list(counter), list(before)) == ([0, 0], [3, 1, 4])


def test_two_classes_are_no_bases_of_one(sample):
    with pytest.raises(TypeError, match="lay-out conflict"):
        type("Both", (sample.Counter, sample.Tag), {})
    counter = sample.Counter(1)
    with pytest.raises(TypeError, match="__class__ assignment"):
        counter.__class__ = sample.Tag


def test_pickle_and_copy_by_a_pair_of_methods(sample, counter):
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert list(pickle.loads(pickle.dumps(counter, protocol))) == [3, 1, 4]
    copied = copy.copy(counter)
    copied.add(0)
    assert (list(copied), list(counter)) == ([4, 1, 4], [3, 1, 4])
    with pytest.raises(TypeError, match="cannot pickle"):
        pickle.dumps(sample.Tag("a"))


# How long objects live.


def is_collected(make):
    """Whether an object that `make` returns is gone when nothing refers to it but itself."""
    gone = weakref.ref(make())
    gc.collect()
    return gone() is None


def test_an_object_without_references_is_freed_at_once(sample):
    for make in (lambda: sample.Counter(3), lambda: sample.Tag("a"), lambda: sample.Point()):
        gone = weakref.ref(make())
        assert gone() is None


def test_a_callback_that_refers_to_its_object_is_collected(sample):
    def by_property():
        counter = sample.Counter(1)
        counter.on_add = lambda code: counter.add(code)
        return counter

    def by_initialiser():
        cell = []
        cell.append(sample.Bell(lambda bell: len(cell)))
        assert cell[0].press() == 1
        return cell[0]

    def by_attribute():
        class Derived(sample.Counter):
            pass

        counter = Derived(1)
        counter.itself = counter
        return counter

    assert is_collected(by_property)
    assert is_collected(by_initialiser)
    assert is_collected(by_attribute)


def test_a_callback_lives_as_long_as_the_instance_has_it(sample):
    calls = []
    counter = sample.Counter(1)
    counter.on_add = calls.append
    gc.collect()
    counter.add(0)
    counter.add(5)
    assert calls == [0, 5]

    def callback(code):
        calls.append(code)

    gone = weakref.ref(callback)
    counter.on_add = callback
    del callback
    gc.collect()
    assert gone() is not None
    counter.on_add = None
    assert gone() is None
    counter.add(0)
    assert calls == [0, 5]


def test_an_instance_that_swift_has_too_keeps_its_callbacks(sample):
    def make():
        counter = sample.Counter(1)
        counter.on_add = lambda code: counter.above
        counter.keep_elsewhere()
        return counter

    gone = weakref.ref(make())
    gc.collect()
    assert gone() is not None
    gone().add(0)
    sample.Counter.give_back()
    gc.collect()
    assert gone() is None


def test_two_objects_of_one_instance_share_its_callbacks(sample):
    def callback(bell):
        return 4

    bell = sample.Bell(callback)
    shared = bell.shared()
    del bell
    gc.collect()
    assert shared.press() == 4


def test_an_exception_of_a_callback_ends_the_call_that_makes_it(sample):
    counter = sample.Counter(1)
    counter.on_add = lambda code: 1 // code
    with pytest.raises(ZeroDivisionError):
        counter.add(0)
    counter.add(1)


def test_nothing_is_left_behind(sample):
    def use():
        counter = sample.Counter(3)
        counter.on_add = lambda code: counter
        counter.add(1)
        list(counter.merge([counter]))
        pickle.loads(pickle.dumps(counter))
        for wrong in (lambda: sample.Counter("a"), lambda: counter[9], lambda: counter.add()):
            with pytest.raises((TypeError, IndexError)):
                wrong()

    use()
    gc.collect()
    before = len(gc.get_objects()), sys.getrefcount(sample.Counter)
    for _ in range(50):
        use()
    gc.collect()
    after = len(gc.get_objects()), sys.getrefcount(sample.Counter)
    assert after == before
