"""From a SwiftExtension to its library: the runs of ``swift build``."""

import hashlib
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from setuptools.errors import CompileError

from .extension import SwiftExtension, numbers
from .generator.binding import Binding
from .generator.module_source import Plan
from .generator.stub import stub
from .object_format import object_format
from .toolchain import (
    find_headers,
    find_swift,
    pkg_config,
    swift_package,
    swift_version,
    triple_arguments,
    unicode_tables,
)


@dataclass
class Built:
    """The result of a build: the library, and the texts of the files next to it by their names."""

    library: Path
    beside: dict[str, str] = field(default_factory=dict)


def build(ext: SwiftExtension, configuration: str) -> Built:
    """Compile an extension module."""
    run = SwiftBuild(ext, configuration)
    if ext.module is None:
        return Built(run.library(ext.package_dir))
    binding, plan = generate(run)
    beside = {f"{ext.last_name}.pyi": stub(plan), "py.typed": ""}
    return Built(run.library(binding.folder), beside)


def generate(run: "SwiftBuild") -> tuple[Binding, Plan]:
    """Compile an author's library, and generate the Python module for its declarations."""
    ext = run.ext
    assert ext.module is not None
    library = Path(ext.package_dir).absolute()
    binding = Binding(run.scratch / "binding", ext.module, ext.product, library, swift_package())
    with only_new_graphs(run.graphs, ext.module):
        run.run(binding.folder, f"--target={ext.module}")
    plan = binding.generate(run.graphs, ext.name, ext.uses_gil)
    for left in plan.left:
        print(left, file=sys.stderr, flush=True)
    for note in plan.notes:
        print(f"{note.place}: warning: '{note.swift}': {note.reason}", file=sys.stderr, flush=True)
    return binding, plan


@contextmanager
def only_new_graphs(graphs: Path, module: str) -> Iterator[None]:
    """Remove the graphs that the compiler leaves after a library stops extending a type.

    It writes those of a module together, and none if nothing has changed.
    """
    main = graphs / f"{module}.symbols.json"
    written = main.stat().st_mtime_ns if main.exists() else None
    before = {file: file.stat().st_mtime_ns for file in graphs.glob(f"{module}@*.symbols.json")}
    yield
    if main.exists() and main.stat().st_mtime_ns != written:
        for file, time in before.items():
            if file.exists() and file.stat().st_mtime_ns == time:
                file.unlink()


class SwiftBuild:
    """The folder and the arguments of one build."""

    def __init__(
        self,
        ext: SwiftExtension,
        configuration: str,
        output: TextIO | None = None,
        headers: list[str] | None = None,
    ) -> None:
        self.ext = ext
        self.output = output  # of swift build; standard output by default
        self.configuration = configuration
        self.runtime = runtime(ext)
        self.swift = find_swift()
        headers = headers or find_headers(oldest=ext.limited_api if ext.is_abi3t else None)
        self.scratch = scratch_path(ext, headers)
        self.graphs = self.scratch / "graphs"
        self.scratch.mkdir(parents=True, exist_ok=True)
        (self.scratch / "python3.pc").write_text(pkg_config(headers))

    def library(self, package: str | Path) -> Path:
        """Compile the product of a package and return the library."""
        self.run(package, f"--product={self.ext.product}")
        library = self.scratch / self.configuration / object_format.library(self.ext.product)
        if not library.exists():
            raise CompileError(
                f"{self.ext.name}: product {self.ext.product} is no dynamic library: "
                "say .library(type: .dynamic) in Package.swift"
            )
        # In the table of strings, as the name of an exported symbol is.
        if f"{self.ext.entry}\0".encode() not in library.read_bytes():
            raise CompileError(
                f"{self.ext.name}: {library.name} does not export PyInit_{self.ext.last_name}, by "
                f"which Python finds the module: say @c public func PyInit_{self.ext.last_name}() "
                "-> PyObjectPointer?"
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
            "--disable-local-rpath",
            "--disable-build-manifest-caching",  # which misses new files of dependencies
            *(triple_arguments() if self.runtime == "embedded" else []),
            *self.linking(),
            *self.of_swift(),
            *compiling(self.ext, self.configuration),
            *self.generating(),
            *self.ext.swift_args,
            *arguments,
        ]
        print(shlex.join(command), file=self.output, flush=True)
        environment = os.environ | {"SWIFTBUF_PACKAGE": str(swift_package())}
        if self.runtime != "embedded":
            environment["SWIFTBUF_EMBEDDED"] = "0"  # which manifests read
        done = subprocess.run(command, env=environment, stdout=self.output, check=False)
        if done.returncode != 0:
            raise CompileError(f"{self.ext.name}: swift build failed; see its messages above")

    def generating(self) -> list[str]:
        """The flags that an author's library needs so that Python can use it."""
        if self.ext.module is None:
            return []
        # For all packages of the build, so that the author's can be an ordinary one.
        words = ["-enable-experimental-feature", "Embedded"] if self.runtime == "embedded" else []
        words += ["-emit-symbol-graph", "-emit-symbol-graph-dir", str(self.graphs)]
        return [word for flag in words for word in ("-Xswiftc", flag)]

    def of_swift(self) -> list[str]:
        """The flags that link the parts of Swift that the code uses."""
        if self.runtime == "static":
            return ["-Xswiftc", "-static-stdlib"]
        if self.runtime == "shared":
            return []
        # Comparing and hashing Strings needs the tables. A Dictionary calls one mathematical
        # function.
        return linker(*unicode_tables(), *object_format.mathematics)

    def linking(self) -> list[str]:
        exports = self.scratch / f"{self.ext.name}.exports"
        exports.write_text(object_format.exports(self.ext.entry))
        flags = linker(*object_format.linking(exports, self.ext.product))
        if self.ext.is_abi3t:
            # Python asks for the result of this function by the new name (modules.h).
            flags += linker(*object_format.naming(self.ext.entry, f"PyInit_{self.ext.last_name}"))
        if is_stripped(self.ext, self.configuration):
            flags += linker(*object_format.stripping)
        return flags


def is_stripped(ext: SwiftExtension, configuration: str) -> bool:
    """A sanitizer's report is useful only with the names of functions and lines."""
    return configuration == "release" and not any("sanitize" in arg for arg in ext.swift_args)


def compiling(ext: SwiftExtension, configuration: str = "release") -> list[str]:
    """The flags of ``swift build`` that decide how the code is compiled, wherever it is linked."""
    # Unused functions are left out one by one: that is most of a library. A frame
    # pointer is a third of the smallest functions.
    frontend = ("-Xswiftc", "-Xfrontend", "-Xswiftc")
    # Swift recognises old objects by a hash that includes paths and would end up in the library.
    same = (*frontend, "-disable-incremental-llvm-codegen")
    small = (*frontend, "-function-sections", *same, "--omit-frame-pointers")
    return [
        "--disable-automatic-resolution",  # a build looks nothing up on the network
        *(("-debug-info-format", "none", *small) if is_stripped(ext, configuration) else ()),
        # Python.h defines them, and two C modules of one build must agree.
        "-Xcc",
        "-D_GNU_SOURCE=1",
        "-Xcc",
        "-D_FILE_OFFSET_BITS=64",
        *limited_api_definition(ext),
    ]


def scratch_path(ext: SwiftExtension, headers: list[str]) -> Path:
    """One folder for each set of dependencies that Swift's own caches disregard.

    Those are the compiler, the headers of Python and of swiftbuf, as Swift caches C modules
    without regard to -I and to changes of system modules, and the runtime: leftovers of another
    runtime do not link or do not load.
    """
    own_headers = hashlib.sha256()
    for file in sorted((swift_package() / "Sources/CPython").iterdir()):
        own_headers.update(file.read_bytes())
    used = (swift_version(), swift_package(), own_headers.hexdigest(), sys.version, headers)
    package = Path(ext.package_dir).absolute()
    own = (package, ext.module, ext.limited_api, runtime(ext), ext.swift_args)
    key = repr((used, own))
    return Path("build").absolute() / f"swift-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def runtime(ext: SwiftExtension) -> str:
    """The runtime of a build: the author's, or for debugging the one of this machine."""
    if ext.runtime == "embedded" and os.environ.get("SWIFTBUF_EMBEDDED") == "0":
        return "shared"
    return ext.runtime


def linker(*flags: str) -> list[str]:
    return [word for flag in flags for word in ("-Xlinker", flag)]


def limited_api_definition(ext: SwiftExtension) -> list[str]:
    if ext.limited_api is None:
        return ["-Xcc", "-DSWIFTBUF_FULL_API"]
    macros = ("Py_LIMITED_API", "Py_TARGET_ABI3T") if ext.is_abi3t else ("Py_LIMITED_API",)
    value = "0x{:02X}{:02X}0000".format(*numbers(ext.limited_api))
    return [word for macro in macros for word in ("-Xcc", f"-D{macro}={value}")]
