"""A chart of the run: how many times the best peer each one takes, on a logarithmic scale."""

from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from .report import Results
from .result import Result

OTHERS, LIMIT, MET, MISSED = "0.6", "tab:blue", "tab:green", "tab:red"
FARTHEST = 100  # ratios beyond it are drawn at the edge
ROW_HEIGHT = 0.24  # inches


def draw(results: Results, path: Path) -> None:
    lines: list[str | Result] = []
    for group, members in results.items():
        shown = [result for result in members if result.row.subject == "swiftbuf" and result.ratio]
        lines += [group, *shown] if shown else []
    figure = Figure(figsize=(10, 1.2 + ROW_HEIGHT * len(lines)), layout="tight")
    axes = figure.subplots()
    for y, line in enumerate(lines):
        if isinstance(line, str):
            _beside(axes, -0.01, y, line, weight="bold", ha="right")
        else:
            _draw_row(axes, y, line)
    axes.axvline(1, color="0.3", linewidth=1)
    axes.set_xscale("log")
    axes.set_xticks([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100])
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlim(0.08, FARTHEST * 1.1)
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.set_yticks(
        range(len(lines)), ["" if isinstance(line, str) else line.row.name for line in lines]
    )
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="0.9")
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.set_axisbelow(True)
    axes.set_xlabel("times the best peer (its name at the right); to the left is better")
    _legend(axes)
    # Text stays text: a small file, and one that can be searched.
    with rc_context({"svg.fonttype": "none"}):
        figure.savefig(path)


def _draw_row(axes, y: int, result: Result) -> None:
    best = result.samples[result.best_peer].minimum
    for name in result.others:
        ratio = min(result.samples[name].minimum / best, FARTHEST)
        if name in result.row.limits:
            axes.plot(ratio, y, "|", color=LIMIT, markersize=9)
        else:
            axes.plot(ratio, y, "o", color=OTHERS, markersize=4)
    met = all(verdict.met for verdict in result.verdicts)
    # Their shapes differ too, for those who do not tell green from red.
    marker, color = ("D", MET) if met else ("X", MISSED)
    axes.plot(result.ratio, y, marker, color=color, markersize=6 if met else 8, zorder=3)
    _beside(axes, 1.01, y, result.best_peer, fontsize=8, color="0.4")


def _beside(axes, x: float, y: int, text: str, **style) -> None:
    """Text outside the axes, at a row: x counts widths of the axes."""
    axes.text(x, y, text, va="center", transform=axes.get_yaxis_transform(), **style)


def _legend(axes) -> None:
    for marker, color, label in (
        ("D", MET, "swiftbuf, goal met"),
        ("X", MISSED, "swiftbuf, goal missed"),
        ("o", OTHERS, "the others"),
        ("|", LIMIT, "a limit of the machine"),
    ):
        axes.plot([], [], marker, color=color, label=label)
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=4, frameon=False, fontsize=8)
