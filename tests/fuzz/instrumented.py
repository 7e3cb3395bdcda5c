"""The extension with counters for libFuzzer and the checks of AddressSanitizer, for one fuzzer."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import atheris
from projects import ROOT

from swiftbuf.build import SwiftExtension
from swiftbuf.build.swift_build import build as swift_build

# To the compiler only: the linker would bring in the libFuzzer of Swift, and atheris has its own.
COMPILER = ["-sanitize=address,fuzzer"]
COMPILER += ["-sanitize-coverage=edge,trace-cmp,inline-8bit-counters,pc-table"]
FLAGS = [word for flag in COMPILER for word in ("-Xswiftc", "-Xfrontend", "-Xswiftc", flag)]

LINKS = tempfile.TemporaryDirectory()  # goes with this process


def build(folder: Path) -> Path:
    """Build swiftbuf under a folder, and return what goes in front of the Python path."""
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)  # swiftbuf.build puts its products into ./build
    extension = SwiftExtension(
        "swiftbuf._swiftbuf",
        product="SwiftBufferExt",
        package_dir=str(ROOT),
        limited_api="3.11",
        swift_args=tuple(FLAGS),
    )
    library, site = swift_build(extension, "release").library, folder / "site"
    shutil.copytree(ROOT / "python", site, dirs_exist_ok=True)
    shutil.copy(library, site / "swiftbuf" / "_swiftbuf.abi3.so")
    return site


def environment(site: Path) -> dict[str, str]:
    """Of a process that loads this build: the counters need libFuzzer before Python itself."""
    # By a link, as LD_PRELOAD takes a space for the end of a path (ld.so(8)).
    library = Path(LINKS.name, "asan_with_fuzzer.so")
    if not library.exists():
        library.symlink_to(Path(atheris.path(), library.name))
    paths = [str(site), str(ROOT / "tests"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {
        "LD_PRELOAD": str(library),
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONMALLOC": "malloc",  # so that Python's own memory is checked too
        # Python leaks by design at its end; too large a block is NULL, as without a sanitizer.
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1:handle_segv=1",
    }


if __name__ == "__main__":
    print(build(Path(sys.argv[1]).absolute()))
