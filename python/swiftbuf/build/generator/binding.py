"""The package that is generated for a library, in the build folder."""

from pathlib import Path

from . import attributes, module_source, symbol_graph
from .module_source import Plan

MANIFEST = """\
// swift-tools-version: 6.2
// Made by swiftbuf.build: the library {module} as a Python module.
import PackageDescription

let package = Package(
  name: "{module}-python",
  products: [.library(name: "{product}", type: .dynamic, targets: ["{module}Python"])],
  dependencies: [
    .package(name: "library", path: {library}),
    .package(name: "swiftbuf", path: {swiftbuf}),
  ],
  targets: [
    .target(
      name: "{module}Python",
      dependencies: [
        .product(name: "{module}", package: "library"),
        .product(name: "BufferProtocol", package: "swiftbuf"),
      ])
  ]
)
"""


class Binding:
    """The folder of the generated package."""

    def __init__(self, folder: Path, module: str, product: str, library: Path, swiftbuf: Path):
        self.folder = folder
        self.module = module
        self.sources = folder / "Sources" / f"{module}Python"
        self.sources.mkdir(parents=True, exist_ok=True)
        manifest = MANIFEST.format(
            module=module, product=product, library=swift(library), swiftbuf=swift(swiftbuf)
        )
        write(folder / "Package.swift", manifest)
        if not any(self.sources.iterdir()):
            write(self.sources / "Module.swift", "")  # a target needs a source file
        resolved = library / "Package.resolved"
        if resolved.exists():
            write(folder / "Package.resolved", resolved.read_text())

    def generate(self, graphs: Path, name: str, uses_gil: bool) -> Plan:
        """Write the sources of the Python module `name` from the library's symbol graph."""
        library = symbol_graph.read(graphs, self.module)
        attributes.apply(library, attributes.tables().get(self.module, {}))
        plan = module_source.plan(library, name, uses_gil)
        files = module_source.sources(plan)
        for name, text in files.items():
            write(self.sources / name, text)
        for file in self.sources.iterdir():
            if file.name not in files:
                file.unlink()
        return plan


def write(file: Path, text: str) -> None:
    """Write a file only if its text changes: Swift recompiles files newer than their product."""
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


def swift(path: Path) -> str:
    """A path as a Swift literal."""
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
