"""usage: python tools/abi3t.py HEADERS LIBRARY

Compiles the library for Python 3.15 and all later ones, with a GIL or without (abi3t, PEP 803), on
any Python, with the headers of HEADERS: the folder of an unpacked libpython3.15-dev.
"""

import importlib.util
import os
import shutil
import sys
from pathlib import Path


def main(system: Path, library: Path) -> None:
    os.chdir(Path(__file__).parent.parent)
    # By its path, as in setup.py: swiftbuf itself need not be installed.
    location = "python/swiftbuf/build/__init__.py"
    spec = importlib.util.spec_from_file_location("swiftbuf_build", location)
    sys.modules["swiftbuf_build"] = build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
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
