"""Builds the extension module; pyproject.toml says everything else."""

import runpy

from setuptools import setup

# By its path, as swiftbuf is not installed yet.
build = runpy.run_path("python/swiftbuf/build.py")

setup(
    ext_modules=[
        build["SwiftExtension"]("swiftbuf._swiftbuf", product="SwiftBufferExt", limited_api="3.11")
    ],
    cmdclass=build["commands"],
)
