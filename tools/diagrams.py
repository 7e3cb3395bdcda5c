"""The diagrams of the documentation as SVG. `make pictures` writes them."""

from html import escape

LIGHT = {"paper": "#ffffff", "ink": "#2f363d", "soft": "#e8eef6", "main": "#1f6fc0"}
DARK = {"paper": "#16191d", "ink": "#c3cad2", "soft": "#22303f", "main": "#58a6ff"}


def _rules(colours: dict[str, str]) -> str:
    return (
        f".paper{{fill:{colours['paper']}}}text{{fill:{colours['ink']}}}"
        f".box{{fill:{colours['soft']};stroke:{colours['ink']}}}"
        f".on{{fill:{colours['main']}}}.on+text{{fill:{colours['paper']}}}"
        f".arrow{{stroke:{colours['ink']};fill:none}}.tip{{fill:{colours['ink']}}}"
    )


def _document(title: str, width: int, height: int, parts: list[str]) -> str:
    style = f"{_rules(LIGHT)}@media(prefers-color-scheme:dark){{{_rules(DARK)}}}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            f' width="{width}" height="{height}" font-family="sans-serif" font-size="14">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style>",
            '<marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8"'
            ' markerHeight="8" orient="auto"><path class="tip" d="M0 0L10 5L0 10z"/></marker>',
            f'<rect class="paper" width="{width}" height="{height}"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _text(x: float, y: float, text: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{more}>{escape(text)}</text>'


def _code(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return _text(x, y, text, anchor, ' font-family="monospace"')


def _box(x: int, y: int, width: int, height: int, *lines: str) -> str:
    first = y + height / 2 + 5 - 9 * (len(lines) - 1)
    return f'<rect class="box" x="{x}" y="{y}" width="{width}" height="{height}" rx="5"/>' + (
        "".join(_code(x + width / 2, first + 18 * i, line) for i, line in enumerate(lines))
    )


def _arrow(x0: float, y0: float, x1: float, y1: float) -> str:
    return f'<path class="arrow" marker-end="url(#tip)" d="M{x0:g} {y0:g}L{x1:g} {y1:g}"/>'


def _cells(x: int, y: int, width: int, labels: list[str], on: set[int]) -> str:
    return "".join(
        f'<rect class="box{" on" if i in on else ""}" x="{x + i * width}" y="{y}" width="{width}"'
        f' height="30"/>{_code(x + i * width + width / 2, y + 20, label)}'
        for i, label in enumerate(labels)
    )


def ownership() -> str:
    """Who holds whom: consumers, slices, the root, the memory."""
    return _document(
        "A slice holds the Waveform that it comes from, which owns the memory",
        680,
        230,
        [
            _box(20, 30, 170, 50, "np.asarray(tail)"),
            _box(20, 150, 170, 50, "memoryview(w)"),
            _box(255, 30, 150, 50, "tail = w[100:]", "exports 1"),
            _box(255, 150, 150, 50, "w", "exports 2"),
            _box(470, 150, 190, 50, "1000 samples"),
            _arrow(190, 55, 255, 55),
            _text(222, 46, "buffer"),
            _arrow(190, 175, 255, 175),
            _text(222, 166, "buffer"),
            _arrow(330, 80, 330, 150),
            _text(338, 120, "obj", "start"),
            _arrow(405, 175, 470, 175),
            _text(437, 166, "owns"),
            _text(470, 50, "Each arrow keeps", "start"),
            _text(470, 70, "what it points to.", "start"),
        ],
    )


def exports() -> str:
    """What `release()` does as the exports go."""
    return _document(
        "release() fails while exports is not 0, and frees the memory when it is",
        680,
        170,
        [
            _text(20, 28, "exports", "start"),
            *[
                part
                for x, count, what, answer in [
                    (20, "0", "w = Waveform(8)", ""),
                    (185, "1", "a = np.asarray(w)", "BufferError"),
                    (350, "2", "s = w[2:]", "BufferError"),
                    (515, "0", "del a, s", "freed"),
                ]
                for part in (
                    _box(x, 40, 145, 40, count),
                    _code(x + 72, 104, what),
                    _text(x + 72, 140, f"release(): {answer}" if answer else ""),
                )
            ],
            *[_arrow(x, 60, x + 20, 60) for x in (165, 330, 495)],
        ],
    )


def slices() -> str:
    """Slices and columns over one memory."""
    numbers = [str(i) for i in range(8)]
    rows = [
        ("w", "the memory", set(range(8))),
        ("w[2:6]", "stride 1", {2, 3, 4, 5}),
        ("w[1::2]", "stride 2", {1, 3, 5, 7}),
        ('w.cast("h", (4, 2))[:, 0]', "a column: stride 2", {0, 2, 4, 6}),
    ]
    return _document(
        "Slices and columns are other strides over the same memory",
        680,
        210,
        [
            part
            for i, (code, what, on) in enumerate(rows)
            for part in (
                _code(20, 40 + 46 * i, code, "start"),
                _cells(250, 20 + 46 * i, 34, numbers, on),
                _text(535, 40 + 46 * i, what, "start"),
            )
        ],
    )


def drawn() -> dict[str, str]:
    """The SVG text of each diagram by its name in docs/."""
    return {
        "ownership.svg": ownership(),
        "exports.svg": exports(),
        "slices.svg": slices(),
    }
