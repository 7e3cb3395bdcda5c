"""Costs that must not grow: an export, a view and a slice by length, an object by their number."""

from ..peers import SWIFTBUF
from ..row import Goal, Group, Row, each
from .footprint import living

LENGTHS = {"64 B": 8, "64 KiB": 8 << 10, "64 MiB": 8 << 20}  # samples
COUNTS = {"ten thousand": 10_000, "a hundred thousand": 100_000, "a million": 1_000_000}

# The first case is as good as the last one if nothing grows; the rest is the noise of a run.
BY_LENGTH = Goal(1.1, ("64 B",))
BY_NUMBER = Goal(1.1, ("a hundred thousand",))

OPERATIONS = {
    "export, C loop": ("loops.exports(w, 1000)", 1000),
    "memoryview(w)": ("memoryview(w)", 1),
    "w[2:6]": ("w[2:6]", 1),
    "w[::-1]": ("w[::-1]", 1),
}
OBJECTS = {
    "Waveform(8)": ("Waveform(8)", ""),
    "w[2:6]": ("w[2:6]", "w = Waveform(8)"),
    "memoryview(w)": ("memoryview(w)", "w = Waveform(8)"),
}


def by_length(name: str, code: str, per: int) -> Row:
    cases = {}
    for length, n in LENGTHS.items():
        cases[length] = each(SWIFTBUF, code, n=n)["swiftbuf"]
    return Row(name, cases, (BY_LENGTH,), per=per, subject="64 MiB")


def by_number(name: str, make: str, setup: str) -> Row:
    cases = {number: living(make, count, setup) for number, count in COUNTS.items()}
    return Row(name, cases, (BY_NUMBER,), unit="bytes", subject="a million", samples=3)


GROUPS = (
    Group(
        "The same at any length",
        tuple(by_length(name, code, per) for name, (code, per) in OPERATIONS.items()),
    ),
    Group(
        "Resident memory of each, the same for any number",
        tuple(by_number(name, make, setup) for name, (make, setup) in OBJECTS.items()),
    ),
)
