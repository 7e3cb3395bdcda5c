"""`Exporter`: its methods are inherited, mixed in and extended by `super()` as any others.

On Python 3.12 and later each test also runs on plain classes: see exporting.py.
"""

import types
import typing

import pytest
from exporting import on_each_base, parents, unraisable

pytestmark = on_each_base


class Showing:
    """A mixin with both methods, and nothing of Exporter's."""

    log: typing.ClassVar[list[str]]

    def __buffer__(self, flags):
        self.log.append("buffer")
        return memoryview(b"waveform")

    def __release_buffer__(self, view):
        self.log.append("release")


class ShowingMore(Showing):
    def __buffer__(self, flags):
        self.log.append("more buffer")
        return super().__buffer__(flags)

    def __release_buffer__(self, view):
        super().__release_buffer__(view)
        self.log.append("more release")


class Upper:
    def __buffer__(self, flags):
        self.log.append("upper")
        return memoryview(super().__buffer__(flags).tobytes().upper())


class Releasing:
    def __release_buffer__(self, view):
        self.log.append("mixin release")
        super().__release_buffer__(view)


SHOWN = ["buffer", "release"]
SHOWN_MORE = ["more buffer", "buffer", "release", "more release"]
BASES_AND_LOGS = {
    "base last": (lambda base: (Showing, base), SHOWN),
    "base first": (lambda base: (base, Showing), SHOWN),
    "a subclass": (lambda base: (type("Parent", (Showing, base), {}),), SHOWN),
    "super": (lambda base: (ShowingMore, base), SHOWN_MORE),
    "a mixin of each": (
        lambda base: (
            *(Releasing, Upper),
            type("Parent", parents(base, ShowingMore), {}),
        ),
        ["upper", "more buffer", "buffer", "mixin release", "release", "more release"],
    ),
    "a diamond": (
        lambda base: (
            type("Left", (Upper, root := type("Root", (base,), {})), {}),
            type("Right", (Releasing, root), {}),
            ShowingMore,
        ),
        ["upper", "more buffer", "buffer", "mixin release", "release", "more release"],
    ),
    "beside list": (lambda base: (base, Showing, list), SHOWN),
    "after list": (lambda base: (list, Showing, base), SHOWN),
    "beside dict": (lambda base: (dict, base, Showing), SHOWN),
    "beside an exception": (lambda base: (Showing, base, Exception), SHOWN),
    "beside int": (lambda base: (Showing, base, int), SHOWN),
    "beside bytearray": (lambda base: (Showing, base, bytearray), SHOWN),
    "generic": (lambda base: (Showing, base, typing.Generic[typing.TypeVar("T")]), SHOWN),
}


@pytest.mark.parametrize(("bases", "expected"), BASES_AND_LOGS.values(), ids=BASES_AND_LOGS)
def test_the_methods_are_found_along_the_mro(base, bases, expected):
    kind = types.new_class("Thing", parents(*bases(base)), {}, lambda body: body.update(log=[]))
    view = memoryview(kind())
    assert bytes(view).lower() == b"waveform"
    view.release()
    assert kind.log == expected


def test_only_the_first_of_two_is_called(base):
    class Other:
        def __buffer__(self, flags):
            raise AssertionError

        __release_buffer__ = __buffer__

    kind = type("Thing", (Showing, Other, base), {"log": []})
    memoryview(kind()).release()
    assert kind.log == SHOWN


def test_one_method_may_be_overridden_without_the_other(base):
    class Parent(Showing, base):
        log: typing.ClassVar = []

    class Buffer(Parent):
        def __buffer__(self, flags):
            return memoryview(b"other")

    class Release(Parent):
        def __release_buffer__(self, view):
            self.log.append("overridden")

    assert bytes(memoryview(Buffer())) == b"other"
    assert Parent.log == ["release"]
    assert bytes(memoryview(Release())) == b"waveform"
    assert Parent.log == ["release", "buffer", "overridden"]


def test_none_takes_an_inherited_method_away(base):
    class Closed(Showing, base):
        log: typing.ClassVar = []
        __buffer__ = None

    with pytest.raises(TypeError):
        memoryview(Closed())
    assert Closed.log == []


def test_the_base_has_neither_method_for_super(base):
    class Thing(base):
        def __buffer__(self, flags):
            return super().__buffer__(flags)

        def __release_buffer__(self, view):
            super().__release_buffer__(view)

    with pytest.raises(AttributeError, match="__buffer__"):
        memoryview(Thing())
    Thing.__buffer__ = lambda self, flags: memoryview(b"waveform")
    with unraisable() as caught:
        memoryview(Thing()).release()
    assert [type(error) for error, _ in caught] == [AttributeError]
