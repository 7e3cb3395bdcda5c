"""The buffer protocol itself: what every consumer of memory asks first; and DLPack, for tensors."""

from ..peers import EVERYONE, WITHOUT_RELEASE
from ..row import Goal, Group, Row, each, statements

EXPORTERS = EVERYONE | WITHOUT_RELEASE
EXPORTS = 1000
EXPORTS_A_THREAD = 200_000  # so many that to start the thread is little

# Each consumer, and whose objects it takes as they are, so that nothing is exported.
CONSUMERS = {
    "memoryview(w)": "memoryview",
    "np.frombuffer(w)": None,
    "np.asarray(w)": "NumPy",
}


def consumer(code: str, own: str | None) -> Row:
    peers = {name: make for name, make in EXPORTERS.items() if name != own}
    return Row(code, each(peers, code), (Goal(1.0, ("bytearray",)),))


def in_threads(threads: int, objects: str) -> Row:
    """Everyone exports one object in all threads, or each thread one of its own."""
    setup = "w = [{make}] * %d" if objects == "one object" else "w = [{make} for _ in range(%d)]"
    peers = {name: EVERYONE[name] for name in ("swiftbuf", "bytearray", "NumPy", "C limited API")}
    return Row(
        f"{threads} thread{'s' * (threads > 1)}, {objects}",
        each(
            peers,
            f"export_in_threads(loops.exports, w, {EXPORTS_A_THREAD})",
            setup % threads,
        ),
        (Goal(1.0, ("bytearray",)),),
        per=EXPORTS_A_THREAD * threads,
    )


GROUPS = (
    Group(
        "Exports",
        (
            Row(
                "PyObject_GetBuffer and PyBuffer_Release, C loop",
                each(EXPORTERS, f"loops.exports(w, {EXPORTS})"),
                (Goal(1.0, ("C limited API",)),),
                per=EXPORTS,
            ),
            *(consumer(code, own) for code, own in CONSUMERS.items()),
        ),
    ),
    Group(
        "Exports from several threads, per export",
        tuple(
            in_threads(threads, objects)
            for threads, objects in (
                (1, "one object"),
                (2, "one object"),
                (4, "one object"),
                (2, "many objects"),
                (4, "many objects"),
            )
        ),
    ),
    Group(
        "Tensors by DLPack, in C loops",
        (
            Row(
                "taken and given back",
                statements(
                    {
                        "swiftbuf": f"tensors.exchanged(w, {EXPORTS})",
                        "swiftbuf, __dlpack__": f"tensors.called(w, {EXPORTS})",
                        "NumPy, __dlpack__": f"tensors.called(a, {EXPORTS})",
                    },
                    "w = Waveform(2048); a = np.zeros(2048)",
                ),
                (Goal(0.5, ("swiftbuf, __dlpack__",)), Goal(0.5, ("NumPy, __dlpack__",))),
                per=EXPORTS,
            ),
        ),
    ),
)
