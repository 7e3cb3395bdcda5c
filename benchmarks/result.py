"""What the samples of a row say: the best peer, the ratio to it, the goals."""

from dataclasses import dataclass

from .measure import Samples
from .row import Goal, Row

# The same statement over the same object, measured twice in a run, differs by so much.
NOISE = 0.02


@dataclass(frozen=True)
class Verdict:
    goal: Goal
    # What is compared with the factor: a ratio, or the value itself where the goal is a number.
    value: float

    @property
    def met(self) -> bool:
        return self.value <= self.goal.factor * (1 + NOISE)


@dataclass(frozen=True)
class Result:
    row: Row
    samples: dict[str, Samples]

    @property
    def subject(self) -> Samples | None:
        return self.samples.get(self.row.subject)

    @property
    def others(self) -> list[str]:
        """All cases but the subject, the best first."""
        names = [name for name in self.samples if name != self.row.subject]
        return sorted(names, key=lambda name: self.samples[name].minimum)

    @property
    def best_peer(self) -> str | None:
        return next((name for name in self.others if name not in self.row.limits), None)

    @property
    def ratio(self) -> float | None:
        """Of the subject to the best peer."""
        if self.subject is None or self.best_peer is None:
            return None
        return self.subject.minimum / self.samples[self.best_peer].minimum

    @property
    def verdicts(self) -> list[Verdict]:
        return [Verdict(goal, self._value(goal)) for goal in self.row.goals]

    def _value(self, goal: Goal) -> float:
        best = min((self.samples[name].minimum for name in goal.of), default=1)
        return self.subject.minimum / best
