"""`class Mine(Exporter, Waveform)`: a Waveform that says by itself what it shows, on every Python.

On Python 3.12 and later each test also runs on plain subclasses of Waveform, where the language
lets any class override `__buffer__`.
"""

import numpy as np
import pytest
from exporting import LANGUAGE_HAS_IT, unraisable
from support import assert_no_growth

from swiftbuf import Exporter, Waveform

BASES = {"Exporter": (Exporter, Waveform)} | ({"language": (Waveform,)} if LANGUAGE_HAS_IT else {})
pytestmark = pytest.mark.parametrize("bases", BASES.values(), ids=BASES)


def subclass(bases, **members):
    return type("Mine", bases, members)


def super_buffer(self, flags):
    self.asked = flags
    return super(type(self), self).__buffer__(flags)


def test_by_itself_it_shows_its_own_memory(bases):
    mine = subclass(bases)((2, 3), ">h")
    array = np.asarray(mine)
    array[:] = [[1, 2, 3], [4, 5, 6]]
    assert mine.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert (array.dtype, mine.exports) == (">i2", 1)
    del array
    assert mine.exports == 0


def test_it_may_show_other_memory(bases):
    other = bytearray(b"other")
    mine = subclass(bases, __buffer__=lambda self, flags: memoryview(other))(4)
    with unraisable() as caught, memoryview(mine) as view:
        assert (bytes(view), mine.exports, mine.tolist()) == (b"other", 0, [0.0] * 4)
    assert caught == []
    other.append(0)


def test_what_super_gives_is_its_own_memory_and_counts_as_an_export(bases):
    mine = subclass(bases, __buffer__=super_buffer)(4, "h")
    view = memoryview(mine)
    view[1] = 7
    assert (mine[1], mine.exports) == (7, 1)
    view.release()
    assert mine.exports == 0


def test_what_super_gives_may_be_changed_before_it_is_shown(bases):
    def buffer(self, flags):
        return super(type(self), self).__buffer__(flags)[1:].toreadonly()

    mine = subclass(bases, __buffer__=buffer)(4, "B")
    mine[:] = b"wave"
    view = memoryview(mine)
    assert (bytes(view), view.readonly, mine.exports) == (b"ave", True, 1)
    with pytest.raises(BufferError):
        Waveform.from_buffer(mine, readonly=False)
    view.release()
    assert mine.exports == 0


@pytest.mark.parametrize("own", [True, False], ids=["super", "no __buffer__"])
def test_release_is_told_of_views_of_its_own_memory(bases, own):
    seen = []

    def release(self, view):
        seen.append((view.tobytes(), view.format, view.shape, self.exports > 0, view))

    members = {"__buffer__": super_buffer} if own else {}
    mine = subclass(bases, __release_buffer__=release, **members)((2, 1), "H")
    mine.fill(0x6161)
    view = memoryview(mine)
    view.release()
    assert [what[:4] for what in seen] == [(b"aaaa", "H", (2, 1), True)]
    assert mine.exports == 0
    with pytest.raises(ValueError, match="released"):
        seen[0][4].tobytes()


def test_release_may_pass_the_view_on_to_super(bases):
    seen = []

    def release(self, view):
        super(type(self), self).__release_buffer__(view)
        seen.append(self.exports)

    mine = subclass(bases, __release_buffer__=release)(4)
    with unraisable() as caught:
        memoryview(mine).release()
    assert caught == []
    assert len(seen) == 1
    assert mine.exports == 0


def test_release_is_told_of_views_of_other_memory(bases):
    seen, other = [], memoryview(b"other")
    mine = subclass(
        bases,
        __buffer__=lambda self, flags: other,
        __release_buffer__=lambda self, view: seen.append(view is other),
    )(4)
    memoryview(mine).release()
    assert (seen, mine.exports) == ([True], 0)


def test_no_view_taken_in_release_outlives_the_export_unnoticed(bases):
    taken = []

    def release(self, view):
        for take in (lambda: view[1:], lambda: memoryview(view), lambda: view.cast("B")):
            try:
                taken.append(take())
            except ValueError as error:  # the language forbids it
                taken.append(error)

    mine = subclass(bases, __release_buffer__=release)(4, "B")
    memoryview(mine).release()
    assert len(taken) == 3
    for view in taken:
        if isinstance(view, memoryview):
            assert mine.exports > 0
            view.release()
    assert mine.exports == 0


def test_an_error_in_release_does_not_keep_the_export(bases):
    def release(self, view):
        raise KeyError

    mine = subclass(bases, __release_buffer__=release)(4)
    with unraisable() as caught:
        memoryview(mine).release()
    assert [type(error) for error, _ in caught] == [KeyError]
    assert mine.exports == 0


def test_all_else_is_that_of_a_waveform(bases):
    mine = subclass(bases, __buffer__=super_buffer)((2, 2), "i")
    mine[:] = [[1, 2], [3, 4]]
    assert (mine.tolist(), mine.nbytes, type(mine[0])) == ([[1, 2], [3, 4]], 16, Waveform)
    assert type(mine.copy()) is type(mine)
    assert mine.copy() == mine
    assert Waveform.from_buffer(mine) == mine


def test_released_memory_is_shown_no_more(bases):
    mine = subclass(bases, __buffer__=super_buffer)(4)
    with memoryview(mine), pytest.raises(BufferError):
        mine.release()
    mine.release()
    with pytest.raises(ValueError, match="released"):
        memoryview(mine)


def test_nothing_is_left_behind(bases):
    kind = subclass(bases, __buffer__=super_buffer, __release_buffer__=lambda self, view: None)

    def use():
        mine = kind(8, "B")
        mine.view = memoryview(mine)[1:]
        return np.asarray(mine)

    assert_no_growth(use, kind)
