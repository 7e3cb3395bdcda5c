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
        for that version and all later ones, compiled with Py_LIMITED_API. With None it is for the
        running version only, with the full API of that version (SWIFTBUF_FULL_API, see CPython.h);
        so it is on a free-threaded Python, which has no stable ABI before 3.15.
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
        self.limited_api = None if FREE_THREADED else limited_api
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


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
