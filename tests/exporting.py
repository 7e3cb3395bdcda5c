"""Classes with `__buffer__`, on `swiftbuf.Exporter` and, from Python 3.12 on, on plain `object`.

There the language itself does what Exporter is for (PEP 688), so `object` is the oracle: the same
tests run on both bases, and what they find on 3.12 and later is what must hold on 3.11.
"""

import _testbuffer
import contextlib
import sys

import pytest

from swiftbuf import Exporter

LANGUAGE_HAS_IT = sys.version_info >= (3, 12)
BASES = {"Exporter": Exporter} | ({"object": object} if LANGUAGE_HAS_IT else {})
# How anything but a memoryview is refused. From 3.12 on the language does it, for Exporter too.
NO_MEMORYVIEW = (
    r"\w\.__buffer__\(\) must return a memoryview, not "
    if sys.version_info >= (3, 15)
    else "__buffer__ returned non-memoryview object"
)
REQUESTS = {
    name.removeprefix("PyBUF_"): getattr(_testbuffer, name)
    for name in dir(_testbuffer)
    if name.startswith("PyBUF_") and name not in ("PyBUF_READ", "PyBUF_WRITE")  # no requests
}
on_each_base = pytest.mark.parametrize("base", BASES.values(), ids=BASES)


def parents(*bases):
    """The bases of a class, `object` left out: it comes last by itself, and first it cannot be."""
    return tuple(base for base in bases if base is not object)


def exporter_by(base, buffer):
    """An object of a class `Thing` with nothing but this `__buffer__`."""
    return type("Thing", (base,), {"__buffer__": buffer})()


def recorder(base, memory=None, *, release=None, **members):
    """An object that shows `memory` and notes what its methods were given, and gave.

    `release` is called in `__release_buffer__`; `members` take the place of those of the class.
    """

    class Recorder(base):
        def __init__(self):
            self.memory = bytearray(b"waveform") if memory is None else memory
            self.asked, self.given, self.returned = [], [], []

        def __buffer__(self, flags):
            self.asked.append(flags)
            view = memoryview(self.memory)
            self.given.append(view)
            return view

        def __release_buffer__(self, view):
            self.returned.append(view)
            if release:
                release(self, view)

    for name, member in members.items():
        setattr(Recorder, name, member)
    return Recorder()


def same_objects(left, right):
    return [id(item) for item in left] == [id(item) for item in right]


@contextlib.contextmanager
def unraisable():
    """The exceptions that nobody could be told of, each with the text that says where it was."""
    caught = []

    def hook(report):
        # Python 3.13 says what was called; before, there is the object whose method it was.
        where = (
            report.err_msg or f"Exception ignored in __release_buffer__ of {kind(report.object)}"
        )
        caught.append((report.exc_value, where))

    def kind(thing):
        return type(thing).__name__

    usual, sys.unraisablehook = sys.unraisablehook, hook
    try:
        yield caught
    finally:
        sys.unraisablehook = usual
