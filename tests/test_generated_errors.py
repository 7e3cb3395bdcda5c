"""Error types of a plain Swift library as exception classes."""

import pickle
import re

import pytest


@pytest.mark.parametrize(
    ("number", "text", "attributes"),
    [
        (-3, "negative(-3)", {"case": "negative", "value": -3}),
        (
            101,
            "outside(lowerBound: 0.0, upperBound: 100.0, '\u00e9')",
            {"case": "outside", "lower_bound": 0.0, "upper_bound": 100.0, "value2": "\u00e9"},
        ),
        (13, "unknown", {"case": "unknown"}),
    ],
)
def test_a_thrown_case_is_an_exception_with_its_values(sample, number, text, attributes):
    with pytest.raises(sample.NumberProblem, match=f"^{re.escape(text)}$") as caught:
        sample.check(number)
    assert vars(caught.value) == attributes
    assert type(caught.value).__mro__[1] is Exception


def test_what_throws_nothing_returns(sample):
    assert sample.check(5) == 5
    assert sample.check_text("abc") is None


def test_an_error_says_what_it_says_in_swift(sample):
    with pytest.raises(ValueError, match="^a text of 4 characters is too long$") as caught:
        sample.check_text("abcd")
    assert type(caught.value) is sample.TextError
    assert caught.value.count == 4


def test_an_error_need_not_be_an_enum(sample):
    with pytest.raises(sample.Refusal, match="^Refusal$") as caught:
        sample.refuse()
    assert vars(caught.value) == {"codes": [3, 4], "pair": (2, "none")}


def test_an_exception_class_is_documented_and_found_where_users_import_it(sample):
    assert sample.NumberProblem.__doc__ == "What can be the matter with a number."
    assert sample.NumberProblem.__module__ == "sample"
    error = pickle.loads(pickle.dumps(sample.NumberProblem("text")))
    assert type(error) is sample.NumberProblem
