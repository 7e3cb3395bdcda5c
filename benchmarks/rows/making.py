"""Objects made and dropped: empty ones, and those that hold a file."""

from ..peers import EVERYONE
from ..row import Goal, Group, Row, each, statements

SMALL, LARGE = 2 << 10, 64 << 20  # bytes
FILE = """
file = tempfile.NamedTemporaryFile()
file.write(bytes({size}))
file.flush()
path = file.name
"""
# Nothing is kept from one pass to the next, as nothing is by a call that makes all of it.
READINTO = "b = {make}\nwith open(path, 'rb', buffering=0) as f: f.readinto(b)\ndel b"
MAP = "with open(path, 'rb') as f: m = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_COPY)"


def from_file(name: str, size: int, goal: Goal) -> Row:
    n = size // 8
    codes = {
        "swiftbuf": "Waveform.from_file(path, 'd')",
        "np.fromfile": "np.fromfile(path)",
        **{
            f"{peer} + readinto": READINTO.replace("{make}", EVERYONE[peer].format(n=n))
            for peer in ("bytearray", "C limited API", "NumPy")
        },
    }
    return Row(name, statements(codes, FILE.format(size=size)), (goal,), memory=size == LARGE)


GROUPS = (
    Group(
        "Made and dropped",
        (
            Row(
                "2 KiB",
                # Raw bytes, for which swiftbuf reads a format; the others make 256 samples.
                each(EVERYONE | {"swiftbuf": "Waveform(2048, 'B')"}, "{make}", "", n=256),
                (Goal(1.0, ("Cython",)),),
            ),
            Row("2048 float64", each(EVERYONE, "{make}", ""), (Goal(1.0, ("Cython",)),)),
            Row(
                "64 MiB, untouched",
                each(EVERYONE, "{make}", "", n=LARGE // 8),
                (Goal(1.0, ("C limited API",)),),
            ),
        ),
    ),
    Group(
        "From a file that the system has in memory",
        (
            from_file(
                "from_file, 2 KiB",
                SMALL,
                Goal(0.5, ("np.fromfile", "C limited API + readinto", "NumPy + readinto")),
            ),
            from_file("from_file, 64 MiB", LARGE, Goal(1.0, ("np.fromfile", "NumPy + readinto"))),
            Row(
                "mmap, 64 MiB, copy-on-write",
                statements(
                    {
                        "swiftbuf": "Waveform.mmap(path, 'd')",
                        "mmap.mmap": f"{MAP}\ndel m",
                        "np.memmap": "np.memmap(path, np.float64, 'c')",
                    },
                    FILE.format(size=LARGE),
                ),
                (Goal(0.5, ("mmap.mmap",)),),
            ),
            Row(
                "the same, and its maximum by NumPy",
                statements(
                    {
                        "swiftbuf": "np.frombuffer(Waveform.mmap(path, 'd')).max()",
                        "mmap.mmap": f"{MAP}\nnp.frombuffer(m).max()\ndel m",
                        "np.memmap": "np.memmap(path, np.float64, 'c').max()",
                    },
                    FILE.format(size=LARGE),
                ),
                (Goal(1.0, ("mmap.mmap", "np.memmap")),),
                memory=True,
            ),
        ),
    ),
)
