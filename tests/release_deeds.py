"""`release()` in the middle of each operation, on each kind of memory, in each way.

It runs in an interpreter of its own, so this module imports next to nothing.
"""

import contextlib
import gc
import itertools
import pickle
import threading

from reentrancy_deeds import BEFORE, World
from reentrancy_operations import ASSIGNMENTS, ENDINGS, READINGS, calling

from swiftbuf import Waveform

# More operations that call back than those that merely read or write.
OPERATIONS = dict(ASSIGNMENTS | READINGS | ENDINGS)


def operation(function):
    OPERATIONS[function.__name__] = function


@operation
def index_of_flags(world, do):
    memoryview(world.waveform.__buffer__(calling("__index__", do, 284))).release()


@operation
def index_of_a_protocol(world, do):
    world.waveform.__reduce_ex__(calling("__index__", do, 2))


@operation
def getstate_while_pickling(world, do):
    kept = type("Kept", (Waveform,), {"__getstate__": lambda self: do()})
    world.waveform = kept.from_buffer(world.waveform)
    for version in range(6):
        world.waveform.__reduce_ex__(version)


@operation
def memo_of_a_deepcopy(world, do):
    kept = type("Kept", (Waveform,), {})
    world.waveform = kept.from_buffer(world.waveform)
    world.waveform.attribute = "something to copy"
    memo = type("Memo", (dict,), {"__setitem__": lambda self, key, value: do()})()
    world.waveform.__deepcopy__(memo)


@operation
def callback_of_the_pickler(world, do):
    pickle.dumps(world.waveform, 5, buffer_callback=lambda buffer: do())


# What is over, or has not begun, when it calls back: `release` may come through there.
OUTSIDE = {
    *("index_as_shape", "index_in_a_shape", "fspath_of_a_path", "item_of_values"),
    "items_of_an_iterator_of_values",
    *("bool_of_a_value", "deepcopy_of_an_attribute", "buffer_of_a_source", *ENDINGS),
    *("index_as_offset_and_count", "bool_as_readonly", "eq_of_the_other_side"),
    *("index_of_flags", "index_of_a_protocol", "memo_of_a_deepcopy"),
}


def of_a_slice(format, path):
    return Waveform(6, format)[1:5]


def of_a_source(format, path):
    size = Waveform(4, format).nbytes
    return Waveform.from_buffer(bytearray(size), format)


def of_a_map(format, path):
    return Waveform.mmap(path, format, count=4)


MEMORY = {
    "own": lambda format, path: Waveform(4, format),
    "slice": of_a_slice,
    "source": of_a_source,
    "map": of_a_map,
}


def in_another_thread(function):
    caught = []

    def work():
        try:
            function()
        except BufferError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if caught:
        raise caught[0]


def of_all_that_the_collector_shows(waveform):
    """Releases parts too that an operation made for itself."""
    for found in gc.get_objects():
        if isinstance(found, Waveform) and found is not waveform:
            with contextlib.suppress(BufferError):
                found.release()
    waveform.release()


WAYS = {
    "release": lambda waveform: waveform.release(),
    "exit": lambda waveform: waveform.__exit__(None, None, None),
    "thread": lambda waveform: in_another_thread(waveform.release),
    "all": of_all_that_the_collector_shows,
}


class Attempts:
    """Tries to release the Waveform whenever it is called, and counts how that ends."""

    def __init__(self, world, way):
        self.world, self.way, self.refused, self.released = world, way, 0, 0

    def __call__(self):
        for _ in range(2):
            try:
                self.way(self.world.waveform)
            except BufferError:
                self.refused += 1
            else:
                self.released += 1
                assert "released" in repr(self.world.waveform)


def run(name, formats, path):
    for format, memory, way in itertools.product(formats, MEMORY, WAYS):
        print(format, memory, way, flush=True)  # the last line of the output tells what crashed
        world = World(format, OPERATIONS[name])
        world.waveform = MEMORY[memory](format, path)
        world.waveform.fill(9)
        attempts = Attempts(world, WAYS[way])
        error = None
        try:
            world.operation(world, attempts)
        except ValueError as caught:
            error = caught
        check(name, memory, world, attempts, error)


def check(name, memory, world, attempts, error):
    if (name, memory) == ("callback_of_the_pickler", "map"):
        return  # the values of a map are sent, not its buffer
    assert attempts.refused + attempts.released > 0, "nothing was tried"
    if attempts.released:
        # A cast of a slice stands on the root, and the slice itself may go.
        assert name in OUTSIDE or (name, memory) == ("index_in_nested_lists", "slice")
        assert error is None or "released" in str(error), error
        assert "released" in repr(world.waveform)
        return
    assert error is None, error
    content = [value.real for value in world.waveform.tolist()]
    expected = world.expected if name in ASSIGNMENTS else BEFORE
    assert content[: len(expected)] == expected, content
    gc.collect()
    assert world.waveform.exports == 0
    world.waveform.release()
