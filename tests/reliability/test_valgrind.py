"""valgrind finds no use in swiftbuf of memory that is not there, freed, or never written."""

import os
import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent / "every_operation.py"


def complaints(how, log):
    """The errors that it finds in the library or in what that calls; the rest are Python's."""
    command = ["valgrind", f"--log-file={log}", "--num-callers=40", sys.executable, SCRIPT, how]
    # valgrind watches malloc, so Python is to allocate by it.
    environment = os.environ | {"PYTHONMALLOC": "malloc"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    paragraphs = re.sub(r"==\d+== ?", "", log.read_text()).split("\n\n")
    return [paragraph for paragraph in paragraphs if "_swiftbuf" in paragraph]


def test_no_operation_touches_memory_that_is_not_its_own(tmp_path):
    assert complaints("rightly", tmp_path / "log") == []


def test_the_instrument_sees_a_read_of_freed_memory(tmp_path):
    found = complaints("wrongly", tmp_path / "log")
    assert any("Invalid read" in complaint for complaint in found)
