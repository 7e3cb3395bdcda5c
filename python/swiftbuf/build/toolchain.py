"""The Swift toolchain and the headers of the running Python."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

from setuptools.errors import PlatformError

from .extension import numbers

# The first one with InlineArray and strict memory safety. It has no @c yet, for which the sources
# say @_cdecl there.
OLDEST_SWIFT = "6.2"


@cache
def find_swift() -> str:
    advice = (
        f'install Swift {OLDEST_SWIFT} or newer, on Linux with "swiftly install latest" '
        "(https://www.swift.org/install/linux)"
    )
    swift = shutil.which("swift")
    if swift is None:
        raise PlatformError(f"no swift on PATH: {advice}")
    version = re.search(r"Swift version (\d+\.\d+)", version_text(swift))
    if version is None:  # OpenStack's client has the same name
        raise PlatformError(f"{swift} is not a working Swift compiler: {advice}")
    if numbers(version[1]) < numbers(OLDEST_SWIFT):
        raise PlatformError(f"{swift} is {version[0]}: {advice}")
    return swift


@cache
def version_text(swift: str) -> str:
    answer = subprocess.run([swift, "--version"], capture_output=True, text=True, check=False)
    return answer.stdout


def swift_version() -> str:
    """The version of the toolchain, with all its numbers."""
    version = re.search(r"Swift version ([\w.]+)", version_text(find_swift()))
    assert version is not None
    return version[1]


@cache
def target_info() -> dict[str, Any]:
    """The compiler's report about its target machine."""
    command = [find_swift(), "-print-target-info"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise PlatformError(f"{' '.join(command)} failed: reinstall Swift\n{answer.stderr}".strip())
    return json.loads(answer.stdout)


def embedded_folder() -> Path:
    """The toolchain's files for Embedded Swift."""
    return Path(target_info()["paths"]["runtimeResourcePath"], "embedded")


def embedded_triple() -> str:
    """The target whose Embedded standard library runs here.

    Debian's compiler (swiftlang) calls the machine x86_64-pc-linux-gnu, and the library unknown.
    """
    own: str = target_info()["target"]["unversionedTriple"]
    architecture, _, system = own.split("-", 2)
    for triple in (own, f"{architecture}-unknown-{system}"):
        if (embedded_folder() / "Swift.swiftmodule" / f"{triple}.swiftmodule").exists():
            return triple
    return own


def triple_arguments() -> list[str]:
    """The arguments of ``swift build`` for that target, if it is not the default."""
    triple = embedded_triple()
    return [] if triple == target_info()["target"]["unversionedTriple"] else [f"--triple={triple}"]


def unicode_tables() -> list[str]:
    """The library by which Embedded Swift compares and hashes Strings, if the toolchain has it."""
    library = embedded_folder() / embedded_triple() / "libswiftUnicodeDataTables.a"
    return [str(library)] if library.exists() else []


def find_headers(oldest: str | None = None) -> list[str]:
    """The include folders of the running Python, which is to have this version at least."""
    if oldest is not None and sys.version_info[:2] < numbers(oldest):
        raise PlatformError(
            f"limited_api={oldest!r} needs the headers of Python {oldest.removesuffix('t')} or "
            f"newer, and this is Python {sysconfig.get_python_version()}"
        )
    folders = list(dict.fromkeys(map(sysconfig.get_path, ("include", "platinclude"))))
    if not any(Path(folder, "Python.h").exists() for folder in folders):
        version = sysconfig.get_python_version()
        raise PlatformError(
            f"Python.h of Python {version} is not in {folders[0]}: "
            f'on Debian, "apt-get install libpython{version}-dev" brings it'
        )
    return folders


def pkg_config(headers: list[str]) -> str:
    """A python3.pc for this Python: the one that pkg-config finds may be another Python's."""
    flags = " ".join(f'"-I{folder}"' for folder in headers)
    return f"Name: Python\nDescription: headers of {sys.executable}\nVersion: 3\nCflags: {flags}\n"


def swift_package() -> Path:
    """The folder of the Swift package swiftbuf, whose product BufferProtocol others build on."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "swift"
    return installed if installed.exists() else package.parents[1]  # a checkout, or with -e
