"""`make fuzz`: each target in turn, for a bounded time, on an instrumented build.

What was found is kept in the folder, where the next run goes on; an input that fails is printed
as the line to add to tests/fuzz/corpus/TARGET.txt, by which every test run tries it from then on.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from . import corpus, instrumented

TARGETS = ["formats", "shapes", "keys", "assignments", "sources", "sequences"]
LIMITS = ["-print_final_stats=1", "-max_len=512", "-rss_limit_mb=4096", "-timeout=30"]


def main():
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    folder, targets = options.folder.absolute(), options.targets or TARGETS
    site = instrumented.build(folder)
    seconds = options.seconds // len(targets)
    failed = [target for target in targets if not run(target, site, folder, seconds)]
    return f"failed: {', '.join(failed)}" if failed else 0


def run(target, site, folder, seconds):
    """Fuzz one target, say how far that went, and whether all inputs passed."""
    inputs, failures = folder / "corpus" / target, folder / f"{target}-"
    inputs.mkdir(parents=True, exist_ok=True)
    corpus.unpack(target, folder / "kept" / target)
    command = [sys.executable, "-m", "fuzz.worker", target, *LIMITS]
    command += [f"-max_total_time={seconds}", f"-artifact_prefix={failures}"]
    done = subprocess.run(
        [*command, str(inputs), str(folder / "kept" / target)],
        env=instrumented.environment(site),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    print(f"{target}: {summary(done.stdout)}", flush=True)
    if done.returncode:
        print(done.stdout[-8000:])
        for path in re.findall(r"Test unit written to (\S+)", done.stdout):
            print(f"to keep in tests/fuzz/corpus/{target}.txt: {Path(path).read_bytes().hex()}")
    return done.returncode == 0


def summary(log):
    """Executions, and the edges of the Swift code that they took."""
    edges = re.findall(r" cov: (\d+)", log) or ["0"]
    counters = re.findall(r"\((\d+) inline 8-bit counters\)", log) or ["0"]
    inputs = re.findall(r"corp: (\d+)", log) or ["0"]
    runs = re.findall(r"number_of_executed_units: (\d+)", log) or ["0"]
    return f"{runs[-1]} runs, {edges[-1]} of {counters[0]} edges, {inputs[-1]} inputs kept"


if __name__ == "__main__":
    sys.exit(main())
