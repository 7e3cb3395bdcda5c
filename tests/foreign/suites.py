"""The tests of installed modules, run softly on copies in which some names mean something else."""

import builtins
import functools
import importlib.util
import random
import re
import sys
import unittest


def load(name, **names):
    """A module of its own from the file of an installed one, with these names in it.

    A name with a dot is an attribute, and `__build_class__` what `class` statements call.
    """
    spec = importlib.util.find_spec(name)
    assert spec, f"{name} is not installed: on Debian, libpython3.*-testsuite brings it"
    module = importlib.util.module_from_spec(spec)
    build_class = names.pop("__build_class__", builtins.__build_class__)
    vars(module)["__builtins__"] = vars(builtins) | {"__build_class__": build_class}
    spec.loader.exec_module(module)
    for name, thing in names.items():
        *owners, last = name.split(".")
        setattr(functools.reduce(getattr, owners, module), last, thing)
    return module


def tests_of(module):
    """The names of its tests, as Class.method."""
    return [
        f"{name}.{method}"
        for name, case in vars(module).items()
        if isinstance(case, type) and issubclass(case, unittest.TestCase)
        for method in unittest.defaultTestLoader.getTestCaseNames(case)
    ]


def run(module, name):
    """Run one test, and return what did not hold, as "function: message"; nothing if it skips.

    A failed assertion does not end the test, so that those after it are tried too; any other
    exception does. The random numbers are the same each time.
    """
    case, method = name.split(".")
    failures = []
    attributes = {"failures": failures, "file": module.__file__}
    random.seed(name)
    result = unittest.TestResult()
    type(case, (Soft, getattr(module, case)), attributes)(method).run(result)
    for _, trace in (*result.failures, *result.errors):
        places = re.findall(rf'File "{re.escape(module.__file__)}", line \d+, in (\w+)', trace)
        failures.append(f"{places[-1]}: ended by {trace.strip().splitlines()[-1]}")
    return [re.sub(r" at 0x\w+", "", failure.splitlines()[0]) for failure in failures]


class Soft:
    """Notes failed assertions in `failures` and goes on."""

    def note(self, failure):
        frame = sys._getframe()
        while frame.f_code.co_filename != self.file:
            frame = frame.f_back
        self.failures.append(f"{frame.f_code.co_name}: {failure}")


def softened(name):
    def method(self, *arguments, **options):
        raises = name.startswith("assertRaises")
        try:
            answer = getattr(super(Soft, self), name)(*arguments, **options)
        except self.failureException as failure:
            return self.note(failure)
        except Exception as error:
            if not raises:
                raise
            return self.note(another(error, arguments))
        return SoftContext(self, answer, arguments) if raises and answer is not None else answer

    return method


def another(error, arguments):
    return f"{type(error).__name__} instead of {getattr(arguments[0], '__name__', arguments[0])}"


class SoftContext:
    """What `assertRaises` returns for `with`, noting what did not hold."""

    def __init__(self, case, context, arguments):
        self.case, self.context, self.arguments = case, context, arguments

    def __getattr__(self, name):
        return getattr(self.context, name)

    def __enter__(self):
        self.context.__enter__()
        return self

    def __exit__(self, kind, error, trace):
        try:
            if self.context.__exit__(kind, error, trace) or kind is None:
                return True
        except self.case.failureException as failure:
            self.case.note(failure)
            return True
        if not issubclass(kind, Exception):
            return False
        self.case.note(another(error, self.arguments))
        return True


for _name in dir(unittest.TestCase):
    if _name.startswith("assert"):
        setattr(Soft, _name, softened(_name))
