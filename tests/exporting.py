"""Classes with `__buffer__`, made on `swiftbuf.Exporter` and, from Python 3.12 on, on plain `object`.

There the language itself does what Exporter is for (PEP 688), so `object` is the oracle: the same
tests run on both bases, and what they find on 3.12 and later is what must hold on 3.11.
"""

import sys

import pytest

from swiftbuf import Exporter

LANGUAGE_HAS_IT = sys.version_info >= (3, 12)
BASES = {"Exporter": Exporter} | ({"object": object} if LANGUAGE_HAS_IT else {})
on_each_base = pytest.mark.parametrize("base", BASES.values(), ids=BASES)


def exporter_of(base, memory, **members):
    """An object that shows `memory`, and keeps in `calls` what its two methods were given."""

    class Recorder(base):
        def __init__(self):
            self.calls = []

        def __buffer__(self, flags):
            self.calls.append(flags)
            return memoryview(memory)

        def __release_buffer__(self, view):
            self.calls.append(view)

    for name, member in members.items():
        setattr(Recorder, name, member)
    return Recorder()


def exporter_by(base, method):
    """An object with nothing but this `__buffer__`."""
    return type("Plain", (base,), {"__buffer__": method})()


@pytest.fixture
def unraisable(monkeypatch):
    """The exceptions that nobody could be told of, with the object that each is reported for."""
    caught = []

    def hook(report):
        # 3.12 names the object, 3.13 the method and the class.
        whose = report.err_msg or f"Exception ignored in __release_buffer__ of {type(report.object).__name__}"
        caught.append((report.exc_value, whose))

    monkeypatch.setattr(sys, "unraisablehook", hook)
    return caught
