"""Samples that change their format: beside NumPy at its best, libraries for it, and a pass of C."""

from ..peers import LIBRARIES
from ..row import Goal, Group, Row, Statement
from .kernels import AVX2, LONG, SMALL, millions

SIZES = (SMALL, LONG)
NAMES = {"b": "int8", "h": "int16", "i": "int32", "f": "float32", "d": "float64"}
VOLTS, LEVEL = 1 / 3276.8, 0.5
NUMPY = Goal(1.0, ("NumPy",))

# What people do most, and what does not fit all values: those are looked at before any is written.
ASSIGNED = (">h h", "h f", ">h f", "i d", "f d", "d f", "f e", "h b", "i h", "q i", "I i")
COMPARED = ("h >h", "h f", "i d", "f d")
SOUGHT = ("b", "h", ">h", "f")
DRAWN = ("b", "h", "i", "f", "d", ">h", ">f")


def row(
    name: str, n: int, cases: dict[str, str], setup: str, goals: tuple[Goal, ...], loop: str = ""
) -> Row:
    """A statement for each case; `loop` of peers/loops.c on `b` and `a` is a limit. Peers that are
    not installed are left out."""
    limits = {}
    if loop:
        suffix = "_avx2" if AVX2 else ""
        limits["C loop"] = f"loops.{loop}{suffix}(b, a)"
    cases = {
        case: Statement(code, setup)
        for case, code in (cases | limits).items()
        if case not in LIBRARIES or LIBRARIES[case]
    }
    return Row(
        f"{name}, {millions(n)}",
        cases,
        goals,
        per=n,
        limits=tuple(limits),
        memory=True,
    )


def arrays(source: str, target: str, n: int, width: int = 1) -> str:
    """Set-up: an array `a` of small values and `b` for the result, and the same memory as `v` and
    `w` of ours."""
    return f"""
a = np.resize(np.arange(100).astype('{source}'), {n if width == 1 else (n, width)})
b = np.ones({n}, '{target}')
v, w = Waveform.from_buffer(a), Waveform.from_buffer(b)
"""


def assignment(pair: str, n: int) -> Row:
    source, target = pair.split()
    cases = {"swiftbuf": "w[:] = v", "NumPy": "np.copyto(b, a, casting='unsafe')"}
    if source in NAMES and target in NAMES:
        cases["NumKong"] = f"nk.astype(a, '{NAMES[target]}', out=b)"
    return row(f"{source} to {target}", n, cases, arrays(source, target, n), (NUMPY,))


def comparison(pair: str, n: int) -> Row:
    left, right = pair.split()
    cases = {"swiftbuf": "w == v", "NumPy": "np.array_equal(a, b)"}
    setup = arrays(left, right, n) + "b[:] = a"
    return row(f"{left} == {right}", n, cases, setup, (NUMPY,))


def membership(format: str, n: int) -> Row:
    cases = {"swiftbuf": "101 in v", "NumPy": "(a == 101).any()"}
    return row(f"number in {format}", n, cases, arrays(format, "b", n), (NUMPY,))


def volts(source: str, n: int) -> Row:
    cases = {
        "swiftbuf": f"v.convert(scale={VOLTS}, offset={LEVEL}, out=w)",
        "NumPy": f"np.multiply(a, {VOLTS}, out=t); t += {LEVEL}; b[:] = t",
        "NumPy, float32 arithmetic": f"np.multiply(a, s, out=b, casting='same_kind'); b += {LEVEL}",
        "nitypes": "x.get_scaled_data(np.float32)",
    }
    setup = arrays(source, "f", n) + f"t, s = np.ones({n}), np.float32({VOLTS})"
    if LIBRARIES["nitypes"]:
        setup += f"""
x = AnalogWaveform.from_array_1d(a, copy=False, scale_mode=LinearScaleMode({VOLTS}, {LEVEL}))
"""
    goals = (Goal(0.5, ("NumPy", "NumPy, float32 arithmetic")), Goal(1.3, ("C loop",)))
    loop = "volts" if source == "h" else "volts_swapped"
    return row(f"{source} to f, scaled", n, cases, setup, goals, loop)


def codes(n: int) -> Row:
    cases = {
        "swiftbuf": "v.convert(scale=3276.8, overflow='clip', out=w)",
        "NumPy": "np.multiply(a, s, out=t); np.rint(t, out=t); "
        "np.clip(t, -32768, 32767, out=t); np.copyto(b, t, casting='unsafe')",
        "NumKong": "np.multiply(a, s, out=t); nk.astype(t, 'int16', out=b)",
    }
    setup = arrays("f", "h", n) + f"a /= 10; t, s = np.ones({n}, 'f'), np.float32(3276.8)"
    goals = (Goal(0.4, ("NumPy",)), Goal(1.3, ("C loop",)))
    return row("f to h, scaled, rounded and clipped", n, cases, setup, goals, "codes")


def samples_24(n: int) -> tuple[Row, Row]:
    setup = f"""
raw = np.resize(np.arange(255, dtype='u1'), 3 * {n} + 1)
a = raw[:-1]
words = np.lib.stride_tricks.as_strided(raw[:4].view('<i4'), ({n},), (3,))
v = Waveform.from_buffer(a, '<i3')
b, t, s = np.ones({n}, '{{target}}'), np.ones({n}, 'i'), np.float32(2**-23)
w = Waveform.from_buffer(b)
"""
    integers = {
        "swiftbuf": "w[:] = v",
        "NumPy": "np.left_shift(words, 8, out=b); np.right_shift(b, 8, out=b)",
    }
    floats = {
        "swiftbuf": "v.convert(scale=2**-23, out=w)",
        "NumPy": "np.left_shift(words, 8, out=t); np.multiply(t, s / 256, out=b, casting='unsafe')",
        "soundfile": "file.seek(0); file.read(dtype='float32', out=b)",
    }
    recording = ""
    if LIBRARIES["soundfile"]:
        recording = f"""
file = soundfile.SoundFile(
    tempfile.TemporaryFile(), 'w+', 48000, 1, 'PCM_24', format='WAV')
file.write(np.resize(np.arange(-1000, 1000) / 1000, {n}))
"""
    goals = (Goal(0.4, ("NumPy",)),)
    return (
        row("i3 to i", n, integers, setup.format(target="i"), goals, "samples24"),
        row("i3 to f, scaled", n, floats, setup.format(target="f") + recording, goals),
    )


def iq(n: int) -> Row:
    cases = {
        "swiftbuf": "v.convert(scale=1 / 127.5, offset=-1, out=w)",
        "NumPy": "np.multiply(a, s, out=b, casting='unsafe'); b -= 1",
    }
    setup = arrays("B", "f", 2 * n) + "s = np.float32(1 / 127.5)"
    return row("uint8 I/Q to complex64", n, cases, setup, (Goal(0.5, ("NumPy",)),), "iq")


def channels(source: str, target: str, n: int) -> Row:
    cases = {
        "swiftbuf": "w[0] = v[:, 0]; w[1] = v[:, 1]",
        "NumPy": "b[0] = a[:, 0]; b[1] = a[:, 1]",
    }
    setup = arrays(source, target, n, 2) + f"b = np.ones((2, {n}), '{target}')\n"
    setup += "w = Waveform.from_buffer(b)"
    loop = "channels" if source == target == "h" else ""
    name = f"two channels of {source} apart" + (f", as {target}" if target != source else "")
    return row(name, n, cases, setup, (Goal(0.5, ("NumPy",)),), loop)


def envelope(format: str, n: int) -> Row:
    cases = {
        "swiftbuf": "v.envelope(1000)",
        "NumPy": f"rows = a.reshape(1000, {n // 1000}); rows.min(1), rows.max(1)",
        "tsdownsample": "a[tsdownsample.MinMaxDownsampler().downsample(a, n_out=2000)]",
    }
    if format.startswith(">"):
        # It takes native numbers only.
        del cases["tsdownsample"]
    peers = tuple(name for name in cases if name != "swiftbuf" and LIBRARIES.get(name, True))
    return row(f"envelope(1000) of {format}", n, cases, arrays(format, "b", n), (Goal(1.0, peers),))


GROUPS = (
    Group(
        "Another format by assignment, per sample",
        tuple(assignment(pair, n) for pair in ASSIGNED for n in SIZES),
    ),
    Group(
        "Comparison and search across formats, per sample",
        (
            *(comparison(pair, n) for pair in COMPARED for n in SIZES),
            *(membership(format, n) for format in SOUGHT for n in SIZES),
        ),
    ),
    Group(
        "Codes and volts, per sample",
        (
            *(volts(format, n) for format in ("h", ">h") for n in SIZES),
            *(codes(n) for n in SIZES),
            *(each for n in SIZES for each in samples_24(n)),
            *(iq(n) for n in SIZES),
            *(channels("h", format, n) for format in "hf" for n in SIZES),
        ),
    ),
    Group(
        "The least and the greatest of 1000 stretches, per sample",
        tuple(envelope(format, n) for format in DRAWN for n in SIZES),
    ),
)
