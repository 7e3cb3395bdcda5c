"""Memory that moves: `Buffer.relocate`."""

import gc
import threading

import numpy as np
import pytest


@pytest.fixture
def block(probe):
    return probe.block(8)


@pytest.fixture(params=["Plain", "Observed"])
def exporter(request, probe, block):
    exporter = getattr(probe, request.param).of(block, "uint8", (8,))
    with memoryview(exporter) as view:
        view[:] = b"abcdefgh"
    return exporter


def fail():
    raise LookupError("no room")


def test_new_memory_takes_the_place_of_the_old(exporter):
    exporter.relocate(12, "uint8", (12,))
    assert bytes(exporter) == b"abcdefgh" + bytes(4)
    exporter.relocate(4, "uint8", (4,))
    assert bytes(exporter) == b"abcd"


def test_everything_but_the_dimensions_can_change(exporter):
    exporter.relocate(16, "int16", (3,), (-4,), offset=8)
    array = np.asarray(exporter)
    assert (array.dtype, array.shape, array.strides) == (np.int16, (3,), (-4,))
    assert array.tobytes() == bytes(2) + b"efab"


def test_rows_are_added(probe, block):
    exporter = probe.Plain.of(block, "int16", (2, 2))
    for rows in range(3, 40):
        exporter.relocate(rows * 4, "int16", (rows, 2))
        view = memoryview(exporter)
        assert (view.shape, view.strides) == ((rows, 2), (4, 2))
        view.release()


def test_with_live_views_the_body_is_not_called(exporter):
    called = []
    with memoryview(exporter) as view:
        with pytest.raises(BufferError, match="export"):
            exporter.relocate(4, "uint8", (4,), callback=lambda: called.append(1))
        assert view.tobytes() == b"abcdefgh"
    assert called == []
    assert bytes(exporter) == b"abcdefgh"


def test_views_of_another_exporter_do_not_count(probe, block, exporter):
    """The memory is the storage's: who lets several exporters stand on it counts all of them."""
    other = probe.Plain.of(block, "uint8", (8,))
    with memoryview(other):
        exporter.relocate(8, "uint8", (8,), callback=lambda: None)


def test_a_body_that_throws_changes_nothing(exporter):
    with pytest.raises(LookupError, match="no room"):
        exporter.relocate(4, "uint8", (4,), callback=fail)
    assert bytes(exporter) == b"abcdefgh"
    exporter.relocate(4, "uint8", (4,))
    assert bytes(exporter) == b"abcd"


def test_while_the_body_runs_nothing_is_shown(exporter):
    seen = []

    def look():
        for use in (memoryview, bytes, lambda it: it.exports, lambda it: it.is_of_bytes):
            with pytest.raises((ValueError, TypeError)):
                use(exporter)
        seen.append(exporter.is_released)

    exporter.relocate(8, "uint8", (8,), callback=look)
    assert seen == [True]
    assert bytes(exporter) == b"abcdefgh"


def test_a_relocation_inside_a_relocation_is_refused(exporter):
    exporter.relocate(
        9,
        "uint8",
        (9,),
        callback=lambda: pytest.raises(ValueError, exporter.relocate, 2, "uint8", (2,)),
    )
    assert bytes(exporter) == b"abcdefgh\0"


def test_another_thread_finds_nothing_while_the_memory_moves(exporter):
    found = []

    def look():
        try:
            found.append(bytes(exporter))
        except (ValueError, TypeError) as error:
            found.append(type(error))

    def wait():
        other = threading.Thread(target=look)
        other.start()
        other.join()

    exporter.relocate(8, "uint8", (8,), callback=wait)
    assert found in ([ValueError], [TypeError])
    look()
    assert found[1] == b"abcdefgh"


def test_the_collector_may_run_while_the_memory_moves(exporter):
    exporter.relocate(8, "uint8", (8,), callback=gc.collect)
    assert bytes(exporter) == b"abcdefgh"


@pytest.mark.parametrize(
    ("shape", "strides", "offset", "error", "what"),
    [
        ((-1,), None, 0, ValueError, "shape: -1 is negative"),
        ((2**63 - 1,), None, 0, MemoryError, "shape: "),
        ((1,), None, None, ValueError, "start: must not be nil"),
    ],
)
def test_a_bad_description_leaves_the_object_released(
    probe, block, exporter, shape, strides, offset, error, what
):
    with pytest.raises(error, match=what):
        exporter.relocate(8, "int16", shape, strides, offset=offset)
    assert exporter.is_released
    for use in (memoryview, lambda it: it.exports, lambda it: it.relocate(8, "uint8", (8,))):
        with pytest.raises(ValueError, match="released "):
            use(exporter)
    alive = probe.alive()
    del exporter
    assert probe.alive() == alive  # the block has it still


def test_the_storage_of_a_released_object_goes_with_it(probe):
    alive = probe.alive()
    exporter = probe.Plain.of(probe.block(8), "uint8", (8,))
    with pytest.raises(ValueError, match="negative"):
        exporter.relocate(8, "uint8", (-8,))
    assert probe.alive() == alive + 1
    del exporter
    assert probe.alive() == alive


@pytest.mark.parametrize("shape", [(), (2, 4), (2, 2, 2)])
def test_the_number_of_dimensions_stays(exporter, shape):
    called = []
    with pytest.raises(ValueError, match=f"shape: expected 1 dimensions, got {len(shape)}"):
        exporter.relocate(8, "uint8", shape, callback=lambda: called.append(1))
    assert called == []
    assert bytes(exporter) == b"abcdefgh"


def test_memory_without_elements_and_back(exporter):
    exporter.relocate(0, "uint8", (0,), offset=None)
    assert bytes(exporter) == b""
    exporter.relocate(2, "uint8", (2,))
    assert bytes(exporter) == b"\0\0"


def test_the_memory_of_another_storage_class_is_not_mistaken(probe):
    fixed = probe.Plain.of_fixed()
    with pytest.raises(TypeError, match="self: .*Plain has another kind of storage"):
        fixed.relocate(8, "uint8", (8,))
    assert bytes(fixed) == b"fixed"
