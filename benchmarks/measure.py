"""How rows are measured.

The peers of a row take turns in one process, so that what changes on the machine meets all of them.
Each sample is short and stands between two probes. If either was slow, or another process got the
core meanwhile, the sample is taken again, a few times at most. The minimum is what counts; the
median says how steady it was.
"""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from time import perf_counter

from .peers import build
from .probe import Probe, interruptions, of_a_core, of_memory
from .row import Row, Statement
from .sampler import Sampler, Samplers

RETAKES = 5


@dataclass
class Samples:
    values: list[float] = field(default_factory=list)
    retaken: int = 0
    # Samples from a slow spell even after the last retake.
    slow: int = 0

    @property
    def minimum(self) -> float:
        return min(self.values)

    @property
    def median(self) -> float:
        return median(self.values)


@dataclass(frozen=True)
class Effort:
    """How long a loop takes at least, and how many samples there are of each case: as many as fit
    into the seconds of a row, within limits."""

    loop_seconds: float
    row_seconds: float
    fewest: int
    most: int


FULL = Effort(loop_seconds=0.002, row_seconds=2, fewest=10, most=100)
QUICK = Effort(loop_seconds=0.0002, row_seconds=0, fewest=2, most=2)


class Measuring:
    """One run."""

    def __init__(self, effort: Effort):
        self._effort = effort
        self._samplers = Samplers(build.build(), effort.loop_seconds)
        loops = self._samplers.names["loops"]
        self._probes = {False: of_a_core(loops), True: of_memory(loops)}
        # The nanoseconds of a pass through a loop that does nothing.
        self.empty_loop = float("inf")

    def measure(self, row: Row) -> dict[str, Samples]:
        """The samples of each case, in nanoseconds or the unit of the row."""
        results = {name: Samples() for name in row.cases}
        empty_loop = Samples()
        probe = self._probes[row.memory]
        with self._without_garbage_collection(), ExitStack() as stack:
            samplers = {
                name: stack.enter_context(self._samplers.open(case))
                for name, case in row.cases.items()
            }
            sample_empty_loop = stack.enter_context(self._samplers.open(Statement("pass")))
            names = list(row.cases)
            for turn in self._turns(row):
                _take(sample_empty_loop, self._probes[False], empty_loop)
                # Each turn starts with another one, so that none always follows the same.
                first = turn % len(names)
                for name in names[first:] + names[:first]:
                    _take(samplers[name], probe, results[name], RETAKES if row.is_time else 0)

        self.empty_loop = min(self.empty_loop, empty_loop.minimum)
        for name, case in row.cases.items():
            if isinstance(case, Statement):
                values = results[name].values
                values[:] = [(value - self.empty_loop) / row.per for value in values]
        return results

    def _turns(self, row: Row) -> Iterator[int]:
        effort = self._effort
        fewest = min(effort.fewest, row.samples or effort.fewest)
        most = row.samples or effort.most
        end = perf_counter() + effort.row_seconds
        for turn in count():
            if turn >= most or (turn >= fewest and perf_counter() > end):
                return
            yield turn

    @staticmethod
    @contextmanager
    def _without_garbage_collection() -> Iterator[None]:
        """As timeit has it."""
        gc.collect()
        gc.disable()
        try:
            yield
        finally:
            gc.enable()


def _take(sample: Sampler, probe: Probe, into: Samples, retakes: int = RETAKES) -> None:
    """One more sample: the first of a good moment, or else the best."""
    tries = []
    for _ in range(1 + retakes):
        before, interrupted = probe.ask(), interruptions()
        value = sample()
        interrupted = interruptions() - interrupted
        slowness = max(before, probe.ask())
        is_slow = interrupted > 0 or probe.is_slow(slowness)
        tries.append((is_slow, interrupted, slowness, value))
        if not is_slow:
            break
    is_slow, _, _, value = min(tries)
    into.values.append(value)
    into.retaken += len(tries) - 1
    into.slow += is_slow and retakes > 0
