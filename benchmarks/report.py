"""The tables of a run, for readers and for programs."""

from dataclasses import asdict

from .result import NOISE, Result, Verdict

Results = dict[str, list[Result]]  # by the names of the groups

TIMES = ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns"))


def markdown(results: Results, facts: dict) -> str:
    everything = [result for members in results.values() for result in members]
    verdicts = [verdict for result in everything for verdict in result.verdicts]
    met = sum(verdict.met for verdict in verdicts)
    samples = [samples for result in everything for samples in result.samples.values()]
    lines = [
        ", ".join(f"{name} {value}" for name, value in facts.items()) + ".",
        "",
        f"Samples: {sum(len(each.values) for each in samples)}, "
        f"{sum(each.retaken for each in samples)} more taken again in slow spells, "
        f"{sum(each.slow for each in samples)} slow even so.",
        "",
        f"Goals met: {met} of {len(verdicts)}, where {NOISE:.0%} is taken for noise.",
    ]
    for group, members in results.items():
        lines += ["", f"### {group}", "", *_table(members)]
    return "\n".join(lines) + "\n"


def missed(results: Results) -> list[str]:
    """A line for each goal that was missed."""
    return [
        f"{group}: {result.row.name}: {_verdict(verdict, result.row.unit)}"
        for group, members in results.items()
        for result in members
        for verdict in result.verdicts
        if not verdict.met
    ]


def record(results: Results, facts: dict) -> dict:
    """Everything that was measured, for JSON."""
    return {
        "facts": facts,
        "groups": {
            group: [_record(result) for result in members] for group, members in results.items()
        },
    }


def _table(members: list[Result]) -> list[str]:
    lines = ["| | minimum (median) | to the best | goal | the others |", "| - | - | - | - | - |"]
    for result in members:
        row = result.row
        cells = [
            f"`{row.name}`",
            _subject(result),
            f"{result.ratio:.2f}" if result.ratio else "",
            "; ".join(_verdict(verdict, row.unit) for verdict in result.verdicts),
            ", ".join(_other(result, name) for name in result.others),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _subject(result: Result) -> str:
    samples = result.subject
    if samples is None:
        return ""
    name = "" if result.row.subject == "swiftbuf" else f"{result.row.subject}: "
    unit = result.row.unit
    return f"{name}{quantity(samples.minimum, unit)} ({quantity(samples.median, unit)})"


def _other(result: Result, name: str) -> str:
    text = f"{name} {quantity(result.samples[name].minimum, result.row.unit)}"
    return f"*{text}*" if name in result.row.limits else text


def _verdict(verdict: Verdict, unit: str) -> str:
    goal = verdict.goal
    word = "met" if verdict.met else "**missed**"
    if not goal.of:
        return f"at most {goal.factor:g} {unit}: {word}"
    best = goal.of[0] if len(goal.of) == 1 else f"the best of {', '.join(goal.of)}"
    return f"{goal.factor:g} × {best}: {verdict.value:.2f}, {word}"


def quantity(value: float, unit: str) -> str:
    """Three digits and a unit."""
    if unit == "ns":
        size, unit = next((time for time in TIMES if value >= time[0]), TIMES[-1])
        value /= size
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{digits}f} {unit}"


def _record(result: Result) -> dict:
    row = result.row
    return {
        "name": row.name,
        "unit": row.unit,
        "subject": row.subject,
        "best peer": result.best_peer,
        "ratio": result.ratio,
        "goals": [
            asdict(verdict.goal) | {"value": verdict.value, "met": verdict.met}
            for verdict in result.verdicts
        ],
        "cases": {
            name: {
                "minimum": samples.minimum,
                "median": samples.median,
                "limit": name in row.limits,
                **asdict(samples),
                "values": [float(f"{value:.4g}") for value in samples.values],
            }
            for name, samples in result.samples.items()
        },
    }
