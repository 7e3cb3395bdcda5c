"""Builds the extension module; pyproject.toml says everything else."""

import importlib.util
import os
import shutil
import sys
import tomllib
from pathlib import Path

import setuptools
from setuptools import setup
from setuptools.command.build_py import build_py as setuptools_build_py

# pip reads [build-system] for isolated builds only. Without this check, an older setuptools stops
# at whatever it does not know first, and says nothing of its age.
project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
(requirement,) = project["build-system"]["requires"]
if int(setuptools.__version__.split(".")[0]) < int(requirement.removeprefix("setuptools>=")):
    sys.exit(
        f"error: swiftbuf needs {requirement}, and this environment has setuptools "
        f'{setuptools.__version__}: pip install "{requirement}", or leave out --no-build-isolation'
    )

# By its path, as swiftbuf is not installed yet, and under another name.
spec = importlib.util.spec_from_file_location("swiftbuf_build", "python/swiftbuf/build/__init__.py")
build = importlib.util.module_from_spec(spec)
sys.modules["swiftbuf_build"] = build
spec.loader.exec_module(build)


class build_py(setuptools_build_py):
    """Puts the Swift sources into the package, for those who build on BufferProtocol."""

    def run(self):
        super().run()
        if not self.editable_mode:
            package = Path(self.build_lib, "swiftbuf", "swift")
            shutil.rmtree(package, ignore_errors=True)
            shutil.copytree("Sources", package / "Sources")
            shutil.copy("Package.swift", package)


# What pip builds from source is for the Python that runs it, and faster (docs/performance.md).
# SWIFTBUF_LIMITED_API=3.11, as in `make wheel`, makes one file for that Python and all later ones.
limited_api = os.environ.get("SWIFTBUF_LIMITED_API")
# For `make test SANITIZE=address`, which says what loads such a library. Swift compiles the inline
# functions of C headers too, and watches what these do if it is told apart.
sanitizer = os.environ.get("SWIFTBUF_SANITIZE")
sanitized = (f"--sanitize={sanitizer}", "-Xswiftc", "-Xcc", "-Xswiftc", f"-fsanitize={sanitizer}")

commands = build.commands | {"build_py": build_py}

# A library for another machine than this one, which tools/aarch64.py has compiled.
prebuilt = os.environ.get("SWIFTBUF_PREBUILT")
if prebuilt is not None:

    class build_ext(build.commands["build_ext"]):
        """Takes the library that is there already."""

        def build_library(self, ext):
            return build.swift_build.Built(Path(prebuilt))

    commands["build_ext"] = build_ext

setup(
    ext_modules=[
        build.SwiftExtension(
            "swiftbuf._swiftbuf",
            product="SwiftBufferExt",
            limited_api=limited_api,
            swift_args=sanitized if sanitizer else (),
        )
    ],
    cmdclass=commands,
)
