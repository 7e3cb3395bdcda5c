"""From a SwiftExtension to its library: the runs of ``swift build``."""

import hashlib
import os
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from setuptools.errors import CompileError

from .extension import SwiftExtension, numbers
from .toolchain import find_headers, find_swift, pkg_config, swift_package


@dataclass
class Built:
    """What a build made: the library, and the texts of the files next to it by their names."""

    library: Path
    beside: dict[str, str] = field(default_factory=dict)


def build(ext: SwiftExtension, configuration: str) -> Built:
    """Compile an extension module."""
    run = SwiftBuild(ext, configuration)
    return Built(run.library(ext.package_dir))


class SwiftBuild:
    """The folder and the arguments of one build."""

    def __init__(self, ext: SwiftExtension, configuration: str) -> None:
        self.ext = ext
        self.configuration = configuration
        self.swift = find_swift()
        headers = find_headers()
        self.scratch = scratch_path(ext, headers)
        self.scratch.mkdir(parents=True, exist_ok=True)
        (self.scratch / "python3.pc").write_text(pkg_config(headers))

    def library(self, package: str | Path) -> Path:
        """Compile the product of a package and return the library."""
        self.run(package, f"--product={self.ext.product}")
        library = self.scratch / self.configuration / f"lib{self.ext.product}.so"
        if not library.exists():
            raise CompileError(
                f"{self.ext.name}: product {self.ext.product} is no dynamic library: "
                "say .library(type: .dynamic) in Package.swift"
            )
        return library

    def run(self, package: str | Path, *arguments: str) -> None:
        """Run ``swift build`` with the arguments that all runs share and these."""
        command = [
            self.swift,
            "build",
            f"--package-path={package}",
            f"--configuration={self.configuration}",
            f"--scratch-path={self.scratch}",
            f"--pkg-config-path={self.scratch}",
            "--disable-automatic-resolution",  # a build looks nothing up on the network
            "--disable-local-rpath",
            *self.linking(),
            # Python.h defines it, and two C modules of one build must agree.
            "-Xcc",
            "-D_GNU_SOURCE=1",
            *limited_api_definition(self.ext),
            *self.ext.swift_args,
            *arguments,
        ]
        print(shlex.join(command), flush=True)
        environment = os.environ | {"SWIFTBUF_PACKAGE": str(swift_package())}
        if subprocess.run(command, env=environment, check=False).returncode != 0:
            raise CompileError(f"{self.ext.name}: swift build failed, as its messages above say")

    def linking(self) -> list[str]:
        exports = self.scratch / f"{self.ext.name}.exports"
        exports.write_text(version_script(self.ext))
        # What a sanitizer reports is of use only with the names of functions and lines.
        is_stripped = self.configuration == "release" and not any(
            "sanitize" in arg for arg in self.ext.swift_args
        )
        # Without a soname the linker records the path of the build.
        flags = linker(f"--version-script={exports}", f"--soname={self.ext.product}")
        if is_stripped:
            flags += ["-debug-info-format", "none", *linker("--strip-all")]
            # What nothing calls is left out, function by function: of a library that is most of
            # it. A frame pointer is a third of the smallest functions.
            flags += ["-Xswiftc", "-Xfrontend", "-Xswiftc", "-function-sections"]
            flags += [*linker("--gc-sections"), "--omit-frame-pointers"]
        return flags


def scratch_path(ext: SwiftExtension, headers: list[str]) -> Path:
    """One folder for each set of what a build depends on and Swift's own caches disregard.

    Those are the headers, as Swift caches C modules without regard to -I, and what the manifests
    read from the environment.
    """
    embedded = os.environ.get("SWIFTBUF_EMBEDDED")
    package = Path(ext.package_dir).absolute()
    key = repr((headers, ext.limited_api, ext.swift_args, package, ext.module, embedded))
    return Path("build").absolute() / f"swift-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def version_script(ext: SwiftExtension) -> str:
    """Hides all symbols but PyInit_*, so that two Swift extensions in one process don't mix."""
    return f"{{ global: PyInit_{ext.last_name}; local: *; }};\n"


def linker(*flags: str) -> list[str]:
    return [word for flag in flags for word in ("-Xlinker", flag)]


def limited_api_definition(ext: SwiftExtension) -> list[str]:
    if ext.limited_api is None:
        return ["-Xcc", "-DSWIFTBUF_FULL_API"]
    return ["-Xcc", "-DPy_LIMITED_API=0x{:02X}{:02X}0000".format(*numbers(ext.limited_api))]
