"""The parts of a build that differ between operating systems: linker flags and file names.

A build for Mach-O is written down and was never tried.
"""

import sys
from pathlib import Path


class ELF:
    """Linux: the flags of GNU ld, gold and lld."""

    #: Functions that nothing calls, and all names but those of dynamic symbols, are left out.
    stripping = ("--strip-all", "--gc-sections")
    #: The mathematical functions, if any is called.
    mathematics = ("--as-needed", "-lm")

    def library(self, product: str) -> str:
        """The file of a dynamic library product."""
        return f"lib{product}.so"

    def exports(self, entry: str) -> str:
        """A script that hides all symbols but one, so that two extensions can share a process."""
        return f"{{ global: {entry}; local: *; }};\n"

    def linking(self, exports: Path, product: str) -> tuple[str, ...]:
        # Without a soname the linker records the path of the build.
        return f"--version-script={exports}", f"--soname={product}"

    def naming(self, name: str, function: str) -> tuple[str, ...]:
        """The flags that give a function another name."""
        return (f"--defsym={name}={function}",)


class MachO:
    """macOS: the flags of Apple's ld."""

    stripping = ("-dead_strip", "-x")
    mathematics = ()

    def library(self, product: str) -> str:
        return f"lib{product}.dylib"

    def exports(self, entry: str) -> str:
        return f"_{entry}\n"

    def linking(self, exports: Path, product: str) -> tuple[str, ...]:
        # Python's symbols come from the process that loads the library.
        resolving = ("-undefined", "dynamic_lookup")
        named = ("-install_name", f"@rpath/{product}")
        return "-exported_symbols_list", str(exports), *named, *resolving

    def naming(self, name: str, function: str) -> tuple[str, ...]:
        return "-alias", f"_{function}", f"_{name}"


object_format: ELF | MachO = MachO() if sys.platform == "darwin" else ELF()
