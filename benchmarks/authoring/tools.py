"""Who writes the module, and how each one's source is compiled.

The build of a folder is as a developer repeats it: what has not changed is not compiled again.
"""

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ..peers.build import CPP_FLAGS, FLAGS, compiler, run

HERE = Path(__file__).parent
MODULE = "authored"


@dataclass(frozen=True)
class Tool:
    """`compile` makes the library of the source that is in a folder, there."""

    source: Path
    compile: Callable[[Path, "Tool"], None]
    # What has to be installed, besides compilers.
    package: str
    flags: tuple[str, ...] = ()
    limited_api: str = ""

    @property
    def is_installed(self) -> bool:
        return find_spec(self.package) is not None

    def fill(self, folder: Path) -> Path:
        """Copy into an empty folder what an author has; return the source there."""
        if self.source.is_dir():
            shutil.copytree(self.source, folder, dirs_exist_ok=True)
            return self._within(folder)
        return Path(shutil.copy(self.source, folder))

    @staticmethod
    def library(folder: Path) -> Path:
        """What has been compiled in a folder."""
        (library,) = folder.glob(f"{MODULE}*.so")
        return library

    @property
    def text(self) -> str:
        """The author's source, without the files that say how it is built."""
        return self._within(self.source).read_text()

    def _within(self, place: Path) -> Path:
        """The author's source in a copy of what `source` is."""
        if not self.source.is_dir():
            return place
        (source,) = place.glob("Sources/*/*.swift")
        return source


def _swift(folder: Path, tool: Tool) -> None:
    environment = os.environ | {"LIMITED_API": tool.limited_api}
    command = [sys.executable, "setup.py", "build_ext", "--build-lib", "."]
    run(*command, cwd=folder, env=environment)


def _nanobind(folder: Path, tool: Tool) -> None:
    import nanobind

    home = Path(nanobind.source_dir()).parent
    flags = [f"-I{home / 'include'}", f"-I{home / 'ext/robin_map/include'}"]
    runtime = folder / "nb_combined.o"  # compiled once, as nanobind's own CMake functions do
    if not runtime.exists():
        _cpp(tool, "-c", *flags, home / "src/nb_combined.cpp", "-o", runtime)
    _link(folder, tool, *flags, runtime)


def _pybind11(folder: Path, tool: Tool) -> None:
    import pybind11

    _link(folder, tool, f"-I{pybind11.get_include()}")


def _link(folder: Path, tool: Tool, *arguments) -> None:
    _cpp(tool, *arguments, folder / tool.source.name, "-o", folder / f"{MODULE}.so")


def _cpp(tool: Tool, *arguments) -> None:
    headers = f"-I{sysconfig.get_path('include')}"
    names = (headers, f"-DMODULE={MODULE}")
    run(compiler("CXX", "g++"), *FLAGS, *CPP_FLAGS, *tool.flags, *names, *arguments)


def _cython(folder: Path, tool: Tool) -> None:
    source, library = folder / f"{MODULE}.c", folder / f"{MODULE}.so"
    command = [sys.executable, "-m", "cython", "--module-name", MODULE]
    run(*command, folder / tool.source.name, "-o", source)
    headers = f"-I{sysconfig.get_path('include')}"
    run(compiler("CC", "gcc"), *FLAGS, *tool.flags, headers, source, "-o", library)


SWIFT, CYTHON = HERE / "swift", HERE / "authored_cython.pyx"
NANOBIND, PYBIND11 = HERE / "authored_nanobind.cpp", HERE / "authored_pybind11.cpp"
SMALL = ("-Os",)

TOOLS = {
    "swiftbuf": Tool(SWIFT, _swift, "swiftbuf"),
    "swiftbuf, abi3": Tool(SWIFT, _swift, "swiftbuf", limited_api="3.11"),
    "nanobind": Tool(NANOBIND, _nanobind, "nanobind"),
    "nanobind, -Os": Tool(NANOBIND, _nanobind, "nanobind", SMALL),
    "pybind11": Tool(PYBIND11, _pybind11, "pybind11"),
    "pybind11, -Os": Tool(PYBIND11, _pybind11, "pybind11", SMALL),
    "Cython": Tool(CYTHON, _cython, "Cython"),
    "Cython, -Os": Tool(CYTHON, _cython, "Cython", SMALL),
}
