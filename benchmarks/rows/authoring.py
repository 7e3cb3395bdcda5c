"""A module with two exporters, an enum, an error and functions, written with each tool for it."""

from functools import partial

from ..authoring import figures
from ..authoring.tools import TOOLS
from ..row import Figure, Goal, Group, Row, Statement

OURS = {"": "swiftbuf", ", abi3": "swiftbuf, abi3"}
PEERS = [tool for tool in TOOLS if tool not in OURS.values() and TOOLS[tool].is_installed]
CPP = tuple(tool for tool in ("nanobind", "pybind11") if tool in PEERS)
SMALL = tuple(tool for tool in PEERS if tool.endswith("-Os"))
SMALL_CPP = tuple(tool for tool in SMALL if tool.split(",")[0] in CPP)
FAST = tuple(tool for tool in PEERS if tool not in SMALL)
# Goals that name who is not installed are left out.
NANOBIND = ("nanobind",) if "nanobind" in CPP else ()

# What is called, by name: a statement, and what it needs of `module`.
CALLS = {
    "f()": ("f()", "f = module.answer"),
    "f(int, int)": ("f(3, 4)", "f = module.total"),
    "f(str)": ("f(text)", "f = module.bytes; text = 'volts'"),
    "f(buffer), a span": ("f(samples)", "f = module.size; samples = array('H', [1, 2, 3])"),
    "object.property": ("image.width", "image = module.Image(4, 4)"),
    "Class(int, int)": ("Image(4, 4)", "Image = module.Image"),
}
LOAD = "from benchmarks.authoring.figures import load; module = load({tool!r}); "


def goal(factor: float, of: tuple[str, ...]) -> tuple[Goal, ...]:
    return (Goal(factor, of),) if of else ()


def each(ours: str, peers: tuple[str, ...], function, *arguments) -> dict[str, Figure]:
    tools = {"swiftbuf": ours} | {peer: peer for peer in peers}
    return {name: Figure(partial(function, tool, *arguments)) for name, tool in tools.items()}


def call(ours: str, name: str) -> dict[str, Statement]:
    code, setup = CALLS[name]
    tools = {"swiftbuf": ours} | {peer: peer for peer in FAST}
    return {name: Statement(code, LOAD.format(tool=tool) + setup) for name, tool in tools.items()}


GROUPS = (
    Group(
        "A module in Swift, and by the tools of other languages",
        (
            *(
                Row(
                    f"source, {part}",
                    each("swiftbuf", FAST, figures.lines, part),
                    goal(1.0, CPP),
                    unit="lines",
                    samples=1,
                )
                for part in ("Image", "Histogram")
            ),
            Row(
                "clean build",
                each("swiftbuf", FAST, figures.clean_build),
                unit="s",
                samples=1,
            ),
            Row(
                "build after a change",
                each("swiftbuf", FAST, figures.incremental_build),
                unit="s",
                samples=2,
            ),
            *(
                Row(
                    f"{what}{build}",
                    each(ours, SMALL, function),
                    goal(0.1, SMALL_CPP),
                    unit="KB",
                    samples=1,
                )
                for build, ours in OURS.items()
                for what, function in (
                    ("library", figures.size),
                    ("library in a wheel", figures.packed_size),
                )
            ),
        ),
    ),
    Group(
        "Calls of that module",
        tuple(
            Row(f"{name}{build}", call(ours, name), goal(1.0, NANOBIND))
            for build, ours in OURS.items()
            for name in CALLS
        ),
    ),
)
