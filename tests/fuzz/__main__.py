"""`make fuzz`: each target in turn, for a bounded time, on an instrumented build.

What was found is kept in the folder, where the next run goes on. An input that fails is printed
as the line to add to tests/fuzz/corpus/TARGET.txt, by which every test run tries it from then on.
"""

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

from . import corpus, instrumented

TARGETS = sorted(path.stem for path in corpus.FOLDER.glob("*.txt"))
# A process keeps each format of a record until it ends, up to a limit that twice as many runs meet.
RUNS_OF_A_PROCESS = 100_000
LIMITS = ["-max_len=512", "-rss_limit_mb=4096", "-timeout=30", "-print_final_stats=1"]


def main():
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--runs", type=int, help="of each target instead, from a fixed seed")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--keep", action="store_true", help="write tests/fuzz/corpus anew")
    options = parser.parse_args()
    targets = options.targets or TARGETS
    site = instrumented.build(options.folder.absolute())
    fuzzers = [Fuzzer(target, site, options.folder.absolute()) for target in targets]
    seconds = options.seconds // len(targets)

    def passes(fuzzer):
        return fuzzer.repeat(options.runs) if options.runs else fuzzer.explore(seconds)

    failed = [fuzzer.target for fuzzer in fuzzers if not passes(fuzzer)]
    if failed:
        return f"failed: {', '.join(failed)}"
    if options.keep:
        for fuzzer in fuzzers:
            fuzzer.keep()
    return 0


class Fuzzer:
    """One target, and the folders of its inputs."""

    def __init__(self, target, site, folder):
        self.target, self.site = target, site
        self.found, self.kept, self.merged, self.failures = (
            folder / name / target for name in ("found", "kept", "merged", "failures")
        )
        for made in (self.found, self.merged, self.failures):
            made.mkdir(parents=True, exist_ok=True)
        corpus.unpack(target, self.kept)

    def call(self, *arguments):
        return subprocess.run(
            [sys.executable, "-m", "fuzz.worker", self.target, *LIMITS, *map(str, arguments)],
            env=instrumented.environment(self.site),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )

    def explore(self, seconds):
        """Fuzz for so long, and return whether all inputs passed."""
        end, passed = time.monotonic() + seconds, True
        while passed and (left := int(end - time.monotonic())) > 0:
            passed = self.run(f"-max_total_time={left}", f"-runs={RUNS_OF_A_PROCESS}")
        return passed

    def repeat(self, runs):
        """Fuzz so often, from a fixed seed, and return whether all inputs passed.

        Two runs still differ somewhat.
        """
        return self.run("-seed=1", f"-runs={runs}")

    def run(self, *limits):
        """Fuzz, say how far that went, and return whether all inputs passed."""
        done = self.call(*limits, f"-artifact_prefix={self.failures}/", self.found, self.kept)
        print(f"{self.target}: {summary(done.stdout)}", flush=True)
        if done.returncode:
            print(done.stdout[-8000:])
            for path in re.findall(r"Test unit written to (\S+)", done.stdout):
                found = Path(path).read_bytes().hex()
                print(f"to keep in tests/fuzz/corpus/{self.target}.txt: {found}")
        return done.returncode == 0

    def keep(self):
        """Keep a small set of inputs that takes the edges which the found ones take."""
        for path in self.merged.iterdir():
            path.unlink()
        cover = ["-set_cover_merge=1", "-use_counters=0"]  # edges, and not how often
        self.call(*cover, self.merged, self.found, self.kept).check_returncode()
        corpus.keep(self.target, self.merged)


def summary(log):
    """Executions, and the edges of the Swift code that they took."""

    def last(pattern):
        return (re.findall(pattern, log) or ["?"])[-1]

    edges, counted = last(r" cov: (\d+)"), last(r"\((\d+) inline 8-bit counters\)")
    runs, inputs = last(r"number_of_executed_units: (\d+)"), last(r"corp: (\d+)")
    return f"{runs} runs, {edges} of {counted} edges, {inputs} inputs"


if __name__ == "__main__":
    sys.exit(main())
