"""The description of one extension module."""

import sysconfig
from typing import Literal

from setuptools import Extension

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


class SwiftExtension(Extension):
    """One extension module, made from a Swift package.

    name: the full name of the module, as for ``setuptools.Extension``.
    module: the Swift module whose public declarations become the Python module. The package has an
        ordinary ``.library`` product of the same name; the build writes the rest.
    product: for a module written by hand instead, the ``.library(type: .dynamic)`` product that
        exports the C function ``PyInit_...``.
    package_dir: the folder of Package.swift, relative to setup.py.
    limited_api: the oldest Python to run on, such as ``"3.11"``: the module is then one abi3 file
        for that version and all later ones, compiled with Py_LIMITED_API. ``"3.15t"`` is one file
        for Python 3.15 and all later ones, with a GIL or without (abi3t, PEP 803), compiled on
        Python 3.15 or later; a free-threaded Python makes the same of ``"3.15"``. With None it is
        for the running version only, with the full API of that version (SWIFTBUF_FULL_API, see
        CPython.h); so it is with versions before 3.15 on a free-threaded Python.
    runtime: ``"embedded"`` compiles in Embedded mode: a file of about 100 KB that needs only libc.
        ``"static"`` has all of Swift, including Foundation, and puts the parts that are used into
        the file, 6 MB and more. docs/swift.md has the sizes.
    uses_gil: False promises that the library of ``module`` can be called from several threads at
        once: free-threaded Pythons then use it without a GIL, and interpreters with their own GIL
        accept it. A module written by hand declares this itself (``ModuleDefinition(usesGIL:)``).
    swift_args: further arguments of ``swift build``.
    """

    def __init__(
        self,
        name: str,
        *,
        module: str | None = None,
        product: str | None = None,
        package_dir: str = ".",
        limited_api: str | None = None,
        runtime: Literal["embedded", "static"] = "embedded",
        uses_gil: bool = True,
        swift_args: tuple[str, ...] = (),
        optional: bool = False,
    ) -> None:
        if (module is None) == (product is None):
            raise TypeError(f"SwiftExtension({name!r}) takes either module= or product=")
        if runtime not in ("embedded", "static"):
            raise ValueError(
                f"SwiftExtension({name!r}): runtime={runtime!r} is not 'embedded' or 'static'"
            )
        if not uses_gil and module is None:
            raise TypeError(
                f"SwiftExtension({name!r}): uses_gil is for module=; "
                "a module written by hand says ModuleDefinition(usesGIL: false)"
            )
        self.runtime = runtime
        self.uses_gil = uses_gil
        self.limited_api = stable_abi(name, limited_api)
        limited = self.limited_api is not None
        super().__init__(name, sources=[], py_limited_api=limited, optional=optional)
        self.module = module
        self.product = product or name.rpartition(".")[2]
        self.package_dir = package_dir
        self.swift_args = swift_args

    @property
    def last_name(self) -> str:
        """The name of the module within its package, which ``PyInit_`` goes by."""
        return self.name.rpartition(".")[2]

    @property
    def is_abi3t(self) -> bool:
        """Whether it also runs on free-threaded Pythons, by their stable ABI."""
        return self.limited_api is not None and self.limited_api.endswith("t")

    @property
    def suffix(self) -> str | None:
        """The end of its file's name; None for the running Python's own."""
        if self.limited_api is None:
            return None
        return ".abi3t.so" if self.is_abi3t else ".abi3.so"

    @property
    def entry(self) -> str:
        """The function by which Python finds the module (PEP 489, or PEP 793 for abi3t)."""
        return f"{'PyModExport' if self.is_abi3t else 'PyInit'}_{self.last_name}"


def stable_abi(name: str, limited_api: str | None) -> str | None:
    """The version of the stable ABI, with a "t" for abi3t; None for the full API."""
    if limited_api is None:
        return None
    has_abi3t = numbers(limited_api) >= (3, 15)
    if limited_api.endswith("t"):
        if not has_abi3t:
            raise ValueError(
                f"SwiftExtension({name!r}): limited_api={limited_api!r}: the stable ABI of "
                "free-threaded Pythons begins with '3.15t'"
            )
        return limited_api
    if not FREE_THREADED:
        return limited_api
    return f"{limited_api}t" if has_abi3t else None


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.removesuffix("t").split(".")))
