"""A storage lives exactly as long as something stands on it, and `deinit` runs with the GIL."""

import copy
import gc
import pickle
import sys
import threading
import weakref

import numpy as np
import pytest
from support import assert_no_growth, raw_view


@pytest.fixture(autouse=True)
def everything_is_freed(probe):
    gc.collect()
    before = probe.alive()
    yield
    gc.collect()
    assert (probe.alive() - before, probe.freed_without_gil()) == (0, 0)


@pytest.fixture(params=["Plain", "Observed"])
def kind(request, probe):
    return getattr(probe, request.param)


def test_the_last_view_keeps_the_storage(probe, kind):
    alive = probe.alive()
    exporter = kind.of(probe.block(8), "uint8", (8,))
    view, part = memoryview(exporter), np.asarray(exporter)[2:]
    del exporter
    gc.collect()
    assert probe.alive() == alive + 1
    view.release()
    assert (probe.alive(), part.tolist()) == (alive + 1, [0] * 6)
    del part
    assert probe.alive() == alive


def test_several_exporters_keep_one_storage(probe, kind):
    alive = probe.alive()
    block = probe.block(12)
    planes = [kind.of(block, "uint8", (4,), offset=offset) for offset in (0, 4, 8)]
    del block
    np.asarray(planes[1])[:] = 7
    while planes:
        assert probe.alive() == alive + 1
        planes.pop()
    assert probe.alive() == alive


def test_exporters_of_one_storage_count_their_own_views(probe, kind):
    block = probe.block(8)
    first, second = kind.of(block, "uint8", (8,)), kind.of(block, "uint8", (8,))
    with memoryview(first) as view:
        view[3] = 9
        assert (first.exports, second.exports) == (1, 0)
        assert bytes(second)[3] == 9


def test_the_last_view_may_go_in_another_thread(probe, kind):
    alive = probe.alive()
    views = [memoryview(kind.of(probe.block(8), "uint8", (8,)))]
    other = threading.Thread(target=views.clear)
    other.start()
    other.join()
    assert probe.alive() == alive


def test_views_taken_and_returned_by_many_threads(probe, kind):
    block = probe.block(8)
    exporter, rounds, workers = kind.of(block, "uint8", (8,)), 500, 6
    start = threading.Barrier(workers)

    def work():
        start.wait()
        for _ in range(rounds):
            first, second = memoryview(exporter), memoryview(exporter)
            first.release()
            del second

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert exporter.exports == 0
    assert block.taken == block.returned == (2 * rounds * workers if kind is probe.Observed else 0)


def test_a_cycle_through_a_view_is_collected(probe, kind):
    class Cyclic(kind):
        pass

    exporter = Cyclic.of(probe.block(8), "uint8", (8,))
    exporter.view = memoryview(exporter)
    gone = weakref.ref(exporter)
    del exporter
    gc.collect()
    assert gone() is None


def test_a_cycle_through_an_array_in_a_subclass_is_collected(probe, kind):
    class Cyclic(kind):
        pass

    exporter = Cyclic.of(probe.block(8), "uint8", (8,))
    exporter.me = exporter
    gone = weakref.ref(exporter)
    array = np.asarray(exporter)
    del exporter
    gc.collect()
    assert gone() is not None
    array[0] = 1
    del array
    gc.collect()
    assert gone() is None


def test_a_weak_reference_is_told_of_the_end(probe, kind):
    told = []
    exporter = kind.of(probe.block(8), "uint8", (8,))
    kept = weakref.ref(exporter, lambda _: told.append(probe.alive()))
    alive = probe.alive()
    del exporter
    assert (kept(), told) == (None, [alive])


def test_views_count_as_references(probe, kind):
    exporter = kind.of(probe.block(8), "uint8", (8,))
    before = sys.getrefcount(exporter)
    views = [memoryview(exporter) for _ in range(5)]
    assert sys.getrefcount(exporter) == before + 5
    views.clear()
    assert sys.getrefcount(exporter) == before


def test_an_instance_of_a_subclass(probe, kind):
    class Named(kind):
        name = "named"

    exporter = Named.of(probe.block(8), "uint8", (8,))
    assert isinstance(exporter, Named)
    assert (bytes(exporter), exporter.name) == (bytes(8), "named")
    assert memoryview(exporter).obj is exporter


def test_it_is_neither_copied_nor_pickled(probe, kind):
    exporter = kind.of(probe.block(8), "uint8", (8,))
    for use in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="pickle"):
            use(exporter)


def test_python_makes_no_instances_of_a_type_without_new(probe, kind):
    derived = type("Derived", (kind,), {})
    for use in (
        kind,
        derived,
        lambda: object.__new__(kind),
        lambda: object.__new__(derived),
        lambda: kind.__new__(kind),
    ):
        with pytest.raises(TypeError):
            use()


def test_each_use_leaves_nothing_behind(probe, kind):
    def use():
        block = probe.block(24)
        exporter = kind.of(block, "int16", (3, 4))
        with memoryview(exporter), pytest.raises(BufferError):
            exporter.relocate(24, "int16", (3, 4))
        exporter.relocate(48, "int16", (6, 4))
        with pytest.raises(ValueError, match="negative"):
            exporter.relocate(48, "int16", (-6, 4))
        with pytest.raises(ValueError, match="negative"):
            kind.of(block, "int16", (-3,))
        with pytest.raises(BufferError), raw_view(kind.of(block, "int8", (3,), (2,))):
            pass

    assert_no_growth(use, kind)


def test_each_refusal_by_a_hook_leaves_nothing_behind(probe):
    block = probe.block(8)
    exporter = probe.Observed.of(block, "int16", (4,))

    def refuse():
        raise LookupError

    block.refuse_by(refuse)

    def use():
        with pytest.raises(LookupError):
            memoryview(exporter)

    assert_no_growth(use, probe.Observed, exporter, refuse)
    block.refuse_by(None)
