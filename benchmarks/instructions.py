"""make instructions [LIBRARY=path]: the instructions of each operation, counted by callgrind.

Unlike times, they do not depend on what else the machine does. Each figure is the difference of two
processes that differ in the number of repetitions alone, so that the interpreter's start cancels.
With a second library, one built from other sources, there is the ratio to it.
"""

import argparse
import importlib.util
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The statement, and how often the longer process runs it more than the shorter.
OPERATIONS = {
    "Waveform(2048)": ("Waveform(2048)", 2000),
    "from_buffer(bytearray)": ("Waveform.from_buffer(raw)", 2000),
    "memoryview(w)": ("memoryview(w)", 2000),
    "PyObject_GetBuffer, by bytes.find": ("find(w)", 2000),
    "w[i]": ("w[100]", 5000),
    "w[i] = x": ("w[100] = 1.5", 5000),
    "w[10:20]": ("w[10:20]", 2000),
    "w.tolist()": ("w.tolist()", 20),
    "for x in w: pass": ("for x in w: pass", 20),
    "w[:] = list": ("w[:] = values", 20),
    "w[:] = w of the same format": ("w[:] = other", 500),
    "w[::2] = w[1::2]": ("even[:] = odd", 200),
    "w == w of the same format": ("w == other", 500),
    "w[:] = 8 of another format": ("few[:] = codes", 2000),
    "w == 8 of another format": ("few == codes", 2000),
    "w.copy()": ("w.copy()", 500),
    "w.tobytes()": ("w.tobytes()", 500),
    "w.fill(x)": ("w.fill(1.5)", 500),
    "w[::2].fill(x)": ("even.fill(1.5)", 200),
    "w.byteswap()": ("w.byteswap()", 200),
    "w[::2].byteswap()": ("even.byteswap()", 200),
    "w.envelope(64)": ("w.envelope(64)", 20),
}
WARM_UP = 10

SCRIPT = """
import importlib.util
spec = importlib.util.spec_from_file_location("swiftbuf._swiftbuf", {library!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
def run(Waveform):
    w, other, raw, find = Waveform(2048), Waveform(2048), bytearray(16384), b"".find
    values = [float(i) for i in range(2048)]
    w[:], other[:] = values, values
    even, odd = w[::2], w[1::2]
    few, codes = Waveform(8), Waveform(8, "h")
    for _ in range({repetitions}):
        {statement}
run(module.Waveform)
"""


def count(library: Path, statement: str, repetitions: int) -> int:
    """The instructions of a whole process."""
    script = SCRIPT.format(library=str(library), statement=statement, repetitions=repetitions)
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        + [sys.executable, "-S", "-c", script],
        env=os.environ | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found:
        sys.exit(f"{statement}, with {library}:\n{run.stderr}")
    return int(found[1])


def instructions(library: Path, name: str) -> float:
    """The instructions of one operation."""
    statement, repetitions = OPERATIONS[name]
    more = count(library, statement, WARM_UP + repetitions)
    return (more - count(library, statement, WARM_UP)) / repetitions


def main() -> None:
    parser = argparse.ArgumentParser(description="Counts the instructions of operations.")
    parser.add_argument("library", nargs="?", type=Path, help="a second library, to compare with")
    parser.add_argument(
        "--only",
        metavar="PATTERN",
        type=re.compile,
        default=re.compile(""),
        help="a regular expression: only operations whose name matches",
    )
    options = parser.parse_args()
    spec = importlib.util.find_spec("swiftbuf._swiftbuf")
    if spec is None or spec.origin is None:
        sys.exit("swiftbuf is not installed")
    libraries = [Path(spec.origin)] + ([options.library] if options.library else [])
    for library in libraries:
        if not library.is_file():
            sys.exit(f"no such library: {library}")
    names = [name for name in OPERATIONS if options.only.search(name)]

    heads = ["installed", "LIBRARY", "ratio"] if len(libraries) == 2 else ["installed"]
    print(f"{'instructions':<36}" + "".join(f"{head:>12}" for head in heads))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {n: [pool.submit(instructions, lib, n) for lib in libraries] for n in names}
        for name, counts in running.items():
            print(row(name, [each.result() for each in counts], digits=1), flush=True)
    print(row("bytes of the file", [float(each.stat().st_size) for each in libraries], digits=0))


def row(name: str, figures: list[float], digits: int) -> str:
    ratio = f"{figures[0] / figures[1]:>12.4f}" if len(figures) == 2 else ""
    return f"{name:<36}" + "".join(f"{figure:>12,.{digits}f}" for figure in figures) + ratio


if __name__ == "__main__":
    main()
