"""The files of a new project, with $name and $module for its names."""

FILES = {
    ".gitignore": """\
.build/
build/
dist/
*.egg-info/
*.so
__pycache__/
.pytest_cache/
/${name}/_core.pyi
/${name}/py.typed
""",
    "MANIFEST.in": """\
include Package.swift
graft Sources
graft Tests
global-exclude __pycache__ *.so
""",
    "Package.swift": """\
// swift-tools-version: 6.2
import PackageDescription

// An ordinary Swift package, which knows nothing of Python: editors open it, `swift build` and
// `swift test` work. The Python module is made of it by setup.py.
let package = Package(
  name: "${name}",
  products: [.library(name: "${module}", targets: ["${module}"])],
  targets: [
    .target(name: "${module}"),
    .testTarget(name: "${module}Tests", dependencies: ["${module}"]),
  ]
)
""",
    "README.md": """\
# ${name}

A Swift library, and the Python package that `swiftbuf.build` makes of it.

| | |
| --- | --- |
| `Sources/${module}` | the library: its public declarations are what Python sees |
| `${name}/__init__.py` | what the Python package has for its users |
| `Tests` | tests, in Swift and in Python |

Build, install for editing, and test:

```sh
python -m pip install --no-build-isolation -e .
python -m pytest
```

After a change in Swift, run the first line again. With `-v` pip shows the warnings of the build:
what is not carried over to Python, and why. `python -m swiftbuf.build --show` prints the
Swift that is written for Python. Test the Swift side by itself, without Python:

```sh
swift test
```

Open the folder in any editor with sourcekit-lsp (Visual Studio Code with the Swift extension, for
one): the package is an ordinary one. Python's module is compiled in Embedded mode, which lacks some
of Swift: the build says what. `SwiftExtension(..., runtime="static")` in `setup.py` has all of it,
in a larger file.

Make a wheel, for users who have no Swift:

```sh
python -m pip wheel --no-build-isolation --no-deps -w dist .
```
""",
    "Sources/${module}/${module}.swift": r"""/// Why there is no mean.
/// - Python: base=ValueError
public enum MeanError: Error {
  case empty
}

/// The arithmetic mean of numbers.
/// - Parameter numbers: a buffer of format "d", such as a NumPy array of float64.
/// - Complexity: O(n).
public func mean(_ numbers: Span<Double>) throws(MeanError) -> Double {
  guard !numbers.isEmpty else { throw .empty }
  var sum = 0.0
  for index in numbers.indices { sum += numbers[index] }
  return sum / Double(numbers.count)
}

/// Why there is no greeting.
/// - Python: base=ValueError
public enum GreetingError: Error {
  case timesOutOfRange(Int)
}

/// A greeting.
/// - Parameter times: at most 1000. Without a bound, 2**62 would be a trap of Swift for want of
///   memory, which ends Python: refuse what a caller can pass and the code cannot do.
public func greeting(of name: String, times: Int = 1) throws(GreetingError) -> String {
  guard times >= 0, times <= 1000 else { throw .timesOutOfRange(times) }
  return String(repeating: "Hello, \(name)! ", count: times)
}
""",
    "Tests/${module}Tests/${module}Tests.swift": """\
import Testing

import ${module}

@Test func meanIsBetweenTheNumbers() throws {
  #expect(try mean([1, 2, 6].span) == 3)
}

@Test func nothingHasNoMean() {
  let none: [Double] = []
  #expect(throws: MeanError.empty) { try mean(none.span) }
}
""",
    "Tests/test_${name}.py": """\
from array import array

import pytest
import ${name}


def test_the_mean_is_between_the_numbers():
    assert ${name}.mean(array("d", [1, 2, 6])) == 3


def test_nothing_has_no_mean():
    with pytest.raises(${name}.MeanError, match="empty"):
        ${name}.mean(array("d"))


def test_a_buffer_of_another_format_is_refused():
    with pytest.raises(ValueError, match="numbers: its format is 'i', not 'd'"):
        ${name}.mean(array("i", [1]))


def test_a_greeting_is_a_str():
    assert ${name}.greeting(of="Swift", times=2) == "Hello, Swift! Hello, Swift! "


@pytest.mark.parametrize("times", [-1, 1001, 2**62])
def test_a_greeting_has_bounds(times):
    with pytest.raises(${name}.GreetingError, match="timesOutOfRange"):
        ${name}.greeting(of="Swift", times=times)
""",
    "${name}/__init__.py": '''\
"""A Swift library as a Python package."""

from ._core import GreetingError, MeanError, greeting, mean

__all__ = ["GreetingError", "MeanError", "greeting", "mean"]
''',
    "pyproject.toml": """\
[build-system]
requires = ["setuptools>=77", "swiftbuf"]
build-backend = "setuptools.build_meta"

[project]
name = "${name}"
version = "0.1"
description = "A Swift library as a Python package"
readme = "README.md"
requires-python = ">=3.11"

[project.optional-dependencies]
test = ["pytest"]
""",
    "setup.py": """\
from setuptools import setup

from swiftbuf.build import SwiftExtension, commands

setup(
    packages=["${name}"],
    ext_modules=[SwiftExtension("${name}._core", module="${module}", limited_api="3.11")],
    cmdclass=commands,
)
""",
}
