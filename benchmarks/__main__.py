"""python -m benchmarks [--quick] [--only PATTERN] [--output FOLDER]"""

import argparse
import json
import os
import re
import sys
from datetime import date
from pathlib import Path

from swiftbuf import _swiftbuf

from . import chart, report
from .measure import FULL, QUICK, Measuring
from .peers import build
from .result import Result
from .rows import GROUPS

OUTPUT = build.CACHE / "results"


def main() -> None:
    options = _options()
    measuring = Measuring(QUICK if options.quick else FULL)
    results: report.Results = {}
    for group in GROUPS:
        for row in group.rows:
            if options.only.search(f"{group.name}: {row.name}"):
                print(f"{group.name}: {row.name}", file=sys.stderr)
                results.setdefault(group.name, []).append(Result(row, measuring.measure(row)))
    if not results:
        sys.exit(f"--only: no row matches {options.only.pattern!r}")

    facts = _facts(measuring)
    options.output.mkdir(parents=True, exist_ok=True)
    table = report.markdown(results, facts)
    (options.output / "table.md").write_text(table)
    (options.output / "results.json").write_text(
        json.dumps(report.record(results, facts), indent=1)
    )
    chart.draw(results, options.output / "chart.svg")
    print(table)
    for line in report.missed(results):
        print(f"missed: {line}")
    print(f"table.md, results.json and chart.svg are in {options.output}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures swiftbuf beside its peers."
    )
    parser.add_argument("--quick", action="store_true", help="short and few samples: a smoke test")
    parser.add_argument(
        "--only",
        metavar="PATTERN",
        type=re.compile,
        default=re.compile(""),
        help="a regular expression: only rows that match in 'group: row'",
    )
    parser.add_argument("--output", metavar="FOLDER", type=Path, default=OUTPUT)
    return parser.parse_args()


def _facts(measuring: Measuring) -> dict[str, str]:
    """What the figures depend on."""
    with open("/proc/cpuinfo") as lines:
        models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return {
        "made": date.today().isoformat(),
        "on": f"{os.cpu_count()} cores of {models[0] if models else os.uname().machine}",
        **build.versions(),
        "swiftbuf": "abi3" if ".abi3." in _swiftbuf.__file__ else "for this Python",
        "empty loop (subtracted)": f"{measuring.empty_loop:.2f} ns",
    }


if __name__ == "__main__":
    main()
