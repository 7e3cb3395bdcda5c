"""What the package costs before it does anything, and what an object costs while it lives."""

from ..peers import EVERYONE, IMPORTS
from ..row import Goal, Group, NativeCode, Program, Row, each

PAYLOAD = 64  # bytes
OBJECTS = 200_000

MEMORY = """
import gc, os
gc.disable()
{imports}
def resident():
    with open("/proc/self/statm") as status:
        return int(status.read().split()[1]) * os.sysconf("SC_PAGESIZE")
{setup}
kept = [None] * {count}
made = {make}
before = resident()
for index in range({count}):
    kept[index] = {make}
print((resident() - before) / {count})
"""

# A search for what is nowhere reads the folders of the path, which is no cost of a package.
IMPORT = """
from importlib.util import find_spec
from time import perf_counter_ns
find_spec("nowhere")
start = perf_counter_ns()
import {module}
print((perf_counter_ns() - start) / 1e6)
"""

MODULES = {
    "swiftbuf": "swiftbuf",
    "array": "array",
    "ctypes": "ctypes",
    "mmap": "mmap",
    "NumPy": "numpy",
    "C limited API": "c_limited_release",
    "C full API": "c_full_release",
    "Cython": "cython_peer",
    "nanobind": "nanobind_peer",
    "pybind11": "pybind11_peer",
}
# The standard library's modules may be built into the interpreter: they have no file to measure.
PACKAGES = {name: MODULES[name] for name in MODULES if name not in ("array", "ctypes", "mmap")}


def living(make: str, count: int, setup: str = "") -> Program:
    """The resident memory for each of `count` objects while all of them live."""
    return Program(
        MEMORY.replace("{imports}", IMPORTS)
        .replace("{setup}", setup)
        .replace("{make}", make)
        .replace("{count}", str(count))
    )


GROUPS = (
    Group(
        "What it takes to have it",
        (
            Row(
                f"resident memory of a live object of {PAYLOAD} bytes",
                {
                    name: living(case.code, OBJECTS)
                    for name, case in each(EVERYONE, "{make}", "", n=PAYLOAD // 8).items()
                    if name != "mmap"  # a page each, and no more of them than the system has maps
                },
                (Goal(192),),
                unit="bytes",
                samples=5,
            ),
            Row(
                "import in a new process",
                {
                    name: Program(IMPORT.replace("{module}", module))
                    for name, module in MODULES.items()
                },
                (Goal(1.0),),
                unit="ms",
            ),
            Row(
                "installed native code",
                {name: NativeCode(module) for name, module in PACKAGES.items()},
                (Goal(150),),
                unit="KB",
                samples=1,
            ),
        ),
    ),
)
