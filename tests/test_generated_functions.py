"""Functions of a plain Swift library: their types, parameters, defaults and documentation."""

import inspect
import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

INTEGERS = {
    "int": "q",
    "int8": "b",
    "int16": "h",
    "int32": "i",
    "int64": "q",
    "uint": "Q",
    "uint8": "B",
    "uint16": "H",
    "uint32": "I",
    "uint64": "Q",
    "c_int": "i",
}


@pytest.mark.parametrize(("name", "code"), INTEGERS.items())
def test_integers_are_what_fits_the_type_and_nothing_else(sample, name, code):
    same = getattr(sample, f"same_{name}")
    bits = 8 * struct.calcsize(code)
    least, greatest = (
        (0, 2**bits - 1) if code.isupper() else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
    for value in (least, 0, 1, greatest, np.dtype(code).type(greatest), True):
        assert same(value) == value
        assert type(same(value)) is int
    for value in (least - 1, greatest + 1, 2**64, -(2**63) - 1, 10**30):
        with pytest.raises(ValueError, match=f"^value: {value} does not fit U?[iI]nt"):
            same(value)


@pytest.mark.parametrize("value", [1.0, "1", None, b"1", [1], 1j, np.float32(1)])
def test_what_is_no_integer_is_a_type_error(sample, value):
    with pytest.raises(TypeError, match="^value: .* is not an integer$"):
        sample.same_int(value)


def test_an_exception_of_index_is_the_callers(sample):
    class Odd:
        def __index__(self):
            raise KeyError("odd")

    with pytest.raises(KeyError, match="odd"):
        sample.same_int8(Odd())


@given(st.floats() | st.integers(-(2**1000), 2**1000))
def test_doubles_are_floats(sample, value):
    assert struct.pack("d", sample.same_double(value)) == struct.pack("d", float(value))


@given(st.floats() | st.integers(-(2**200), 2**200))
def test_floats_are_rounded_as_numpy_rounds_them(sample, value):
    with np.errstate(over="ignore"):
        expected = float(np.float32(float(value)))
    if math.isinf(expected) and not math.isinf(value):
        with pytest.raises(ValueError, match="^value: .* does not fit Float$"):
            sample.same_float(value)
    else:
        assert struct.pack("d", sample.same_float(value)) == struct.pack("d", expected)


@pytest.mark.parametrize("value", ["1", None, 1j, [1.0]])
def test_what_is_no_number_is_a_type_error(sample, value):
    for same in (sample.same_double, sample.same_float):
        with pytest.raises(TypeError, match="^value: .* is not a real number$"):
            same(value)


def test_an_int_beyond_all_floats_is_a_value_error(sample):
    with pytest.raises(ValueError, match="^value: 1000.* does not fit Double$"):
        sample.same_double(10**400)


def test_bools_are_bools(sample):
    for value in (True, False, np.True_, np.False_):
        assert sample.same_bool(value) is bool(value)
    for value in (1, 0, None, "", []):
        with pytest.raises(TypeError, match="^value: .* is not a bool$"):
            sample.same_bool(value)


@given(st.text())
def test_strings_are_strs(sample, text):
    assert sample.same_string(text) == text


def test_what_is_no_text_is_refused(sample):
    for value in (b"a", 1, None, ["a"]):
        with pytest.raises(TypeError, match="^value: .* is not a str$"):
            sample.same_string(value)
    with pytest.raises(ValueError, match="^value: .* has surrogates"):
        sample.same_string("a\udc80")


def test_strings_follow_the_rules_of_unicode(sample):
    assert sample.are_equal("\u00e9", "e\u0301")
    assert not sample.are_equal("a", "b")
    assert sample.character_count("\U0001f1e9\U0001f1ea e\u0301") == 3
    assert sample.uppercased("stra\u00dfe") == "STRASSE"
    assert sample.distinct("hello") == 4


def test_a_function_without_a_result_returns_none(sample):
    before = sample.call_count()
    assert sample.nothing() is None
    assert sample.call_count() == before + 1
    with pytest.raises(TypeError):
        sample.nothing(1)


# What Swift has as a signature, Python has.

SIGNATURES = {
    "scale": "(value, /, by=2.5, adding_offset=-1)",
    "describe": "(name='it\\t\"is\"', count=16, is_open=True, size=1000000)",
    "early": "(second, *, first=1)",
    "mixed": "(a, /, *, c, d=4, b=2)",
    "import_": "(from_, in_, object)",
    "result": "(scope, arguments, result, module)",
    "nothing": "()",
    "same_int": "(value, /)",
    "other_name": "()",
    "with_fallback": "(value, /)",
    "check_text": "(text)",
}


def test_no_position_means_another_parameter_than_in_swift(sample):
    assert sample.mixed(1, c=3) == [1, 2, 3, 4]
    assert sample.mixed(1, b=5, c=3, d=6) == [1, 5, 3, 6]
    with pytest.raises(TypeError, match=r"mixed\(\) takes at most 1 positional argument"):
        sample.mixed(1, 2)
    with pytest.raises(TypeError, match=r"mixed\(\) missing required argument 'c'"):
        sample.mixed(1)


def test_functions_may_have_names_of_generated_code(sample):
    assert sample.scope(1) == 2
    assert sample.arguments(first=1, second=2) == 3
    assert sample.module() == 7
    assert sample.object(lambda: 5) == 5


@pytest.mark.parametrize(("name", "signature"), SIGNATURES.items())
def test_labels_are_keywords(sample, name, signature):
    assert str(inspect.signature(getattr(sample, name))) == signature


def test_arguments_go_by_position_and_keyword(sample):
    assert sample.scale(2) == 2 * 2.5 - 1
    assert sample.scale(2, 3) == 2 * 3 - 1
    assert sample.scale(2, adding_offset=5) == 2 * 2.5 + 5
    assert sample.scale(2, adding_offset=5, by=0.5) == 2 * 0.5 + 5
    assert sample.early(7) == 107
    assert sample.early(second=7, first=2) == 207
    assert sample.import_(1, object=4, in_=2) == 7
    assert sample.result(1, 2, 3, module=4) == 10


@pytest.mark.parametrize(
    ("name", "given", "named", "message"),
    [
        ("scale", (), {}, r"scale\(\) missing required argument 'value'"),
        ("scale", (1, 2, 3, 4), {}, r"scale\(\) takes at most 3 positional arguments \(4 given\)"),
        ("scale", (), {"value": 1}, r"scale\(\) got an unexpected keyword argument 'value'"),
        ("scale", (1,), {"factor": 1}, r"scale\(\) got an unexpected keyword argument 'factor'"),
        ("scale", (1, 2), {"by": 1}, r"scale\(\) got multiple values for argument 'by'"),
        ("scale", (1, "2"), {}, r"by: '2' is not a real number"),
        ("early", (1, 2), {}, r"early\(\) takes at most 1 positional arguments \(2 given\)"),
    ],
)
def test_wrong_arguments_are_type_errors(sample, name, given, named, message):
    with pytest.raises(TypeError, match=f"^{message}$"):
        getattr(sample, name)(*given, **named)


def test_default_values_are_those_of_swift(sample):
    assert sample.describe() == 'it\t"is" 16 true 1000000'
    assert sample.describe(count=1) == 'it\t"is" 1 true 1000000'
    for name in ("name", "count", "is_open", "size"):
        with pytest.raises(TypeError, match=f"^{name}: None is not "):
            sample.describe(**{name: None})
    assert sample.with_answer() == 43
    assert sample.with_answer(1) == 1


def test_documentation_is_the_docstring_with_the_names_of_python(sample):
    assert inspect.getdoc(sample.scale) == (
        "Multiply a number.\n\nThe product is rounded\nonce.\n\n"
        "Args:\n    value: what is multiplied, first.\n    by: by what.\n\n"
        'Returns:\n    the "product".\n\nComplexity:\n    O(1).'
    )
    assert not inspect.getdoc(sample.nothing)


def test_an_attribute_in_the_documentation_renames_or_hides(sample):
    assert sample.other_name() == 1
    assert not sample.other_name.__doc__
    for name in ("renamed", "hidden", "secret"):
        assert not hasattr(sample, name)


def test_constants_are_there(sample):
    assert (sample.answer, sample.version, sample.ratio) == (42, "1.2", 0.5)
