"""Elements and slices of 2048 float64, as Python code reads and writes them."""

from ..peers import EVERYONE
from ..row import Goal, Group, Row, each, statements

N = 2048
INDEXED = {name: make for name, make in EVERYONE.items() if name not in ("bytearray", "mmap")}
HAND_WRITTEN_AND_VIEWS = {
    name: make for name, make in INDEXED.items() if name not in ("array", "ctypes")
}
CONVERTED = {name: INDEXED[name] for name in ("swiftbuf", "array", "memoryview", "ctypes", "NumPy")}
LIBRARY = ("array", "memoryview", "NumPy")

ASSIGNMENTS = """
values = [0.5 * i for i in range(2048)]
source = array('d', values)
raw = source.tobytes()
w, a, b = Waveform(2048), array('d', [0.0]) * 2048, bytearray(8 * 2048)
m, n, c = memoryview(bytearray(8 * 2048)).cast('d'), np.zeros(2048), (ctypes.c_double * 2048)()
wb, mb, nb = w.cast('B'), m.cast('B'), n.view('B')
"""

GROUPS = (
    Group(
        "Elements of float64",
        (
            Row(
                "w[i]",
                each(INDEXED, "w[i]", "w = {make}; i = 100"),
                (Goal(1.0, ("C limited API",)),),
            ),
            Row(
                "w[i] = v",
                each(INDEXED, "w[i] = v", "w = {make}; i = 100; v = 1.5"),
                (Goal(1.0, ("C limited API",)),),
            ),
            Row(
                "w[10:20], a view",
                each(HAND_WRITTEN_AND_VIEWS, "w[10:20]"),
                (Goal(1.05, ("C limited API",)),),
            ),
        ),
    ),
    Group(
        "2048 float64, per element",
        (
            Row(
                "w.tolist()",
                # ctypes has no tolist: a slice of it is a list.
                each(CONVERTED, "w.tolist()") | each({"ctypes": CONVERTED["ctypes"]}, "w[:]"),
                (Goal(1.0, LIBRARY),),
                per=N,
            ),
            Row(
                "for x in w: pass",
                each(CONVERTED, "for x in w: pass"),
                (Goal(1.0, LIBRARY),),
                per=N,
            ),
            Row(
                "w[:] = list",
                statements(
                    {
                        "swiftbuf": "w[:] = values",
                        "array": "a[:] = array('d', values)",
                        "ctypes": "c[:] = values",
                        "NumPy": "n[:] = values",
                    },
                    ASSIGNMENTS,
                ),
                (Goal(1.0, ("array", "NumPy")),),
                per=N,
            ),
        ),
    ),
    Group(
        "16 KiB assigned",
        (
            Row(
                "w[:] = buffer of the same format",
                statements(
                    {
                        "swiftbuf": "w[:] = source",
                        "array": "a[:] = source",
                        "memoryview": "m[:] = source",
                        "NumPy": "n[:] = source",
                    },
                    ASSIGNMENTS,
                ),
                (Goal(1.0, LIBRARY),),
            ),
            Row(
                "w[:] = bytes, format B",
                statements(
                    {
                        "swiftbuf": "wb[:] = raw",
                        "bytearray": "b[:] = raw",
                        "memoryview": "mb[:] = raw",
                        "NumPy": "nb[:] = np.frombuffer(raw, 'B')",
                    },
                    ASSIGNMENTS,
                ),
                (Goal(1.0, ("memoryview", "NumPy")),),
            ),
        ),
    ),
)
