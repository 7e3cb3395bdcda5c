"""What a callback may do to the Waveform that an operation is busy with, and what must hold then.

It runs in an interpreter of its own, so this module imports next to nothing.
"""

import contextlib
import gc
import threading
import weakref

from reentrancy_operations import AFTER, ASSIGNMENTS, ENDINGS, READINGS

from swiftbuf import Waveform

BEFORE, MEANWHILE = [9] * 4, [7] * 4
CLEAN = (TypeError, ValueError, IndexError, BufferError, RuntimeError)
DEEDS = {}


class MineError(Exception):
    pass


class World:
    """What an operation and a callback share. Nothing else refers to the Waveform."""

    def __init__(self, format, operation):
        self.operation = operation
        self.waveform = Waveform(4, format)
        self.waveform.fill(9)
        self.expected = AFTER
        self.values = []  # a list that may be in use
        self.kept = []

    def list_with(self, item):
        self.values[:] = [1, item, 3, 4]
        return self.values


def deed(function):
    DEEDS[function.__name__] = function
    return function


@deed
def nothing(world):
    pass


@deed
def fill(world):
    world.waveform.fill(7)


@deed
def assign_a_scalar(world):
    world.waveform[:] = 7


@deed
def assign_a_list(world):
    world.waveform[:] = MEANWHILE


@deed
def assign_in_another_thread(world):
    thread = threading.Thread(target=world.waveform.__setitem__, args=(..., MEANWHILE))
    thread.start()
    thread.join()


@deed
def swap_twice(world):
    world.waveform.byteswap()
    world.waveform.byteswap()


@deed
def the_same(world):
    world.operation(world, lambda: None)


@deed
def try_to_release(world):
    with contextlib.suppress(BufferError):  # as long as the operation runs
        world.waveform.release()


@deed
def take_views(world):
    waveform = world.waveform
    world.kept += [waveform[::-1], waveform.cast("B"), waveform.toreadonly(), waveform.copy()]
    world.kept += [memoryview(waveform), iter(waveform), weakref.ref(waveform)]


@deed
def drop_the_last_reference(world):
    world.waveform = None
    gc.collect()
    world.noise = [bytearray(b"\xaa" * size) for size in range(16, 256) for _ in range(20)]


@deed
def collect_garbage(world):
    gc.collect()


@deed
def fail(world):
    raise MineError


@deed
def clear_the_list(world):
    world.values.clear()
    world.noise = [object() for _ in range(1000)]


@deed
def cut_the_list(world):
    del world.values[2:]


@deed
def lengthen_the_list(world):
    world.values.extend(range(1000))


@deed
def reverse_the_list(world):
    world.values.reverse()


def content(world):
    if world.waveform is None or "released" in repr(world.waveform):
        return None
    return [value.real for value in world.waveform.tolist()]


def run(operation, format):
    """Performs the operation with every deed in the middle of it: it completes or fails wholly."""
    world_operation = (ASSIGNMENTS | READINGS | ENDINGS)[operation]
    for name, deed in DEEDS.items():
        print(name, flush=True)  # the last line of the output tells what crashed
        world = World(format, world_operation)
        error = None
        try:
            world_operation(world, lambda deed=deed, world=world: deed(world))
        except (MineError, *CLEAN) as caught:
            error = caught
        check(world, operation, name, error)


def check(world, operation, name, error):
    after = content(world)
    if name == "fail" and operation not in ENDINGS:
        assert type(error) is MineError, error
    elif not name.endswith("_the_list"):
        assert error is None, error
        if operation in ASSIGNMENTS and name != "drop_the_last_reference":
            assert after[: len(world.expected)] == world.expected, after
    if error:
        assert after == BEFORE, after
