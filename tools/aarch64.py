"""usage: python tools/aarch64.py SYSTEM LIBRARY

Compiles the library for aarch64 Linux, on any machine, with the headers and the C library of
SYSTEM: the folder of a Debian for arm64 with libpython3.11-dev and libc6-dev. It runs on Python
3.11 and all later ones.

Swift for x86-64 brings no standard library for aarch64 Linux, but that of Embedded Swift for
machines without an operating system. Their ABI is the same (AAPCS64), and what it asks of its
surroundings is malloc and free. So the objects are made for those, and linked for Linux.
"""

import subprocess
import sys
from pathlib import Path

import source_build

OBJECTS = "aarch64-none-none-elf"


def main(system: Path, library: Path) -> None:
    build = source_build.load()
    swift_build, toolchain = build.swift_build, build.toolchain
    name = "swiftbuf._swiftbuf"
    ext = build.SwiftExtension(name, product="SwiftBufferExt", limited_api="3.11")
    include = system / "usr/include"
    scratch = Path("build/swift-aarch64").absolute()
    scratch.mkdir(parents=True, exist_ok=True)
    library.parent.mkdir(parents=True, exist_ok=True)
    (scratch / "python3.pc").write_text(toolchain.pkg_config([include / "python3.11"]))
    compiling = [
        *(toolchain.find_swift(), "build", f"--target={ext.product}", "--configuration=release"),
        *(f"--triple={OBJECTS}", f"--scratch-path={scratch}", f"--pkg-config-path={scratch}"),
        *swift_build.compiling(ext),
        # Machines without an operating system have no shared libraries.
        *("-Xcc", "-fPIC", "-Xcc", "-D__linux__"),
        *("-Xcc", "-isystem", "-Xcc", include / "aarch64-linux-gnu"),
        *("-Xcc", "-isystem", "-Xcc", include),
    ]
    subprocess.run(list(map(str, compiling)), check=True)

    exports = scratch / "exports"
    elf = build.object_format.ELF()
    exports.write_text(elf.exports(ext.entry))
    swift = subprocess.run("tools/toolchain.sh", stdout=subprocess.PIPE, text=True, check=True)
    flags = ",".join((*elf.stripping, *elf.linking(exports, ext.product)))
    linking = [
        *(Path(swift.stdout.strip(), "usr/bin/clang"), "--target=aarch64-linux-gnu"),
        *(f"--sysroot={system}", "-fuse-ld=lld", "-shared", "-nostdlib", f"-Wl,{flags}"),
        *("-o", library, *scratch.glob(f"{OBJECTS}/release/*.build/*.o"), "-lc"),
    ]
    subprocess.run(list(map(str, linking)), check=True)


if __name__ == "__main__":
    main(*(Path(argument).absolute() for argument in sys.argv[1:]))
