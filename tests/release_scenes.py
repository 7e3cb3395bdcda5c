"""`release()` inside `release()`, while an object dies, and while other threads use the memory.

Each scene runs in an interpreter of its own, so this module imports next to nothing.
"""

import gc
import os
import threading

import pytest

from swiftbuf import Exporter, Waveform

LARGE = 2**25  # bytes: enough to release the GIL, and to be found busy


class Source(Exporter):
    """Calls `do` when its memory is given back, and when it dies."""

    def __init__(self, do):
        self.do, self.memory = do, bytearray(8)

    def __buffer__(self, flags):
        return memoryview(self.memory)

    def __release_buffer__(self, view):
        self.do("given back")

    def __del__(self):
        self.do("died")


USES = [len, memoryview, list, Waveform.from_buffer, Waveform.copy, Waveform.__enter__]


def use_what_is_being_released():
    seen = []

    def do(when):
        waveform = holder[0]
        assert (waveform.release(), waveform.exports) == (None, 0)
        for use in USES:
            with pytest.raises(ValueError, match="released"):
                use(waveform)
        gc.collect()
        seen.append((when, "released" in repr(waveform)))

    holder = [Waveform.from_buffer(Source(do))]
    holder[0].release()
    assert seen == [("given back", True), ("died", True)]


def drop_what_is_being_released():
    seen = []

    def do(when):
        holder.clear()
        gc.collect()
        seen.append(when)

    holder = [Waveform.from_buffer(Source(do))]
    holder[0].release()
    holder = [Waveform.from_buffer(Source(do))]
    with holder[0]:
        pass
    assert seen == ["given back", "died"] * 2


def release_in_del():
    class Last(Waveform):
        def __del__(self):
            part = self[1:]
            with pytest.raises(BufferError, match="1"):
                self.release()
            part.release()
            self.release()
            seen.append(repr(self))

    seen = []
    Last(8)
    cycle = Last(8)
    cycle.itself = cycle
    del cycle
    gc.collect()
    assert [text.startswith("<released") for text in seen] == [True, True]


def release_a_member_of_a_dying_cycle():
    class Holder(bytearray):
        def __del__(self):
            self.waveform.release()
            seen.append(repr(self.waveform))

    seen = []
    holder = Holder(8)
    holder.waveform = Waveform.from_buffer(holder)
    del holder
    gc.collect()
    assert [text.startswith("<released") for text in seen] == [True]


def release_while_a_thread_waits_for_data():
    waveform, (reader, writer) = Waveform(4, "h"), os.pipe()
    thread = threading.Thread(target=os.readv, args=(reader, [waveform]))
    thread.start()
    while not waveform.exports:
        pass  # until the thread waits in readv, which has taken the memory
    for _ in range(100):
        with pytest.raises(BufferError, match="1"):
            waveform.release()
    os.write(writer, bytes(range(8)))
    thread.join()
    assert waveform.tobytes() == bytes(range(8))
    waveform.release()


LONG = {
    "byteswap": lambda waveform, other: waveform.byteswap(),
    "fill": lambda waveform, other: waveform.fill(7),
    "fill a slice": lambda waveform, other: waveform[:, ::2].fill(7),
    "copy": lambda waveform, other: waveform.copy(),
    "tobytes": lambda waveform, other: waveform.tobytes("F"),
    "compare": lambda waveform, other: waveform == other,
    "store": lambda waveform, other: waveform.__setitem__(..., other),
    "store what overlaps": lambda waveform, other: waveform.__setitem__(..., waveform[::-1]),
    "read": lambda waveform, other: other.__setitem__(..., waveform),
    "flush": lambda waveform, other: waveform.flush(),
    "flush a view": lambda waveform, other: waveform.flush(),
}
MEMORY = {
    "flush": lambda path: Waveform.mmap(path, "h", mode="r+"),
    "flush a view": lambda path: Waveform.mmap(path, "h", mode="r+")[::-1],
}


def release_during(name, path):
    """Tries until a release has come in the middle, which is when it is a BufferError."""
    outcomes, other = [], Waveform((4, LARGE // 8), "h")
    other.fill(1)
    make = MEMORY.get(name, lambda path: Waveform(other.shape, "h"))
    while "refused" not in outcomes:
        assert len(outcomes) < 200, "never in the middle: the operation does not release the GIL"
        waveform = make(path)
        waveform.fill(1)
        started, errors = threading.Event(), []

        def work(waveform=waveform, started=started, errors=errors):
            started.set()
            try:
                LONG[name](waveform, other)
            except Exception as error:
                errors.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        started.wait()
        try:
            waveform.release()
            outcomes.append("released")
        except BufferError:
            outcomes.append("refused")
        thread.join()
        if errors:
            assert type(errors[0]) is ValueError, errors[0]
            assert outcomes[-1] == "released", errors[0]
        assert ("released" in repr(waveform)) is (outcomes[-1] == "released")
    assert waveform.exports == 0
    assert set(waveform[-1:].tobytes()) <= {0, 1, 7}
