"""Errors that Swift code throws, as Python exceptions with all that they say."""

import errno
import sys

import pytest
from support import assert_no_growth


class Stranger:
    def __repr__(self):
        raise AssertionError("an error must not run this")

    __str__ = __repr__


@pytest.mark.parametrize(
    ("kind", "error", "message"),
    [
        ("type", TypeError, "object: None is no number"),
        ("value", ValueError, "format '>Zf'"),
        ("index", IndexError, f"index -7 of {-(2**63)}"),
        ("buffer", BufferError, "gr\u00fc\u00dfe"),
        ("memory", MemoryError, "no room"),
        ("overflow", OverflowError, "outer inner 1"),
    ],
)
def test_each_kind_is_an_exception_type(probe, kind, error, message):
    with pytest.raises(error) as caught:
        probe.fail(kind)
    assert type(caught.value) is error
    assert caught.value.args == (message,)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_a_system_error_has_its_class_and_code(probe):
    with pytest.raises(OSError, match="No space left") as caught:
        probe.fail("system")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, None)


def test_a_system_error_names_the_path(probe):
    with pytest.raises(FileNotFoundError) as caught:
        probe.fail("system path", "some path")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOENT, "some path")


@pytest.mark.parametrize(
    ("thing", "shown"),
    [
        (1, "1"),
        (True, "True"),
        (1.5, "1.5"),
        (2j, "2j"),
        ("it's", '"it\'s"'),
        (b"\0", r"b'\x00'"),
        ("x" * 200, f"'{'x' * 79}..."),
        ("\udc00", r"'\udc00'"),
        (10**5000, "a number with too many digits to show"),
        (Stranger(), "an object of type Stranger"),
        ([1], "an object of type list"),
        (type("Sub", (int,), {"__repr__": Stranger.__repr__})(1), "an object of type Sub"),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_an_object_in_a_message(probe, thing, shown):
    with pytest.raises(TypeError) as caught:
        probe.fail("type", thing)
    assert caught.value.args == (f"object: {shown} is no number",)


def test_an_error_inside_an_except_block_has_it_as_its_context(probe):
    outer = KeyError("outer")
    with pytest.raises(IndexError) as caught:
        try:
            raise outer
        except KeyError:
            probe.fail("index")
    assert caught.value.__context__ is outer


def test_what_a_callback_raises_goes_through(probe):
    error = LookupError("mine")

    def fail():
        raise error

    with pytest.raises(LookupError) as caught:
        probe.read(b"", "UInt8", fail)
    assert caught.value is error


def test_an_error_that_is_forgotten_is_none(probe):
    def fail():
        raise LookupError

    assert probe.forgive(fail) == "forgiven"
    assert sys.exc_info() == (None, None, None)
    assert probe.forgive(lambda: "nothing to forgive") == "nothing to forgive"
    assert probe.forgive(lambda: probe.fail("buffer")) == "forgiven"


def test_each_error_leaves_nothing_behind(probe):
    thing = Stranger()

    def use():
        for kind in ("type", "value", "index", "buffer", "memory", "overflow"):
            with pytest.raises(
                (TypeError, ValueError, IndexError, BufferError, MemoryError, OverflowError)
            ):
                probe.fail(kind, thing)
        for kind in ("system", "system path"):
            with pytest.raises(OSError):  # noqa: PT011 - of which kind is another test's matter
                probe.fail(kind, "path")
        probe.forgive(lambda: probe.fail("value"))

    assert_no_growth(use, ValueError)
