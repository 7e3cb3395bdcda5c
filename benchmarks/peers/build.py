"""Compiles the peers with the system's compilers, once for each state of their sources."""

import hashlib
import importlib.metadata
import os
import platform
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from . import LIBRARIES

SOURCES = Path(__file__).parent
CACHE = SOURCES.parent.parent / "build" / "benchmarks"

# Module: its source and what it is compiled with.
MODULES = {
    "loops": ("loops.c", []),
    "tensors": ("tensors.c", []),
    "c_limited": ("c_peer.c", ["-DLIMITED"]),
    "c_limited_release": ("c_peer.c", ["-DLIMITED", "-DRELEASE"]),
    "c_full": ("c_peer.c", []),
    "c_full_release": ("c_peer.c", ["-DRELEASE"]),
    "cython_peer": ("cython_peer.pyx", []),
    "nanobind_peer": ("nanobind_peer.cpp", []),
    "pybind11_peer": ("pybind11_peer.cpp", []),
}
FLAGS = ["-O3", "-DNDEBUG", "-shared", "-fPIC", "-fvisibility=hidden"]
# Nothing in a library that nobody calls: its size is measured too.
FLAGS += ["-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections", "-s"]
CPP_FLAGS = ["-std=c++17", "-fno-strict-aliasing"]


def build() -> Path:
    """The folder of the compiled modules, with all of them in it."""
    folder = CACHE / f"{sysconfig.get_config_var('SOABI')}-{_digest()}"
    if not folder.exists():
        print("compiling the peers", file=sys.stderr)
        CACHE.mkdir(parents=True, exist_ok=True)
        with (
            TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True) as made,
            ThreadPoolExecutor(os.cpu_count()) as pool,
        ):
            list(pool.map(lambda name: _compile(name, Path(made)), MODULES))
            os.rename(made, folder)  # the folder is there with all of them or not at all
    return folder


def library(folder: Path, module: str) -> Path:
    return folder / f"{module}.so"


def versions() -> dict[str, str]:
    """What the figures depend on besides the machine."""
    packages = ["numpy", "Cython", "nanobind", "pybind11"]
    gcc = subprocess.run(
        [compiler("CC", "gcc"), "-dumpfullversion"], capture_output=True, text=True, check=True
    )
    return {
        "Python": platform.python_version(),
        "GCC": gcc.stdout.strip(),
        **{package: importlib.metadata.version(package) for package in packages},
        **{name: importlib.metadata.version(name) for name, code in LIBRARIES.items() if code},
    }


def _digest() -> str:
    state = hashlib.sha256(repr([versions(), MODULES, FLAGS, CPP_FLAGS]).encode())
    for source, _ in MODULES.values():
        state.update((SOURCES / source).read_bytes())
    return state.hexdigest()[:12]


def _compile(module: str, folder: Path) -> None:
    name, flags = MODULES[module]
    source = SOURCES / name
    program, inputs = compiler("CC", "gcc"), [source]
    if source.suffix == ".pyx":
        inputs = [folder / f"{module}.c"]
        run(sys.executable, "-m", "cython", source, "-o", inputs[0])
    if source.suffix == ".cpp":
        program, flags = compiler("CXX", "g++"), CPP_FLAGS + flags
    if module == "nanobind_peer":
        import nanobind

        home = Path(nanobind.source_dir()).parent
        inputs.append(home / "src" / "nb_combined.cpp")
        flags = [*flags, f"-I{home / 'include'}", f"-I{home / 'ext/robin_map/include'}"]
    if module == "pybind11_peer":
        import pybind11

        flags = [*flags, f"-I{pybind11.get_include()}"]
    headers = f"-I{sysconfig.get_path('include')}"
    output = library(folder, module)
    run(program, *FLAGS, *flags, headers, f"-DMODULE={module}", *inputs, "-o", output)


def compiler(variable: str, default: str) -> str:
    return os.environ.get(variable, default)


def run(*command, **where) -> None:
    """Run a command, silently unless it fails; `where` it runs is as subprocess.run has it."""
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, **where
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
