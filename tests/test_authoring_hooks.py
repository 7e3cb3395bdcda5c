"""Storages that are told of views (`observed: true`), and can refuse them."""

import _testbuffer
import gc
import sys

import numpy as np
import pytest
from support import raw_view


@pytest.fixture
def block(probe):
    block = probe.block(16)
    yield block
    block.refuse_by(None)


@pytest.fixture
def observed(probe, block):
    return probe.Observed.of(block, "int16", (2, 4))


def refuse():
    raise LookupError("not today")


def test_a_view_is_taken_and_returned(block, observed):
    assert (block.taken, block.returned) == (0, 0)
    view = memoryview(observed)
    assert (block.taken, block.returned, block.exports) == (1, 0, 1)
    view.release()
    assert (block.taken, block.returned, block.exports) == (1, 1, 0)


def test_views_of_a_view_are_not_counted(block, observed):
    view = memoryview(observed)
    parts = [view[0:1], view.cast("B"), np.asarray(view)]
    assert (block.taken, block.exports) == (1, 1)
    del view
    assert block.returned == 0
    del parts
    gc.collect()
    assert (block.returned, block.exports) == (1, 0)


def test_the_count_is_up_to_date_in_both_hooks(block, observed):
    views, counts = [], []
    for _ in range(3):
        views.append(memoryview(observed))
        counts.append(block.exports)
    while views:
        views.pop()
        counts.append(block.exports)
    assert counts == [1, 2, 3, 2, 1, 0]
    assert observed.exports == 0


@pytest.mark.parametrize("flags", [_testbuffer.PyBUF_SIMPLE, 0x1, 0x38, 0x11C, 0x11D])
def test_the_hook_sees_the_request(block, observed, flags):
    with raw_view(observed, flags):
        assert block.request == flags


def test_a_request_that_the_memory_refuses_is_none_of_the_hooks_business(probe, block):
    exporter = probe.Observed.of(block, "int16", (4,), (4,))
    with pytest.raises(BufferError), raw_view(exporter, _testbuffer.PyBUF_SIMPLE):
        pass
    assert (block.taken, block.returned) == (0, 0)


@pytest.mark.parametrize("consumer", [memoryview, bytes, bytearray])
def test_what_the_hook_raises_refuses_the_view(block, observed, consumer):
    block.refuse_by(refuse)
    with pytest.raises(LookupError, match="not today"):
        consumer(observed)
    assert (observed.exports, block.taken, block.returned) == (0, 1, 0)
    block.refuse_by(None)
    assert memoryview(observed).shape == (2, 4)


def test_a_view_that_was_refused_leaves_no_reference(block, observed):
    block.refuse_by(refuse)
    before = sys.getrefcount(observed)
    for _ in range(10):
        with pytest.raises(LookupError):
            memoryview(observed)
    assert sys.getrefcount(observed) == before


def test_a_hook_may_look_at_the_exporter(block, observed):
    seen = []
    block.refuse_by(lambda: seen.append(observed.exports))
    memoryview(observed).release()
    assert seen == [1]


def test_a_hook_that_wants_to_move_the_memory_is_refused(block, observed):
    block.refuse_by(lambda: observed.relocate(16, "int16", (2, 4)))
    with pytest.raises(BufferError, match="export"):
        memoryview(observed)
    block.refuse_by(None)
    observed.relocate(16, "int16", (2, 4))


def test_a_hook_may_take_a_view_itself(block, observed):
    views = []

    def take():
        block.refuse_by(None)
        views.append(memoryview(observed))

    block.refuse_by(take)
    with memoryview(observed):
        assert observed.exports == block.exports == 2
    views.clear()
    assert observed.exports == block.exports == 0


def test_all_exporters_of_a_storage_report_to_it(probe, block, observed):
    other = probe.Observed.of(block, "uint8", (16,))
    with memoryview(observed), memoryview(other):
        assert (block.taken, block.exports) == (2, 1)
    assert (block.taken, block.returned, block.exports) == (2, 2, 0)


def test_a_type_that_is_not_observed_calls_no_hook(probe, block):
    block.refuse_by(refuse)
    memoryview(probe.Plain.of(block, "uint8", (16,))).release()
    assert (block.taken, block.returned) == (0, 0)


def test_a_storage_without_hooks_is_observed_for_nothing(probe):
    assert bytes(probe.Observed.of_fixed()) == b"fixed"


def test_a_view_is_returned_when_its_user_fails(block, observed):
    def use():
        with memoryview(observed) as view:
            return view[0, 7]

    with pytest.raises(IndexError):
        use()
    assert (block.taken, block.returned, block.exports) == (1, 1, 0)
