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
builds and installs it, also with ``-e``. Package.swift names swiftbuf as a dependency::

    dependencies: [
      .package(name: "swiftbuf", path: Context.environment["SWIFTBUF_PACKAGE"] ?? "swiftbuf")
    ],

The Swift sources of swiftbuf are installed with it. The build sets ``SWIFTBUF_PACKAGE`` to their
folder, and ``python -m swiftbuf.build`` prints it, for ``swift build`` by hand. docs/swift.md is
the tutorial. ``setup.py build_ext --debug`` makes Swift's debug configuration, not stripped.
"""

from .commands import commands
from .extension import SwiftExtension
from .toolchain import swift_package

__all__ = ["SwiftExtension", "commands", "swift_package"]
