"""A module of a Swift author: its arguments, what it keeps, and one for each interpreter."""

import contextlib
import gc
import importlib.util
import inspect
import subprocess
import sys
import textwrap
import weakref
from pathlib import Path

import pytest
from support import KEEPS_CLASSES, assert_no_growth, libraries_of

CALLS = [
    ((), {}),
    ((1,), {}),
    ((1, 2), {}),
    ((1, 2, 3), {}),
    ((1, 2, 3, 4), {}),
    ((), {"a": 1}),
    ((), {"b": 1}),
    ((), {"b": 2, "a": 1}),
    ((1,), {"c": 3}),
    ((1, 2), {"c": 3}),
    ((1, 2), {"b": 3}),
    ((1,), {"a": 3}),
    ((1,), {"d": 3}),
    ((1,), {"": 3}),
    ((1,), {"cc": 3}),
    ((1,), {"\u00e9": 3}),
    ((1,), {"\udc00": 3}),
    ((1,), {"c\0": 3}),
    ((None,), {"c": None}),
]


def oracle(a, b=None, *, c=None):
    return (a, b, c)


@pytest.mark.parametrize(("given", "named"), CALLS, ids=ascii)
def test_arguments_are_taken_as_python_takes_them(probe, given, named):
    try:
        expected = oracle(*given, **named)
    except TypeError:
        with pytest.raises(TypeError, match=r"^arguments\(\) "):
            probe.arguments(*given, **named)
    else:
        assert probe.arguments(*given, **named) == expected


def test_a_function_tells_its_signature(probe):
    assert inspect.signature(probe.arguments) == inspect.signature(oracle)


def test_a_method_takes_its_arguments_as_a_function_does(probe):
    exporter = probe.Plain.of(probe.block(4), "uint8", (4,))
    thing = object()
    assert exporter.same(thing) is thing
    for given in ((), (1, 2)):
        with pytest.raises(TypeError, match="same"):
            exporter.same(*given)
    with pytest.raises(TypeError, match=r"relocate\(\) missing required argument 'format'"):
        exporter.relocate(4)
    with pytest.raises(TypeError, match=r"of\(\) missing required argument 'block'"):
        probe.Plain.of()
    with pytest.raises(TypeError, match=r"relocate\(\) got an unexpected keyword argument 'x'"):
        exporter.relocate(4, "uint8", (4,), x=1)


def test_methods_look_at_self(probe):
    for stranger in (probe.Observed.of_fixed(), probe.block(1), bytearray(4), None):
        with pytest.raises(TypeError):
            probe.Plain.relocate(stranger, 4, "uint8", (4,))
        with pytest.raises(TypeError):
            probe.Plain.exports.__get__(stranger)


# What a module keeps.


@pytest.fixture
def other(probe):
    """A second module of the same library."""
    spec = importlib.util.spec_from_file_location("probe._probe", probe._probe.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_kept_stays_until_it_is_replaced(probe):
    class Thing:
        pass

    first, second = Thing(), Thing()
    probe.keep(2, first)
    assert probe.kept(2) is first
    gone = weakref.ref(first)
    del first
    gc.collect()
    assert gone() is probe.kept(2)
    probe.keep(2, second)
    assert gone() is None
    assert probe.kept(2) is second
    probe.keep(2, None)


def test_keeping_a_thing_again_keeps_it(probe):
    thing = object()
    before = sys.getrefcount(thing)
    probe.keep(2, thing)
    probe.keep(2, probe.kept(2))
    assert probe.kept(2) is thing
    assert sys.getrefcount(thing) == before + 1
    probe.keep(2, None)
    assert sys.getrefcount(thing) == before


@pytest.mark.parametrize("index", [3, -1, 2**63 - 1, -(2**63)])
def test_there_are_no_more_places_than_the_module_has(probe, index):
    thing = object()
    before = sys.getrefcount(thing)
    with pytest.raises(ValueError, match=f"the module has no reference {index}"):
        probe.keep(index, thing)
    with pytest.raises(ValueError, match=f"the module has no reference {index}"):
        probe.kept(index)
    assert sys.getrefcount(thing) == before


def test_nothing_is_kept_in_an_empty_place(other):
    with pytest.raises(ValueError, match="the module has no reference 2"):
        other.kept(2)


def test_each_module_keeps_its_own(probe, other):
    assert other.Plain is not probe.Plain
    other.keep(2, "other")
    probe.keep(2, "first")
    assert (other.kept(2), probe.kept(2)) == ("other", "first")
    assert type(other.block(1)) is other.Block
    with pytest.raises(TypeError):
        probe.Plain.relocate(other.Plain.of_fixed(), 1, "uint8", (1,))


def test_an_instance_of_a_derived_class_finds_the_module(probe, other):
    class Derived(other.Plain):
        pass

    class Further(Derived):
        pass

    for kind in (other.Plain, Derived, Further):
        assert kind.of_fixed().block_type is other.Block is not probe.Block


@pytest.mark.skipif(KEEPS_CLASSES, reason="free-threaded Python 3.13 keeps classes and modules")
def test_a_module_that_nobody_has_any_more_is_collected(other, probe):
    spec = importlib.util.spec_from_file_location("probe._probe", probe._probe.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.keep(2, module)
    gone = [weakref.ref(module.Plain), weakref.ref(module.Block), weakref.ref(module)]
    exporter = module.Plain.of_fixed()
    del module
    gc.collect()
    assert gone[0]() is type(exporter)
    assert bytes(exporter) == b"fixed"
    del exporter
    gc.collect()
    assert [reference() for reference in gone] == [None] * 3


def test_each_call_leaves_nothing_behind(probe):
    thing = object()

    def use():
        probe.keep(2, thing)
        probe.keep(2, None)
        for given, named in CALLS:
            with contextlib.suppress(TypeError):
                probe.arguments(*given, **named)
        with pytest.raises(ValueError, match="no reference"):
            probe.keep(9, thing)

    assert_no_growth(use, thing)


# Interpreters.

INTERPRETERS = """
    import sys
    sys.path.insert(0, SITE)
    import probe

    try:
        import _interpreters as interpreters  # Python 3.13
        make = lambda isolated: interpreters.create("isolated" if isolated else "legacy")
    except ImportError:
        import _xxsubinterpreters as interpreters
        make = lambda isolated: interpreters.create(isolated=isolated)

    def run(code, *, isolated=False):
        other = make(isolated)
        try:
            path = f"import sys; sys.path[:0] = [{SITE!r}]"
            failure = interpreters.run_string(other, path + code)
            assert failure is None, failure
        finally:
            interpreters.destroy(other)
"""


def in_a_new_process(probe, code):
    site = str(Path(probe.__file__).parent.parent)
    script = f"SITE = {site!r}\n" + textwrap.dedent(INTERPRETERS) + textwrap.dedent(code)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_another_interpreter_has_a_module_of_its_own(probe):
    said = in_a_new_process(
        probe,
        """
        probe.keep(2, "first")
        for _ in range(3):
            run('''
        import probe
        try:
            probe.kept(2)
        except ValueError:
            pass
        else:
            raise AssertionError("another interpreter's object")
        probe.keep(2, [])
        exporter = probe.Observed.of(probe.block(4), "uint8", (4,))
        with memoryview(exporter) as view:
            view[0] = 65
        print(bytes(exporter)[:1].decode(), probe.box(3).value, flush=True)
        ''')
        print(probe.kept(2), bytes(probe.Plain.of_fixed()).decode(), probe.alive())
        """,
    )
    assert said == ["A", "3"] * 3 + ["first", "fixed", "0"]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="one GIL for all interpreters up to 3.11")
def test_an_interpreter_with_a_gil_of_its_own_refuses_the_module(probe):
    said = in_a_new_process(
        probe,
        """
        run('''
        try:
            import probe
        except ImportError as error:
            print("subinterpreters" in str(error), flush=True)
        ''', isolated=True)
        """,
    )
    assert said == ["True"]


def test_what_lives_at_the_end_of_the_process_does_no_harm(probe):
    said = in_a_new_process(
        probe,
        """
        import atexit
        exporter = probe.Observed.of(probe.block(4), "uint8", (4,))
        view = memoryview(exporter)
        probe.keep(2, [exporter, view, probe.box(1)])
        sys.modules["keeps them"] = exporter
        atexit.register(lambda: print(bytes(exporter)[0]))
        """,
    )
    assert said == ["0"]


def test_strings_are_hashed_and_compared_with_an_old_glibc(probe):
    assert probe.distinct(["\u00e9", "e\u0301", "e", "\u00e9"]) == 2
    needed = libraries_of(probe._probe.__file__)
    assert needed.newest_glibc <= (2, 17)
    assert {name for name in needed.names if not name.startswith("ld-linux")} <= {"libc", "libm"}


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (0, "probe.Methods: a table of methods or properties does not end with an empty row"),
        (1, "probe.Properties: a table of methods or properties does not end with an empty row"),
        (2, "probe.unfinished: the table of functions does not end with an empty row"),
    ],
)
def test_a_table_without_its_end_is_refused(probe, kind, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        probe.unfinished(kind)
