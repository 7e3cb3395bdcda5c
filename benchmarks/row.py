"""The words that the tables in rows/ are written in."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """At most `factor` times the best of the peers `of`; without any, at most `factor` units."""

    factor: float
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """Python code, timed in a loop. `setup` runs once, and its names are local to the loop."""

    code: str
    setup: str = ""


@dataclass(frozen=True)
class Program:
    """Python code for a new process, which prints the value."""

    code: str


@dataclass(frozen=True)
class NativeCode:
    """The size of the shared libraries of a package, or of a module of peers/build.py."""

    module: str


@dataclass(frozen=True)
class Figure:
    """What a function returns, such as the seconds of a build."""

    function: Callable[[], float]


Case = Statement | Program | NativeCode | Figure


@dataclass(frozen=True)
class Row:
    name: str
    cases: dict[str, Case]
    goals: tuple[Goal, ...] = ()
    unit: str = "ns"
    # How many units of work one pass does: a time is given for one of them.
    per: int = 1
    # What is no peer but a limit of the machine, and stands in `cases` beside them.
    limits: tuple[str, ...] = ()
    # Whether the speed of memory counts, rather than that of a core: which probe is asked.
    memory: bool = False
    # The case that the goals are for; none has any where it is empty.
    subject: str = "swiftbuf"
    # How many samples are enough, where fewer are than of the others.
    samples: int | None = None

    @property
    def is_time(self) -> bool:
        """Whether a slow machine makes it larger."""
        return self.unit in ("ns", "ms")


@dataclass(frozen=True)
class Group:
    """Rows that are read together, under a heading."""

    name: str
    rows: tuple[Row, ...]


def each(
    peers: dict[str, str], code: str, setup: str = "w = {make}", n: int = 2048
) -> dict[str, Statement]:
    """One statement over what each of the peers makes: `{make}` stands for the expression."""
    cases = {}
    for name, expression in peers.items():
        make = expression.format(n=n)
        cases[name] = Statement(code.replace("{make}", make), setup.replace("{make}", make))
    return cases


def statements(codes: dict[str, str], setup: str = "") -> dict[str, Statement]:
    """A statement of its own for each case, after the same set-up."""
    return {name: Statement(code, setup) for name, code in codes.items()}
