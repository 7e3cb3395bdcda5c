"""What is measured of the modules besides their calls: lines, builds, sizes."""

import re
import shutil
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import ModuleType

from .check import check
from .tools import MODULE, TOOLS

PART = re.compile(r"\s*(?://|#) \[(\w+)\]")
COMMENT = re.compile(r"\s*(?://(?! *- Python:|/ *- Python:)|#(?!include)|$)")


def lines(tool: str, part: str) -> float:
    """The lines of a source that a module with this part alone would have; blank ones and comments
    are none, but for those that tell the tool something."""
    number, current = 0, "module"
    for line in TOOLS[tool].text.splitlines():
        if begins := PART.match(line):
            current = begins[1]
        elif current in ("module", part) and not COMMENT.match(line):
            number += 1
    return number


def clean_build(tool: str) -> float:
    """The seconds of the build in an empty folder that this run has made."""
    return _build(tool).seconds


def incremental_build(tool: str) -> float:
    """The seconds of a build after a change of a text in the body of one function."""
    build = _build(tool)
    text, found = re.subn(
        r"the size is negative[!]*", lambda text: f"{text[0]}!", build.source.read_text()
    )
    assert found == 1, "the text that changes is there once"
    build.source.write_text(text)
    return _seconds(tool, build.folder)


def size(tool: str) -> float:
    """The kilobytes of the library."""
    return len(_library(tool).read_bytes()) / 1000


def packed_size(tool: str) -> float:
    """The kilobytes that the library has in a wheel, which is a zip file."""
    return len(zlib.compress(_library(tool).read_bytes())) / 1000


@cache
def load(tool: str) -> ModuleType:
    """The module, which has been checked."""
    # Of a copy: another build may write into the file.
    copy = shutil.copy(_library(tool), _new_folder())
    spec = spec_from_file_location(MODULE, copy, loader=ExtensionFileLoader(MODULE, copy))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    check(module)
    return module


@dataclass(frozen=True)
class Build:
    folder: Path
    source: Path
    seconds: float


@cache
def _build(tool: str) -> Build:
    folder = _new_folder()
    source = TOOLS[tool].fill(folder)
    return Build(folder, source, _seconds(tool, folder))


def _library(tool: str) -> Path:
    return TOOLS[tool].library(_build(tool).folder)


def _seconds(tool: str, folder: Path) -> float:
    start = perf_counter()
    TOOLS[tool].compile(folder, TOOLS[tool])
    return perf_counter() - start


_kept = []  # the folders that live as long as the process


def _new_folder() -> Path:
    _kept.append(TemporaryDirectory(ignore_cleanup_errors=True))
    return Path(_kept[-1].name)
