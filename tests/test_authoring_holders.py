"""Python objects that hold a Swift object and export nothing: `Holder`."""

import copy
import gc
import pickle
import sys

import pytest
from support import assert_no_growth


@pytest.fixture(autouse=True)
def everything_is_freed(probe):
    gc.collect()
    before = probe.alive()
    yield
    gc.collect()
    assert probe.alive() == before


def test_what_it_holds_is_found_again(probe):
    assert probe.box(7).value == 7
    assert probe.box(-(2**63)).value == -(2**63)


def test_what_it_holds_is_freed_with_it(probe):
    alive = probe.alive()
    boxes = [probe.box(1), probe.crate()]
    assert probe.alive() == alive + 2
    boxes.pop()
    assert probe.alive() == alive + 1
    boxes.pop()
    assert probe.alive() == alive


def test_what_others_hold_too_is_not_freed_with_it(probe):
    alive = probe.alive()
    block = probe.block(4)
    exporter = probe.Plain.of(block, "uint8", (4,))
    del block
    assert (probe.alive(), bytes(exporter)) == (alive + 1, bytes(4))


def test_another_class_than_is_needed_is_a_type_error(probe):
    crate = probe.crate()
    for use in (lambda: crate.value, lambda: -crate, lambda: crate + probe.box(1)):
        with pytest.raises(TypeError, match="self: .*Box holds an object of another class"):
            use()


def test_an_iterator_that_fails_says_so(probe):
    with pytest.raises(TypeError, match="holds an object of another class"):
        next(iter(probe.crate()))


def test_python_makes_no_instances(probe):
    for use in (
        probe.Box,
        lambda: probe.Box(1),
        lambda: object.__new__(probe.Box),
        lambda: probe.Box.__new__(probe.Box),
        lambda: copy.copy(probe.box(1)),
        lambda: copy.deepcopy(probe.box(1)),
        lambda: pickle.dumps(probe.box(1)),
        lambda: object().__reduce_ex__.__self__.__class__.__new__(probe.Box),
    ):
        with pytest.raises(TypeError):
            use()


def test_python_derives_no_classes(probe):
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Derived", (probe.Box,), {})


def test_the_type_cannot_be_changed(probe):
    with pytest.raises(TypeError, match="immutable"):
        probe.Box.value = 1
    with pytest.raises((TypeError, AttributeError)):
        probe.box(1).__class__ = probe.Block
    with pytest.raises(AttributeError):
        probe.box(1).value = 2


def test_it_is_no_buffer(probe):
    with pytest.raises(TypeError, match="bytes-like"):
        memoryview(probe.box(1))


def test_the_type_belongs_to_the_module(probe):
    assert (probe.Box.__module__, probe.Box.__qualname__) == ("probe", "Box")
    assert probe.Box.__doc__ == "Counts down when it is iterated over."


# Slots.


def test_a_unary_slot(probe):
    assert (-probe.box(4)).value == -4


def test_a_binary_slot(probe):
    assert (probe.box(4) + probe.box(3)).value == 7


@pytest.mark.parametrize("other", [1, None, "1", 1.5])
def test_a_binary_slot_that_is_not_for_this_operand(probe, other):
    with pytest.raises(TypeError, match="unsupported operand"):
        probe.box(4) + other
    with pytest.raises(TypeError):
        other + probe.box(4)


def test_a_binary_slot_leaves_the_other_operand_its_say(probe):
    class Other:
        def __add__(self, box):
            return ("add", box.value)

        def __radd__(self, box):
            return ("radd", box.value)

    assert Other() + probe.box(1) == ("add", 1)
    assert probe.box(2) + Other() == ("radd", 2)


def test_an_operation_without_a_slot(probe):
    with pytest.raises(TypeError, match="unsupported operand"):
        probe.box(1) - probe.box(1)
    with pytest.raises(TypeError, match="bad operand"):
        ~probe.box(1)


def test_an_iterator_ends_without_an_error(probe):
    box = probe.box(3)
    assert iter(box) is box
    assert list(box) == [2, 1, 0]
    assert list(box) == []


def test_more_slots_than_there_are_is_an_error(probe):
    with pytest.raises(ValueError, match=r"probe\.Many: too many slots"):
        probe.fail("too many slots")


def test_each_use_leaves_nothing_behind(probe):
    def use():
        assert [(-probe.box(3) + probe.box(5)).value, *probe.box(2)] == [2, 1, 0]
        crate = probe.crate()
        with pytest.raises(TypeError):
            _ = crate.value
        with pytest.raises(TypeError):
            crate + 1

    assert_no_growth(use, probe.Box, NotImplemented)


def test_instances_hold_their_type(probe):
    box = probe.Box
    before = sys.getrefcount(box)
    boxes = [probe.box(1) for _ in range(10)]
    assert sys.getrefcount(box) == before + 10
    boxes.clear()
    assert sys.getrefcount(box) == before
