"""Interpreters beside the main one, with a GIL of their own from 3.12 on; forks; and the end of the
interpreter with views alive.
"""

import os
import re
import subprocess
import sys
import textwrap

import pytest
from modelling import run_isolated
from support import together

from swiftbuf import Waveform

USE = """
import sys
sys.path[:0] = {path!r}
import swiftbuf
from swiftbuf import Exporter, Waveform

class Recording(Waveform):
    pass

class Shown(Exporter):
    def __buffer__(self, flags):
        return memoryview(b"abcd")

waveform = Recording((3, 4), "h")
waveform[:] = [[1, 2, 3, 4]] * 3
assert waveform[1:, ::2].tolist() == [[1, 3]] * 2
assert list(iter(waveform.cast("B").cast("h"))) == [1, 2, 3, 4] * 3
assert type(waveform.copy()) is Recording
assert bytes(Shown()) == b"abcd"
try:
    waveform[9]
except IndexError as error:
    assert type(error) is IndexError
kept = memoryview(waveform)  # alive when the interpreter ends
cycle = [waveform[1:]]
cycle.append(cycle)
"""


class Interpreters:
    """The private module with which each version of CPython makes them."""

    def __init__(self):
        if sys.version_info < (3, 13):
            import _xxsubinterpreters as module

            # Before 3.12 isolation only forbids fork and the like; there is one GIL.
            self.create = lambda: module.create(isolated=True)
            self.run = module.run_string
        else:
            import _interpreters as module

            self.create = lambda: module.create("isolated")
            self.run = self.checked
        self.module = module

    def checked(self, interpreter, script):
        failure = self.module.exec(interpreter, script)
        assert failure is None, failure.formatted

    def use(self):
        """Make one, have it import and use the module, and end it."""
        interpreter = self.create()
        try:
            self.run(interpreter, USE.format(path=sys.path))
        finally:
            self.module.destroy(interpreter)


def one_after_the_other():
    interpreters = Interpreters()
    waveform = Waveform(4)
    for _ in range(200):
        interpreters.use()
    assert waveform.tolist() == [0.0] * 4


def test_hundreds_of_interpreters_one_after_the_other():
    run_isolated(one_after_the_other)


def several_at_once():
    interpreters = Interpreters()

    def work(_):
        for _ in range(20):
            interpreters.use()

    together(work, range(4))


def test_several_interpreters_at_once():
    run_isolated(several_at_once)


def types_apart():
    """The types of one interpreter are not those of another."""
    interpreters = Interpreters()
    interpreter = interpreters.create()
    here = id(Waveform)
    script = f"import sys; sys.path[:0] = {sys.path!r}\nimport swiftbuf\n"
    interpreters.run(interpreter, script + f"assert id(swiftbuf.Waveform) != {here}")
    interpreters.module.destroy(interpreter)
    assert Waveform(2).tolist() == [0.0, 0.0]


def test_each_interpreter_has_types_of_its_own():
    run_isolated(types_apart)


LEND = """
import sys
sys.path[:0] = {path!r}
from swiftbuf import Waveform

waveform = Waveform((2, 3), "h")
for lend in waveform.__dlpack__, waveform.__arrow_c_array__:
    try:
        lend()
    except BufferError as error:
        assert "only memory of the main interpreter" in str(error), error
    else:
        raise AssertionError(lend)
assert waveform.exports == 0
waveform.__arrow_c_schema__()  # which holds no memory
"""


def lend():
    interpreters = Interpreters()
    interpreter = interpreters.create()
    interpreters.run(interpreter, LEND.format(path=sys.path))
    interpreters.module.destroy(interpreter)


def test_another_interpreter_lends_no_memory_to_c_libraries():
    """They may give it back in a thread of their own, which enters the main interpreter."""
    run_isolated(lend)


# A fork, and the end.


def fork():
    waveform = Waveform(4, "h")
    view = memoryview(waveform)
    child = os.fork()
    if child == 0:
        view[0] = 7
        same = waveform[0] == 7 and waveform.exports == 1
        view.release()
        waveform.release()
        os._exit(0 if same else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert (waveform[0], waveform.exports) == (0, 1)


def test_a_forked_child_has_the_memory_for_itself():
    run_isolated(fork)


def ended(deed):
    """What an interpreter that does this, and then ends, returns and prints."""
    script = """
        import sys
        sys.path[:0] = {path!r}
        import swiftbuf
        from swiftbuf import Exporter, Waveform
        class Subclass(Waveform):
            pass
        w = Subclass(4)
    """
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-X", "dev", "-c"]
        + [textwrap.dedent(script).format(path=sys.path) + textwrap.dedent(deed)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, re.sub("0x[0-9a-f]+", "0x", done.stderr)


@pytest.mark.parametrize(
    "alive",
    [
        "view = memoryview(w)",
        "view = w[1:]; del w",
        "view = Waveform.from_buffer(memoryview(w))",
        "cycle = [w, memoryview(w)]; cycle.append(cycle); del w",
        "w.itself = w; w.view = memoryview(w); w.part = w[1:]",
        "iterator = iter(w); next(iterator)",
        "import atexit; view = memoryview(w); atexit.register(lambda: view.tobytes() or w.fill(1))",
        "import builtins; builtins.kept = [w, memoryview(w)]",
        "import ctypes; array = (ctypes.c_double * 4).from_buffer(w)",
        "import sys; sys.modules['kept'] = w; w.view = w[1:]",
        "import sys; del sys.modules['swiftbuf._swiftbuf'], swiftbuf; view = w[1:]",
        "import threading; threading.Thread(target=lambda v=w: [v[:] for _ in range(10**7)],"
        " daemon=True).start()",
    ],
)
def test_the_interpreter_ends_in_peace_with_views_alive(alive):
    assert ended(alive) == (0, "", "")


def test_the_interpreter_ends_in_peace_with_a_source_in_python_alive():
    """From 3.12 on the language calls the method, and says so of any class that ends before its
    instance.
    """
    alive = """
        class Source({base}):
            def __buffer__(self, flags):
                return memoryview(bytearray(8))
            def __release_buffer__(self, view):
                view.release()
        source = Source()
        view = memoryview(source)
        source.view = Waveform.from_buffer(view)
    """
    plain = (0, "", "") if sys.version_info < (3, 12) else ended(alive.format(base="object"))
    assert plain[:2] == (0, "")
    assert ended(alive.format(base="Exporter")) == plain
