"""The runtimes that a module can be built with, and what a build keeps of earlier ones."""

import os
import sys

import pytest
from projects import run
from setuptools.errors import CompileError
from support import libraries_of

from swiftbuf.build import SwiftExtension, swift_build
from swiftbuf.build.swift_build import SwiftBuild

PROJECT = {
    "Package.swift": """\
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "times",
  products: [.library(name: "Times", targets: ["Times"])],
  targets: [.target(name: "Times")]
)
""",
    "Sources/Times/Times.swift": """\
import FoundationEssentials

public enum TimeProblem: Error { case wrong }

public func seconds(_ text: String) throws(TimeProblem) -> Double {
  do { return try Date(text, strategy: .iso8601).timeIntervalSince1970 } catch { throw .wrong }
}

public func described(_ numbers: [Int]) -> String { "\\(numbers)" }
""",
    "setup.py": """\
from setuptools import setup
from swiftbuf.build import SwiftExtension, commands

setup(
    name="times",
    ext_modules=[SwiftExtension("times", module="Times", limited_api="3.11", runtime="static")],
    cmdclass=commands,
)
""",
}
USE = """
import times
assert times.seconds("1970-01-01T00:01:00Z") == 60
assert times.described([1, 2]) == "[1, 2]"
try:
    times.seconds("yesterday")
except times.TimeProblem as error:
    assert error.case == "wrong"
"""


def test_the_static_runtime_has_foundation_and_needs_no_swift(tmp_path):
    for name, text in PROJECT.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for command in (["setup.py", "build_ext", "--inplace"], ["-c", USE]):
        done = run(sys.executable, *command, cwd=tmp_path)
        assert done.returncode == 0, done.stdout
    (library,) = tmp_path.glob("*.so")
    needed = {name for name in libraries_of(library).names if not name.startswith("ld-linux")}
    assert needed <= {"libc", "libm", "libstdc++", "libgcc_s"}


def test_another_runtime_is_refused():
    with pytest.raises(ValueError, match="SwiftExtension\\('a'\\): runtime='full' is not"):
        SwiftExtension("a", module="A", runtime="full")


def scratch(monkeypatch, environment=None, headers=("/include",), **options):
    monkeypatch.delenv("SWIFTBUF_EMBEDDED", raising=False)
    for name, value in (environment or {}).items():
        monkeypatch.setenv(name, value)
    return swift_build.scratch_path(SwiftExtension("a", **({"module": "A"} | options)), headers)


def test_builds_that_differ_share_no_products(monkeypatch, tmp_path):
    folders = [
        scratch(monkeypatch),
        scratch(monkeypatch, {"SWIFTBUF_EMBEDDED": "0"}),
        scratch(monkeypatch, headers=("/other",)),
        scratch(monkeypatch, module="B"),
        scratch(monkeypatch, runtime="static"),
        scratch(monkeypatch, swift_args=("-v",)),
        scratch(monkeypatch, package_dir="other"),
    ]
    with monkeypatch.context() as context:
        context.setattr(swift_build, "swift_version", lambda: "6.4")
        folders.append(scratch(context))
    with monkeypatch.context() as context:
        (tmp_path / "Sources/CPython").mkdir(parents=True)
        context.setattr(swift_build, "swift_package", lambda: tmp_path)
        folders.append(scratch(context))
        (tmp_path / "Sources/CPython/CPython.h").write_text("// changed")
        folders.append(scratch(context))
    assert len(set(folders)) == len(folders)


def test_builds_of_the_same_share_them(monkeypatch):
    embedded = scratch(monkeypatch)
    assert scratch(monkeypatch, {"SWIFTBUF_EMBEDDED": "1"}) == embedded
    static = scratch(monkeypatch, runtime="static")
    assert scratch(monkeypatch, {"SWIFTBUF_EMBEDDED": "0"}, runtime="static") == static


def write(file, time):
    file.write_text("")
    os.utime(file, ns=(time, time))


@pytest.fixture
def graphs(tmp_path):
    """The graphs of a library that extends Int, and another's."""
    for name in ("A", "A@Swift", "B@Swift"):
        write(tmp_path / f"{name}.symbols.json", 1)
    return tmp_path


def names(graphs):
    return {file.name.split(".")[0] for file in graphs.iterdir()}


def test_an_extension_that_is_gone_is_forgotten(graphs):
    with swift_build.only_new_graphs(graphs, "A"):
        write(graphs / "A.symbols.json", 2)
    assert names(graphs) == {"A", "B@Swift"}


def test_an_extension_that_is_there_is_kept(graphs):
    with swift_build.only_new_graphs(graphs, "A"):
        pass
    assert names(graphs) == {"A", "A@Swift", "B@Swift"}
    with swift_build.only_new_graphs(graphs, "A"):
        write(graphs / "A.symbols.json", 2)
        write(graphs / "A@Swift.symbols.json", 2)
    assert names(graphs) == {"A", "A@Swift", "B@Swift"}


def test_a_library_without_the_function_of_its_module_is_an_error(tmp_path, monkeypatch):
    ext = SwiftExtension("a.b", product="P")
    build = SwiftBuild.__new__(SwiftBuild)
    build.ext, build.scratch, build.configuration = ext, tmp_path, "release"
    monkeypatch.setattr(build, "run", lambda *_: None)
    (tmp_path / "release").mkdir()
    library = tmp_path / "release/libP.so"
    library.write_bytes(b"\0PyInit_a\0PyInit_bc\0")
    with pytest.raises(CompileError, match="^a.b: libP.so does not export PyInit_b, by which"):
        build.library(".")
    library.write_bytes(b"\0PyInit_b\0")
    assert build.library(".") == library
