"""What a build of a plain Swift library writes and says."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile
from support import libraries_of

GAPS = {
    "generic(_:)": "it is generic",
    "variadic(_:)": "takes any number of values; take an array",
    "pointer(_:)": "the type UnsafePointer<Int> has no counterpart in Python",
    "inPlace(_:)": "it changes an argument in place",
    "scale(by:)": "'scale(_:by:addingOffset:)' is 'scale' in Python already",
    "changing": "it is a variable",
    "Int.doubled": "it extends a type of another module, Swift",
    "Shape": "it is a protocol",
    "Box": "it is generic",
    "<+>(_:_:)": "it is an operator outside of a type",
    "sumOfStrings(_:)": "a buffer cannot hold elements of type Bool",
    "ownSpan(_:)": "a MutableSpan is passed as inout MutableSpan",
    "failing(_:)": "a callback cannot throw NumberProblem",
    "keyed(_:)": "a dictionary with keys of type [Int] has no counterpart in Python",
    "Shade": "its cases hold values; make it a struct or a class",
    "Twins": "two of its members would be called 'ONE'",
    "shade(_:)": "the type Shade has no counterpart in Python",
    "Loudness.isHigh": "of an enum only the cases are carried over",
    "Measured": "it is a protocol",
    "Handle": "it cannot be copied",
    "Options": "it is an OptionSet",
    "Derived": "it derives from Base; let it hold one instead",
    "Full.shared": "it is a variable of the type; make it a static function",
    "Full.closure": "Python cannot read a closure",
    "Full.+(_:_:)": "of operators, == and < are carried over, by Equatable and Comparable",
    "Full.subscript(_:_:)": "a Python class has one subscript, and this is not the first",
    "Full.make(_:)": "it is generic",
    "Full.next()": "__next__ is a method without arguments that returns an optional",
    "options(_:)": "the type Options has no counterpart in Python",
    "produce(_:)": "a callback has no Full to return where it raises",
    "Signature": "BufferProtocol has a type Signature too, which the generated code needs",
    "sign(_:)": "the type Signature has no counterpart in Python",
    "maybeArray(_:)": "a NativeArray<Int> is handed over only as the result itself",
}


@pytest.fixture(scope="module")
def shown(sample_project):
    """What `python -m swiftbuf.build --show` prints, and says."""
    source, _ = sample_project
    done = subprocess.run(
        [sys.executable, "-m", "swiftbuf.build", "--show"],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_what_is_not_carried_over_is_named_with_its_place_and_reason(shown, sample_project):
    source, _ = sample_project
    gaps = (source / "Sources/Sample/Gaps.swift").read_text().splitlines()
    warnings = re.findall(
        r"^(.*?):(\d+):(\d+): warning: '(.*?)' is not carried over: (.*)$", shown.stderr, re.M
    )
    assert [name for *_, name, _ in warnings] == list(GAPS)
    for file, line, column, name, reason in warnings:
        assert GAPS[name] in reason
        assert Path(file).name == "Gaps.swift"
        last = name.rpartition(".")[2].split("(")[0]
        assert gaps[int(line) - 1][int(column) - 1 :].startswith(last)


def test_a_default_that_only_the_library_knows_is_named(shown):
    assert re.search(
        r"Functions.swift:\d+:\d+: warning: 'withFallback\(_:\)': the default value fallback of "
        "value is known to its library alone: Python callers have to pass it",
        shown.stderr,
    )


def test_a_callable_whose_result_would_be_made_up_is_named(shown):
    said = re.findall(
        r"warning: '([\w.]+)\(.*?': where the callable \w+ raises, Swift goes on with a made-up "
        r"\w+: declare it throws\(Failure\)",
        shown.stderr,
    )
    assert {"Bell.init", "Point.change", "apply", "firstMatch"} <= set(said)
    assert not {"workUntil", "repeatCall"} & set(said)  # nothing, or the library's own


def test_the_generated_source_is_shown_with_the_place_of_each_declaration(shown, sample_project):
    source, _ = sample_project
    lines = (source / "Sources/Sample/Functions.swift").read_text().splitlines()
    number = 1 + next(n for n, line in enumerate(lines) if "func scale(" in line)
    assert f"// MARK: scale(_:by:addingOffset:), Functions.swift:{number}\n" in shown.stdout
    assert "public func PyInit__sample()" in shown.stdout


def test_no_generated_line_warns(sample_project, shown):
    assert "SamplePython" not in "".join(
        line for line in shown.stderr.splitlines() if "warning:" in line
    )


def test_the_stub_has_what_the_module_has(sample, sample_project):
    _, site = sample_project
    assert (site / "sample/py.typed").exists()
    stub = ast.parse((site / "sample/_sample.pyi").read_text())
    named = {
        node.name if isinstance(node, ast.ClassDef | ast.FunctionDef) else node.target.id
        for node in stub.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AnnAssign)
    }
    assert named == {name for name in vars(sample._sample) if not name.startswith("_")}
    for node in stub.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            text = getattr(sample, node.name).__doc__ or None
            assert (ast.get_docstring(node) or None) == text


def test_the_stub_names_the_gaps_too(sample_project):
    _, site = sample_project
    text = (site / "sample/_sample.pyi").read_text()
    for name, reason in GAPS.items():
        assert re.search(rf"^# {re.escape(name)}: .*{re.escape(reason)}", text, re.M)


CHECKED = """
import sample

named: dict[str, list[int]] = sample.dict({"a": [1]})
listed: list[int] = sample.Buffer(size=3).list(sample.Buffer(size=1))
reals_in_place: memoryview[float] = sample.ramp(count=3)
squares: memoryview = sample.squares(bytearray(4))
path: str | bytes = sample.same_path(b"a")
byte: int = next(sample.FileBytes("a"))
flat, deep = sample.tiles()
in_place: memoryview = memoryview(flat)
number: int = sample.same_int(1) + sample.scale.__module__.count("a")
real: float = sample.scale(2.0, by=3, adding_offset=1)
part: range = sample.same_range(range(2, 5))
between: tuple[float, float] = sample.same_interval((1, 2.5))
described: str = sample.describe(name="a", count=number)
numbers: list[list[float]] = sample.same_nested([[1, 2.5], (3,)])
table: dict[str, list[int]] = sample.same_dictionary({"a": range(3)})
pair: tuple[int, int] | None = sample.maybe_pair((1, 2), or_else=(3, 4))
sample.add_scaled(bytearray(8), memoryview(bytes(8)), by=2)
reals: list[float] = sample.apply(lambda number, text: number * len(text), [1, 2])
sample.keep(lambda number: "text")  # type: ignore[arg-type, return-value]
counter = sample.Counter(3, overflow=sample.Counter.Overflow.IGNORE)
added: bool = counter.add(1, times=2)
place: sample.Counter.Place | None = counter.most()
counter.overflow = sample.Counter.Overflow.COUNT
counter.on_add = lambda code: None
counter[0] = counter[1] + len(counter)
total: int = sum(counter) + sample.Counter.limit
counter.above = 3  # type: ignore[misc]
counter.most().code  # type: ignore[union-attr]
point: sample.Point = max([sample.Point(x=1)], key=lambda point: point.x).scaled(by=2)
tags: set[sample.Tag] = {sample.Tag("a")}
smaller: bool = sample.Tag("a") < sample.Tag("b")
text: str = sample.Table()["a"]


class Own(sample.Counter):
    def __init__(self) -> None:
        super().__init__(2)


own: Own = Own.from_text("1,2")
merged: sample.Counter = own.merge([counter, own])
speed: sample.Speed = sample.same(sample.Speed.VERY_FAST)
colors: list[sample.Color] = sample.same_colors([sample.Color.RED])
raw: str = sample.Color.RED.value
sample.same(1)  # type: ignore[arg-type]
try:
    sample.check(5)
except sample.NumberProblem as error:
    if error.case == "negative":
        value: int = error.value
except sample.Refusal as refusal:
    code: list[int] = refusal.codes
sample.scale("2")  # type: ignore[arg-type]
sample.describe(value=1)  # type: ignore[call-arg]
sample.answer = 3  # type: ignore[misc]
"""


def test_user_code_is_checked_by_the_stub(sample_project, tmp_path):
    _, site = sample_project
    (tmp_path / "code.py").write_text(CHECKED)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", "code.py"],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def glibc_symbols(library):
    """Each function of the C library that a library calls, and the version that it asks for."""
    needed = {
        version["vna_other"]: tuple(map(int, re.findall(r"\d+", version.name)))
        for _, versions in library.get_section_by_name(".gnu.version_r").iter_versions()
        for version in versions
        if version.name.startswith("GLIBC_")
    }
    numbers = library.get_section_by_name(".gnu.version")
    for index, symbol in enumerate(library.get_section_by_name(".dynsym").iter_symbols()):
        number = numbers.get_symbol(index)["ndx"]
        if number in needed:
            yield symbol.name, needed[number]


def test_the_library_exports_its_init_function_and_needs_an_old_glibc_alone(sample):
    with open(sample._sample.__file__, "rb") as file:
        library = ELFFile(file)
        exported = [
            symbol.name
            for symbol in library.get_section_by_name(".dynsym").iter_symbols()
            if symbol["st_shndx"] != "SHN_UNDEF" and symbol["st_info"]["bind"] != "STB_LOCAL"
        ]
        assert exported == ["PyInit__sample"]
        newest = max(version for name, version in glibc_symbols(library) if "pthread" not in name)
    # The sample's own threads take the newest that the linker finds.
    assert newest <= (2, 17)
    needed = libraries_of(sample._sample.__file__)
    assert {name for name in needed.names if not name.startswith("ld-linux")} <= {"libc", "libm"}
