"""Threads of Swift's own that call Python: with the GIL taken for each call, and at the end."""

import gc
import subprocess
import sys
import threading
import weakref

import pytest

from swiftbuf.build import SwiftExtension
from swiftbuf.build.generator import module_source
from swiftbuf.build.generator.declarations import Library


@pytest.fixture(autouse=True)
def no_handler(sample):
    yield
    sample.drop_handler_in_thread()


def test_a_callback_is_called_in_a_thread_of_swift(sample):
    seen = []

    def handler(number):
        seen.append(threading.get_ident())
        return number + 1

    sample.set_handler(handler)
    assert sample.call_in_thread() == 21
    assert seen[0] != threading.get_ident()


def test_a_callback_is_called_in_a_thread_that_has_given_up_the_gil(sample):
    seen = []

    def handler(number):
        seen.append(threading.get_ident())
        return number + sample.call_in_thread()

    sample.set_handler(lambda number: sample.set_handler(lambda inner: inner) or handler(number))
    assert sample.call_without_gil() == 30 + 20
    assert seen == [threading.get_ident()]


def test_an_exception_in_a_thread_of_swift_goes_to_the_hook(sample, monkeypatch):
    said = []
    monkeypatch.setattr(sys, "unraisablehook", lambda problem: said.append(problem.exc_value))

    def handler(number):
        raise KeyError(number)

    sample.set_handler(handler)
    assert sample.call_in_thread() == 0
    assert [repr(error) for error in said] == ["KeyError(20)"]


def test_an_exception_without_the_gil_is_raised_by_the_call(sample):
    def handler(number):
        raise KeyError(number)

    sample.set_handler(handler)
    with pytest.raises(KeyError, match="30"):
        sample.call_without_gil()


@pytest.mark.parametrize("way", ["drop_handler_in_thread", "drop_handler_without_gil"])
def test_a_callable_is_given_back_in_any_thread(sample, way):
    class Handler:
        def __call__(self, number):
            return number

    handler = Handler()
    known = weakref.ref(handler)
    sample.set_handler(handler)
    del handler
    gc.collect()
    assert known() is not None
    getattr(sample, way)()
    assert known() is None


END = """
import atexit, os, sys, threading
sys.path.insert(0, {site!r})
import sample
called = threading.Event()
sample.set_handler(lambda number: called.set() or number)
{fork}
sample.call_forever()
assert called.wait(60)
"""


@pytest.mark.parametrize("fork", ["", "if os.fork(): os.wait()"])
def test_the_interpreter_ends_while_threads_call_it(sample_project, fork):
    _, site = sample_project
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", END.format(site=str(site), fork=fork)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_a_library_may_do_without_the_gil():
    for uses_gil in (True, False):
        source = module_source.sources(module_source.plan(Library("A"), "a", uses_gil))
        assert ("usesGIL: false" in source["Module.swift"]) is not uses_gil


def test_a_module_written_by_hand_says_itself_whether_it_uses_the_gil():
    with pytest.raises(TypeError, match=r"'a'\): uses_gil is for module="):
        SwiftExtension("a", product="A", uses_gil=False)
