"""Enums of a plain Swift library as enum classes."""

import copy
import enum
import inspect
import pickle

import pytest

CLASSES = {
    "Speed": (enum.IntEnum, {"SLOW": 1, "VERY_FAST": 3, "DEFAULT": 4}),
    "Greatest": (enum.IntEnum, {"VALUE": 2**64 - 1}),
    "Color": (enum.StrEnum, {"RED": "red", "GREEN": "GRN", "SKY": "blue"}),
    "Switch": (enum.Enum, {"ON": 1, "OFF": 2}),
    "Ratio": (enum.Enum, {"HALF": 0.5, "QUARTER": 0.25}),
    "Direction": (enum.Enum, {"UP": 1, "DOWN": 2}),
}


@pytest.mark.parametrize(("name", "expected"), CLASSES.items())
def test_an_enum_is_an_enum_class_with_the_raw_values(sample, name, expected):
    base, members = expected
    found = getattr(sample, name)
    assert found.__base__ is base
    assert {member.name: member.value for member in found} == members
    assert (found.__module__, found.__qualname__) == ("sample", name)
    for member in found:
        assert pickle.loads(pickle.dumps(member)) is member
        assert copy.deepcopy(member) is member


def test_the_documentation_is_that_of_the_class(sample):
    assert sample.Speed.__doc__ == "How fast."


def test_a_case_is_a_member_and_back(sample):
    for speed in sample.Speed:
        assert sample.same(speed) is speed
    assert sample.flip(sample.Switch.OFF) is sample.Switch.ON
    assert sample.greatest() is sample.Greatest.VALUE
    assert sample.usual is sample.Speed.VERY_FAST


def test_members_in_arrays_optionals_tuples_and_dictionaries(sample):
    colors = list(sample.Color) * 2
    assert sample.same_colors(colors) == colors
    assert sample.maybe() is None
    assert sample.maybe(sample.Color.RED) is sample.Color.RED
    assert sample.pair((sample.Ratio.HALF, sample.Direction.DOWN)) == (
        sample.Direction.DOWN,
        sample.Ratio.HALF,
    )
    counts = {color: len(color) for color in sample.Color}
    assert sample.counts(counts) == counts


def test_what_is_not_a_member_is_a_type_error_even_if_it_is_equal_to_one(sample):
    for value in (1, "slow", None, sample.Greatest.VALUE, sample.Speed):
        with pytest.raises(TypeError, match="^speed: .* is not a member of Speed$"):
            sample.same(value)
    with pytest.raises(TypeError, match=r"^colors\[1\]: 'red' is not a member of Color$"):
        sample.same_colors([sample.Color.RED, "red"])


def test_a_callback_gets_and_returns_members(sample):
    given = []

    def choose(color):
        given.append(color)
        return sample.Speed.DEFAULT

    assert sample.choose(choose) is sample.Speed.DEFAULT
    assert given == [sample.Color.GREEN]
    with pytest.raises(TypeError, match="^the result of a callback: 3 is not a member of Speed$"):
        sample.choose(lambda color: 3)
    with pytest.raises(ZeroDivisionError):
        sample.choose(lambda color: 1 // 0)


def test_default_values_are_cases(sample):
    assert sample.flip() is sample.Switch.OFF
    assert sample.faster() is False
    assert sample.faster(sample.Speed.DEFAULT) is True
    assert str(inspect.signature(sample.faster)) == ("(speed=Ellipsis, /, than=Ellipsis)")


def test_an_enum_class_that_was_changed_still_converts(sample):
    saved = sample.Speed._member_map_.pop("SLOW")
    try:
        assert sample.same(saved) is saved
    finally:
        sample.Speed._member_map_["SLOW"] = saved
