"""The setuptools commands that support SwiftExtension."""

import shutil
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

import setuptools
from setuptools import Extension
from setuptools.command.build_ext import build_ext as setuptools_build_ext
from setuptools.errors import BaseError, CompileError

from .extension import SwiftExtension, numbers
from .generator import attributes
from .sbom import sbom
from .swift_build import Built, build

try:
    from setuptools.command.bdist_wheel import bdist_wheel as setuptools_bdist_wheel
except ModuleNotFoundError:  # older versions have it in the package wheel
    raise ImportError(
        "swiftbuf.build needs setuptools>=70.1, and this environment has setuptools "
        f'{setuptools.__version__}: pip install "setuptools>=70.1"'
    ) from None


class build_ext(setuptools_build_ext):
    """The build_ext of setuptools, with Swift extensions."""

    def run(self) -> None:
        try:
            self.check_tables()
            super().run()
        except BaseError as problem:
            # One line says what to do; an editable install would wrap it in a stack trace.
            raise SystemExit(f"error: {problem}") from None

    def check_tables(self) -> None:
        """Raises CompileError if pyproject.toml has a table for a module that is not built here."""
        modules = [getattr(ext, "module", None) for ext in self.extensions]
        for name in attributes.tables():
            if name not in modules:
                raise CompileError(
                    f"{attributes.FILE}: [tool.swiftbuf.{name}], "
                    f"and no SwiftExtension in setup.py has module={name!r}"
                )

    def get_ext_filename(self, fullname: str) -> str:
        """The file of a module; an abi3 one has a suffix that every Python since 3.2 knows.

        Python 3.15 has one with the platform before it, which setuptools takes there.
        """
        filename: str = super().get_ext_filename(fullname)
        ext = self.ext_map.get(fullname)
        if not isinstance(ext, SwiftExtension) or ext.suffix is None:
            return filename
        return str(Path(filename).with_name(ext.last_name + ext.suffix))

    def build_extension(self, ext: Extension) -> None:
        if not isinstance(ext, SwiftExtension):
            super().build_extension(ext)
            return
        built = self.build_library(ext)
        target = Path(self.get_ext_fullpath(ext.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        # Also files that the other kind of build left: this Python would find them first, and a
        # wheel would include them. A Python that has an old file mapped keeps it.
        for suffix in (*EXTENSION_SUFFIXES, ".abi3.so", ".abi3t.so"):
            target.with_name(ext.last_name + suffix).unlink(missing_ok=True)
        shutil.copy(built.library, target)
        for name, text in built.beside.items():
            target.with_name(name).write_text(text)
            self.made_beside.append(target.with_name(name))

    def build_library(self, ext: SwiftExtension) -> Built:
        return build(ext, "debug" if self.debug else "release")

    def initialize_options(self) -> None:
        super().initialize_options()
        self.made_beside: list[Path] = []

    def get_outputs(self) -> list[str]:
        return [*super().get_outputs(), *map(str, self.made_beside)]

    def copy_extensions_to_source(self) -> None:
        """Put the products next to the sources, so that they need no further installation."""
        super().copy_extensions_to_source()
        sources: list[str] = [self.get_finalized_command("build_py").get_package_dir("")]
        for file in self.made_beside:
            target = Path(*sources, file.relative_to(self.build_lib))
            shutil.copy(file, target)


class bdist_wheel(setuptools_bdist_wheel):
    """The bdist_wheel of setuptools, with an SBOM, and the abi3 tag where it applies.

    That is where every extension module keeps to the stable ABI; abi3t is added where every one
    keeps to that too (PEP 803, "The abi3t wheel and filename tags").
    """

    def get_tag(self) -> tuple[str, str, str]:
        python, abi, platform = super().get_tag()
        extensions = self.distribution.ext_modules or []
        oldest = [getattr(ext, "limited_api", None) or "" for ext in extensions]
        if oldest and all(oldest):
            python = "cp{}{}".format(*max(map(numbers, oldest)))
            abi = "abi3.abi3t" if all(each.endswith("t") for each in oldest) else "abi3"
        return python, abi, platform

    def write_wheelfile(self, wheelfile_base: str, *arguments: Any, **options: Any) -> None:
        """Complete the folder of the wheel once everything else is in it."""
        super().write_wheelfile(wheelfile_base, *arguments, **options)
        name, version = self.distribution.get_name(), self.distribution.get_version()
        extensions = self.distribution.ext_modules or []
        swift = [ext for ext in extensions if isinstance(ext, SwiftExtension)]
        # "Software bill of materials in Python packages", PEP 770.
        file = Path(wheelfile_base, "sboms", f"{name}.cdx.json")
        file.parent.mkdir(exist_ok=True)
        file.write_text(sbom(name, version, swift), encoding="utf-8")
        # The archive records file modes, which depend on the umask of the checkout.
        for path in Path(self.bdist_dir).rglob("*"):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


#: The commands of setuptools that know SwiftExtension: what `cmdclass` in setup.py takes.
commands: dict[str, type] = {"build_ext": build_ext, "bdist_wheel": bdist_wheel}
