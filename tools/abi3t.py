"""usage: python tools/abi3t.py HEADERS LIBRARY

Compiles the library for Python 3.15 and all later ones, with a GIL or without (abi3t, PEP 803), on
any Python, with the headers of HEADERS: the folder of an unpacked libpython3.15-dev.
"""

import shutil
import sys
from pathlib import Path

import source_build


def main(system: Path, library: Path) -> None:
    build = source_build.load()
    name = "swiftbuf._swiftbuf"
    ext = build.SwiftExtension(name, product="SwiftBufferExt", limited_api="3.15t")
    # Debian's pyconfig.h leads to the one of the machine, by a path from this folder.
    include = system / "usr/include"
    headers = [include / "python3.15", include]
    run = build.swift_build.SwiftBuild(ext, "release", headers=list(map(str, headers)))
    library.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(run.library(ext.package_dir), library)


if __name__ == "__main__":
    main(*(Path(argument).absolute() for argument in sys.argv[1:]))
