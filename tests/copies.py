"""How many copies an operation makes: by what Python allocates meanwhile, and by addresses."""

import gc
import io
import tracemalloc

from support import raw_view

from swiftbuf import Waveform

STRIDES = 0x18  # PyBUF_STRIDES: memory with gaps has an address too


def recording(shape=(50_000, 2), format="h") -> Waveform:
    """200,000 bytes of samples, of a period that is prime: no shift goes unseen."""
    w = Waveform(shape, format)
    raw = w.cast("B")
    raw[:] = (bytes(range(251)) * (w.nbytes // 251 + 1))[: w.nbytes]
    return w


def address(exporter) -> int:
    with raw_view(exporter, STRIDES) as view:
        return view.buf


def copies(operation, w) -> float:
    """The most that `operation` allocates at any one time, in sizes of `w`; its result counts.

    That is what Python's allocators hand out: bytes, bytearrays, lists, NumPy's arrays. Memory of
    a Waveform is not among it, nor what C libraries take for themselves: of those the tests ask
    which addresses they were given.
    """
    gc.collect()
    tracemalloc.start()
    try:
        result = operation()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del result
    return peak / w.nbytes


class WatchedFile(io.FileIO):
    """A file that notes the address and the size of whatever is read into or written from."""

    def __init__(self, path, mode):
        super().__init__(path, mode)
        self.read_into, self.written_from = [], []

    def readinto(self, target):
        self.read_into.append((address(target), memoryview(target).nbytes))
        return super().readinto(target)

    def write(self, source):
        self.written_from.append((address(source), memoryview(source).nbytes))
        return super().write(source)
