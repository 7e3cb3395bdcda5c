"""Build Python extension modules written in Swift, with setuptools.

A setup.py for the package ``wave``, whose Package.swift has a dynamic library product ``Wave`` that
exports the C function ``PyInit__wave``::

    from setuptools import setup
    from swiftbuf.build import SwiftExtension, commands

    setup(
        packages=["wave"],
        ext_modules=[SwiftExtension("wave._wave", product="Wave", limited_api="3.11")],
        cmdclass=commands,
    )

With ``requires = ["setuptools>=70.1", "swiftbuf"]`` under ``[build-system]`` in pyproject.toml, pip
builds and installs it, also with ``-e``. What the manifest has to say of swiftbuf itself::

    dependencies: [
      .package(name: "swiftbuf", path: Context.environment["SWIFTBUF_PACKAGE"] ?? "swiftbuf")
    ],

The Swift sources of swiftbuf are installed with it, and the build sets ``SWIFTBUF_PACKAGE`` to
where they are; ``python -m swiftbuf.build`` prints it, for ``swift build`` by hand. docs/swift.md
is the tutorial. ``setup.py build_ext --debug`` makes Swift's debug configuration, not stripped.
"""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import setuptools
from setuptools import Extension
from setuptools.command.build_ext import build_ext as setuptools_build_ext
from setuptools.errors import BaseError, CompileError, PlatformError

try:
    from setuptools.command.bdist_wheel import bdist_wheel as setuptools_bdist_wheel
except ModuleNotFoundError:  # it was a part of the package wheel before
    raise ImportError(
        "swiftbuf.build needs setuptools>=70.1, and this environment has setuptools "
        f'{setuptools.__version__}: pip install "setuptools>=70.1"'
    ) from None

__all__ = ["SwiftExtension", "commands", "swift_package"]

OLDEST_SWIFT = "6.3"  # the first one with @c, by which Swift exports PyInit_*
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


class SwiftExtension(Extension):
    """One extension module, made from one dynamic library product of a Swift package.

    name: the full name of the module, as for ``setuptools.Extension``.
    product: the ``.library(type: .dynamic)`` product in Package.swift.
    package_dir: the folder of Package.swift, relative to setup.py.
    limited_api: the oldest Python to run on, such as ``"3.11"``: the module is then one abi3 file
        for that version and all later ones, compiled with Py_LIMITED_API. None makes it for the
        running version only, with the full API of that (SWIFTBUF_FULL_API, see CPython.h); so does
        a free-threaded Python, which has no stable ABI before 3.15.
    swift_args: further arguments of ``swift build``.
    """

    def __init__(
        self,
        name: str,
        *,
        product: str,
        package_dir: str = ".",
        limited_api: str | None = None,
        swift_args: tuple[str, ...] = (),
        optional: bool = False,
    ) -> None:
        self.limited_api = None if FREE_THREADED else limited_api
        limited = self.limited_api is not None
        super().__init__(name, sources=[], py_limited_api=limited, optional=optional)
        self.product = product
        self.package_dir = package_dir
        self.swift_args = swift_args


class build_ext(setuptools_build_ext):
    """The build_ext of setuptools, with Swift extensions."""

    def run(self) -> None:
        try:
            super().run()
        except BaseError as problem:
            # One line says what to do; an editable install would wrap it in a stack trace.
            raise SystemExit(f"error: {problem}") from None

    def get_ext_filename(self, fullname: str) -> str:
        """The file of a module; an abi3 one has a suffix that every Python since 3.2 knows.

        Python 3.15 has one with the platform before it, which setuptools takes there.
        """
        filename: str = super().get_ext_filename(fullname)
        ext = self.ext_map.get(fullname)
        if not isinstance(ext, SwiftExtension) or ext.limited_api is None:
            return filename
        return str(Path(filename).with_name(f"{fullname.rpartition('.')[2]}.abi3.so"))

    def build_extension(self, ext: Extension) -> None:
        if not isinstance(ext, SwiftExtension):
            super().build_extension(ext)
            return
        library = swift_build(ext, "debug" if self.debug else "release")
        target = Path(self.get_ext_fullpath(ext.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        # Also what the other kind of build left there: this Python would find it first, and a
        # wheel take it along. A Python that has an old file mapped keeps it.
        for suffix in EXTENSION_SUFFIXES:
            target.with_name(ext.name.rpartition(".")[2] + suffix).unlink(missing_ok=True)
        shutil.copy(library, target)


class bdist_wheel(setuptools_bdist_wheel):
    """The bdist_wheel of setuptools, with the abi3 tag where every extension module keeps to it."""

    def finalize_options(self) -> None:
        extensions = self.distribution.ext_modules or []
        oldest = [getattr(ext, "limited_api", None) or "" for ext in extensions]
        if oldest and all(oldest):
            self.py_limited_api = "cp{}{}".format(*max(map(numbers, oldest)))
        super().finalize_options()


#: The commands of setuptools that know SwiftExtension: what `cmdclass` in setup.py takes.
commands: dict[str, type] = {"build_ext": build_ext, "bdist_wheel": bdist_wheel}


def swift_package() -> Path:
    """The folder of the Swift package swiftbuf, whose product BufferProtocol others build on."""
    here = Path(__file__).resolve().parent
    installed = here / "swift"
    return installed if installed.exists() else here.parents[1]  # a checkout, or installed with -e


def swift_build(ext: SwiftExtension, configuration: str) -> Path:
    """Run ``swift build`` and return the library that it made."""
    swift = find_swift()
    headers = find_headers()
    scratch = scratch_path(ext, headers)
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / "python3.pc").write_text(pkg_config(headers))
    exports = scratch / f"{ext.name}.exports"
    exports.write_text(version_script(ext))
    command = [
        swift,
        "build",
        f"--package-path={ext.package_dir}",
        f"--product={ext.product}",
        f"--configuration={configuration}",
        f"--scratch-path={scratch}",
        f"--pkg-config-path={scratch}",
        "--disable-local-rpath",
        # Without a soname the linker records the path of the build.
        *linker(f"--version-script={exports}", f"--soname={ext.product}"),
        *(linker("--strip-all", "--gc-sections") if is_stripped(ext, configuration) else ()),
        *compiling(ext, configuration),
        *ext.swift_args,
    ]
    print(shlex.join(command), flush=True)
    environment = os.environ | {"SWIFTBUF_PACKAGE": str(swift_package())}
    if subprocess.run(command, env=environment, check=False).returncode != 0:
        raise CompileError(f"{ext.name}: swift build failed, as its messages above say")
    library = scratch / configuration / f"lib{ext.product}.so"
    if not library.exists():
        raise CompileError(
            f"{ext.name}: product {ext.product} is no dynamic library: "
            "say .library(type: .dynamic) in Package.swift"
        )
    return library


def is_stripped(ext: SwiftExtension, configuration: str) -> bool:
    """What a sanitizer reports is of use only with the names of functions and lines."""
    return configuration == "release" and not any("sanitize" in arg for arg in ext.swift_args)


def compiling(ext: SwiftExtension, configuration: str = "release") -> list[str]:
    """The flags of ``swift build`` that decide how the code is compiled, wherever it is linked."""
    # What nothing calls is left out, function by function: of a library that is most of it. A frame
    # pointer is a third of the smallest functions.
    frontend = ("-Xswiftc", "-Xfrontend", "-Xswiftc")
    small = (*frontend, "-function-sections", "--omit-frame-pointers")
    return [
        "--disable-automatic-resolution",  # a build looks nothing up on the network
        *(("-debug-info-format", "none", *small) if is_stripped(ext, configuration) else ()),
        # Python.h defines it, and two C modules of one build must agree.
        "-Xcc",
        "-D_GNU_SOURCE=1",
        *limited_api_definition(ext),
    ]


def find_swift() -> str:
    advice = (
        f'install Swift {OLDEST_SWIFT} or newer, on Linux with "swiftly install latest" '
        "(https://www.swift.org/install/linux)"
    )
    swift = shutil.which("swift")
    if swift is None:
        raise PlatformError(f"no swift on PATH: {advice}")
    answer = subprocess.run([swift, "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"Swift version (\d+\.\d+)", answer.stdout)
    if version is None:  # OpenStack's client has the same name
        raise PlatformError(f"{swift} is no Swift compiler that runs: {advice}")
    if numbers(version[1]) < numbers(OLDEST_SWIFT):
        raise PlatformError(f"{swift} is {version[0]}: {advice}")
    return swift


def find_headers() -> list[str]:
    """The include folders of the running Python."""
    folders = list(dict.fromkeys(map(sysconfig.get_path, ("include", "platinclude"))))
    if not any(Path(folder, "Python.h").exists() for folder in folders):
        version = sysconfig.get_python_version()
        raise PlatformError(
            f"Python.h of Python {version} is not in {folders[0]}: "
            f'on Debian, "apt-get install libpython{version}-dev" brings it'
        )
    return folders


def scratch_path(ext: SwiftExtension, headers: list[str]) -> Path:
    """One folder for each set of headers, as Swift caches C modules without regard to -I."""
    key = repr((headers, ext.limited_api, ext.swift_args, Path(ext.package_dir).absolute()))
    return Path("build").absolute() / f"swift-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def pkg_config(headers: list[str]) -> str:
    """A python3.pc for this Python: the one that pkg-config finds may be another Python's."""
    flags = " ".join(f'"-I{folder}"' for folder in headers)
    return f"Name: Python\nDescription: headers of {sys.executable}\nVersion: 3\nCflags: {flags}\n"


def version_script(ext: SwiftExtension) -> str:
    """Hides all symbols but PyInit_*, so that two Swift extensions in one process don't mix."""
    return f"{{ global: PyInit_{ext.name.rpartition('.')[2]}; local: *; }};\n"


def linker(*flags: str) -> list[str]:
    return [word for flag in flags for word in ("-Xlinker", flag)]


def limited_api_definition(ext: SwiftExtension) -> list[str]:
    if ext.limited_api is None:
        return ["-Xcc", "-DSWIFTBUF_FULL_API"]
    return ["-Xcc", "-DPy_LIMITED_API=0x{:02X}{:02X}0000".format(*numbers(ext.limited_api))]


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


if __name__ == "__main__":
    print(swift_package())
