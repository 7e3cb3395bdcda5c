"""Whether the machine is slow just now: a fixed piece of work, timed again and again."""

import resource
from array import array
from bisect import insort
from time import perf_counter_ns

WARM_UP = 50


class Probe:
    """Asked before and after each sample. Its reference is the time that a tenth of all its answers
    stay below: neither the luckiest moment of the run nor a slow one."""

    def __init__(self, work, tolerance: float, *, before=lambda: None):
        self._before, self._work = before, work
        self._tolerance = tolerance
        self._times: list[int] = []
        for _ in range(WARM_UP):
            self.ask()

    def ask(self) -> float:
        """How many times the reference the work takes now."""
        self._before()
        start = perf_counter_ns()
        self._work()
        time = perf_counter_ns() - start
        insort(self._times, time)
        return time / self._times[len(self._times) // 10]

    def is_slow(self, slowness: float) -> bool:
        return slowness > self._tolerance


def of_a_core(loops) -> Probe:
    return Probe(loops.spin, 1.1)


def of_memory(loops) -> Probe:
    """A copy larger than the caches, after another one, whatever they held before. Neighbours
    share the memory: what is slow is less clear."""
    target, source = (array("d", [1.0]) * 4_000_000 for _ in range(2))

    def copy():
        loops.copy(target, source)

    return Probe(copy, 1.3, before=copy)


def interruptions() -> int:
    """How often this thread had to give up its core so far."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw
