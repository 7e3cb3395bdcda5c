"""Whole blocks of samples, beside NumPy and what the machine can do at most."""

from pathlib import Path

from ..row import Goal, Group, Row, Statement, statements

# Samples: in the caches, larger than they are, and as many as a long recording has.
SMALL, LARGE, LONG = 1_000_000, 8_000_000, 30_000_000
FORMATS = {"int16": ("h", 16), "float64": ("d", 64)}
AVX2 = " avx2 " in Path("/proc/cpuinfo").read_text()


def millions(n: int) -> str:
    return f"{n // 1_000_000}e6"


def byteswap(kind: str, n: int) -> Row:
    code, bits = FORMATS[kind]
    zeros = f"array('{code}', [1]) * {n}"
    cases = {
        "swiftbuf": Statement("w.byteswap()", f"w = Waveform({n}, '{code}')"),
        "array": Statement("a.byteswap()", f"a = {zeros}"),
        "NumPy": Statement("a.byteswap(inplace=True)", f"a = np.zeros({n}, '{code}')"),
        "C loop": Statement(f"loops.swap{bits}(a)", f"a = {zeros}"),
    }
    if AVX2:
        cases["C loop, AVX2"] = Statement(f"loops.swap{bits}_avx2(a)", f"a = {zeros}")
    return Row(
        f"byteswap, {kind}, {millions(n)}",
        cases,
        (Goal(1.0, ("array", "NumPy")),),
        per=n,
        limits=("C loop", "C loop, AVX2"),
        memory=True,
    )


def block(name: str, n: int, codes: dict[str, str], goals: tuple[Goal, ...], *limits: str) -> Row:
    """A statement over n float64: `w`, `v` of ours, `a`, `b` of NumPy, `x`, `y` for the limits."""
    setup = {
        "swiftbuf": f"w, v = Waveform({n}), Waveform({n}); w.fill(1.0); v.fill(1.0)",
        "NumPy": f"a, b = np.ones({n}), np.ones({n})",
    }
    limit = f"x, y = array('d', [1.0]) * {n}, array('d', [1.0]) * {n}"
    cases = {case: Statement(code, setup.get(case, limit)) for case, code in codes.items()}
    return Row(f"{name}, {millions(n)}", cases, goals, per=n, limits=limits, memory=True)


def blocks(n: int) -> tuple[Row, ...]:
    numpy = Goal(1.0, ("NumPy",))
    return (
        block(
            "fill",
            n,
            {"swiftbuf": "w.fill(0.5)", "NumPy": "a.fill(0.5)", "memset": "loops.set(x)"},
            (numpy, Goal(1.2, ("memset",))),
            "memset",
        ),
        block(
            "w[:] = v",
            n,
            {"swiftbuf": "w[:] = v", "NumPy": "a[:] = b", "memcpy": "loops.copy(x, y)"},
            (numpy, Goal(1.2, ("memcpy",))),
            "memcpy",
        ),
        block("w.copy()", n, {"swiftbuf": "w.copy()", "NumPy": "a.copy()"}, (numpy,)),
        block(
            "w[: n // 2] = v[::2]",
            n,
            {
                "swiftbuf": f"w[: {n} // 2] = v[::2]",
                "NumPy": f"a[: {n} // 2] = b[::2]",
                "C loop": "loops.copy_every_second(x, y)",
            },
            (numpy, Goal(1.2, ("C loop",))),
            "C loop",
        ),
        block(
            "w == v",
            n,
            {
                "swiftbuf": "w == v",
                "NumPy": "np.array_equal(a, b)",
                "C loop": "loops.equal(x, y)",
                "memcmp": "loops.compare_bytes(x, y)",
            },
            (numpy, Goal(1.2, ("C loop",))),
            "C loop",
            "memcmp",
        ),
    )


def limits(n: int) -> Row:
    """Of the machine alone: nobody has a goal here."""
    return Row(
        f"{8 * n // 1_000_000} MB",
        statements(
            {
                "memcpy": "loops.copy(x, y)",
                "memset": "loops.set(x)",
                "read": "loops.read_all(x)",
                "one pass of C, in place": "loops.swap64(x)",
            },
            f"x, y = array('d', [1.0]) * {n}, array('d', [1.0]) * {n}",
        ),
        per=8 * n // 1000,
        limits=("memcpy", "memset", "read", "one pass of C, in place"),
        memory=True,
        subject="",
    )


GROUPS = (
    Group(
        "Limits of the machine, per 1000 bytes",
        tuple(limits(n) for n in (SMALL, LARGE, LONG)),
    ),
    Group(
        "Byte order changed in place, per sample",
        tuple(byteswap(kind, n) for kind in FORMATS for n in (SMALL, LONG)),
    ),
    Group("Blocks of float64, per sample", (*blocks(SMALL), *blocks(LARGE))),
)
