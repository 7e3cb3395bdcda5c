"""One sample of each kind of case: a loop, a new process, the size of a file."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import repeat
from pathlib import Path
from textwrap import indent
from time import perf_counter_ns

from .peers import IMPORTS
from .row import Case, Figure, NativeCode, Program, Statement

Sampler = Callable[[], float]

REPOSITORY = Path(__file__).parent.parent

# A generator: its set-up runs once, and its names are local to the loop. It is sent the number of
# passes and yields their nanoseconds.
LOOP = """
def loop():
{setup}
    passes = yield
    while True:
        turns = repeat(None, passes)
        start = clock()
        for _ in turns:
{code}
        passes = yield clock() - start
"""

# The packages of the interpreter come first in the path, the peers after them.
PROLOGUE = """
import sys
sys.path += {path}
"""


class Samplers:
    """Makes samplers. A loop takes at least so many seconds."""

    def __init__(self, folder: Path, seconds: float):
        self._path = [str(folder), str(REPOSITORY)]
        sys.path += self._path
        self.names = {"clock": perf_counter_ns, "repeat": repeat}
        exec(IMPORTS, self.names)
        self._nanoseconds = seconds * 1e9

    @contextmanager
    def open(self, case: Case) -> Iterator[Sampler]:
        """What takes a sample of the case: of a statement the nanoseconds of a pass, the loop
        included. Its objects live as long as the context."""
        if isinstance(case, Statement):
            loop = self._loop(case)
            passes = self._passes(loop)
            yield lambda: loop.send(passes) / passes
            loop.close()
        elif isinstance(case, Program):
            yield lambda: self._run(case.code)
        elif isinstance(case, Figure):
            yield case.function
        else:
            size = native_code(case)
            yield lambda: size

    def _loop(self, statement: Statement):
        source = LOOP.format(
            setup=indent(statement.setup, " " * 4), code=indent(statement.code, " " * 12)
        )
        exec(source, self.names)
        loop = self.names.pop("loop")()
        next(loop)
        return loop

    def _passes(self, loop) -> int:
        """So many that they take as long as a sample should."""
        passes = 1
        while (time := loop.send(passes)) < self._nanoseconds:
            passes = int(passes * min(10, 1 + 1.2 * self._nanoseconds / max(time, 1)))
        return passes

    def _run(self, code: str) -> float:
        """What the program prints, in a new process of the same interpreter."""
        prologue = PROLOGUE.format(path=self._path)
        command = [sys.executable, "-I", "-c", prologue + code]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def native_code(case: NativeCode) -> float:
    """The kilobytes of all shared libraries that come with a module."""
    spec = find_spec(case.module)
    if not spec.submodule_search_locations:
        return Path(spec.origin).stat().st_size / 1000
    package = Path(spec.origin).parent
    bundled = package.with_name(f"{case.module}.libs")  # where wheels put libraries of others
    libraries = [*package.rglob("*.so"), *bundled.rglob("*.so*")]
    return sum(library.stat().st_size for library in libraries) / 1000
