"""What an author says for Python of a declaration, and functions that run without the GIL."""

import array
import inspect
import os
import signal
import threading
from types import SimpleNamespace

import pytest
from setuptools.errors import CompileError

from swiftbuf.build import SwiftExtension
from swiftbuf.build.commands import build_ext
from swiftbuf.build.generator import attributes, documentation, module_source
from swiftbuf.build.generator.declarations import Function, Kind, Library, Nominal, Place, Property
from swiftbuf.build.generator.syntax import Reader, type_of


def function(name, parameters="()", said="", throws=None):
    text = documentation.parse([f"- Python: {said}"] if said else [])
    place = Place("/a/F.swift", 3, 1)
    return Function(name, place, text, "", Reader(parameters).parameters(), type_of("Int"), throws)


def planned(*functions, rows=None, **others):
    library = Library("F", list(functions), **others)
    attributes.apply(library, rows or {})
    return module_source.plan(library, "f")


# pyproject.toml.


def test_a_table_renames_and_hides(sample):
    assert sample.from_table(3) == 3
    assert sample.by_table() == 2
    for name in ("tabled", "tabled_away", "tabled_by_both", "by_comment"):
        assert not hasattr(sample, name)


def test_a_row_names_a_member_or_all_of_a_name():
    nominal = Nominal("T", Place("", 0, 0), documentation.parse([]), "", Kind.CLASS)
    nominal.methods = [function("a(_:)"), function("a(b:)"), function("c()")]
    library = Library("F", types={"T": nominal})
    attributes.apply(library, {"T.a": "withoutGIL", "T.a(b:)": "name=b", "T.c()": "hidden"})
    assert [method.documentation.attributes for method in nominal.methods] == [
        {"withoutGIL": ""},
        {"withoutGIL": "", "name": "b"},
        {"hidden": ""},
    ]


def test_a_row_without_a_declaration_is_an_error():
    with pytest.raises(CompileError, match=r"pyproject.toml: \[tool.swiftbuf.F\] has 'peek', and"):
        planned(function("peak()"), rows={"peek": "hidden"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.swiftbuf]\nF = 1", "tool.swiftbuf.F is not a table"),
        ("[tool.swiftbuf.F]\npeak = ['hidden']", '"peak" is not a text such as "hidden"'),
        ("[tool.swiftbuf.F", "pyproject.toml: "),
    ],
)
def test_a_table_of_another_form_is_an_error(text, message, tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CompileError) as caught:
        attributes.tables()
    assert message in str(caught.value)


def test_a_table_of_a_module_that_is_not_built_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text('[tool.swiftbuf.Peek]\npeak = "hidden"\n')
    monkeypatch.chdir(tmp_path)
    extensions = [SwiftExtension("f._f", module="F"), SwiftExtension("f._g", product="Peek")]
    with pytest.raises(CompileError, match=r"\[tool.swiftbuf.Peek\], and no SwiftExtension"):
        build_ext.check_tables(SimpleNamespace(extensions=extensions))


def test_a_project_needs_no_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert attributes.tables() == {}
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n")
    assert attributes.tables() == {}


# Words.


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("rename=a", "there is no such word; there are name=, base=, hidden"),
        ("name", "name= takes the name in Python"),
        ("hidden=yes", "hidden takes no value"),
        ("base=ValueError", "it is for errors"),
        ("interrupted=a", "it is for functions with withoutGIL"),
        ("withoutGIL, interrupted=b", "it has no parameter of that name"),
        ("withoutGIL, interrupted=a", r"is of type Int, not \(\) -> Bool"),
    ],
)
def test_a_word_that_does_not_fit_is_an_error_with_its_place(said, message):
    with pytest.raises(CompileError, match=rf"^/a/F.swift:3:1: 'peak\(_:\)' has .*: .*{message}"):
        planned(function("peak(_:)", "(_ a: Int)", said))


def test_only_functions_give_up_the_gil():
    constant = Property(
        "c", Place("", 1, 1), documentation.parse(["- Python: withoutGIL"]), "", type_of("Int")
    )
    with pytest.raises(CompileError, match="it is for functions"):
        planned(constants=[constant])


@pytest.mark.parametrize(
    ("parameters", "throws", "reason"),
    [
        ("(_ body: () -> Int)", None, "its argument body is a Python callable"),
        ("(_ body: (() -> Int)?)", None, "its argument body is a Python callable"),
        ("(_ a: Int)", "Failure", "it throws Failure, which is a Python exception"),
    ],
)
def test_what_holds_python_objects_keeps_the_gil(parameters, throws, reason):
    with pytest.raises(CompileError, match=f"has '- Python: withoutGIL': {reason}"):
        planned(function("work(_:)", parameters, "withoutGIL", throws))


def test_memory_that_the_call_cannot_keep_in_place_keeps_the_gil():
    shown = Nominal(
        "Shown",
        Place("", 1, 1),
        documentation.parse([]),
        "",
        Kind.CLASS,
        {"BufferProtocol.BufferProvider"},
    )
    work = function("work(_:)", "(_ all: [Shown])", "withoutGIL")
    with pytest.raises(CompileError, match="argument all holds objects that show their memory"):
        planned(work, types={"Shown": shown})


def test_a_question_that_outlives_the_call_is_an_error():
    parameters = "(_ stop: @escaping () -> Bool)"
    with pytest.raises(CompileError, match="which the call outlives"):
        planned(function("work(_:)", parameters, "withoutGIL, interrupted=stop"))


# Calls without the GIL.


def test_other_threads_run_while_a_function_without_the_gil_waits(sample):
    reading, writing = os.pipe()
    ready = threading.Event()

    def write():
        ready.wait()
        os.write(writing, b"x")

    thread = threading.Thread(target=write)
    thread.start()
    ready.set()
    try:
        assert sample.wait_to_read(reading)
    finally:
        thread.join()
        os.close(reading)
        os.close(writing)


def test_values_and_buffers_are_passed_to_a_function_without_the_gil(sample):
    copy = array.array("d", [0, 0])
    numbers = array.array("d", [1.5, 2])
    assert sample.copy_without_gil(numbers, into=copy) == (3.5, 1)
    assert copy == numbers
    assert sample.nothing_without_gil() is None
    with pytest.raises(TypeError, match="^times: 1 is not a list or another iterable"):
        sample.copy_without_gil(numbers, into=copy, times=1)


def test_an_error_of_a_function_without_the_gil_is_raised(sample):
    with pytest.raises(sample.WaitProblem, match="^interrupted$"):
        sample.throw_until(-1)
    assert sample.throw_until() == 3


def test_what_asks_for_ctrl_c_is_no_parameter_in_python(sample):
    assert str(inspect.signature(sample.work_until)) == "()"
    assert str(inspect.signature(sample.throw_until)) == "(count=3)"


class Interrupted(Exception):
    pass


@pytest.fixture
def interrupt():
    """Has a signal handler raise, in the main thread, soon after the call of what it returns."""

    def handle(number, frame):
        raise Interrupted

    before = signal.signal(signal.SIGUSR1, handle)
    main = threading.main_thread().ident
    timers = []

    def soon():
        timers.append(threading.Timer(0.1, signal.pthread_kill, (main, signal.SIGUSR1)))
        timers[-1].start()

    yield soon
    for timer in timers:
        timer.join()
    signal.signal(signal.SIGUSR1, before)


def test_a_signal_ends_a_call_that_waits(sample, interrupt):
    reading, writing = os.pipe()
    interrupt()
    with pytest.raises(Interrupted):
        sample.wait_to_read(reading)
    os.close(reading)
    os.close(writing)


def test_a_signal_ends_a_call_that_asks(sample, interrupt):
    interrupt()
    with pytest.raises(Interrupted):
        sample.work_until()
    interrupt()
    with pytest.raises(Interrupted):
        sample.throw_until(10**18)
