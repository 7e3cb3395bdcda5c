"""User code that mypy --strict and pyright must reject, line by line. It is never run.

Each line carries the ignore comments of both. Both checkers are told to complain about a comment
that hides nothing, so a line that is accepted by mistake fails the test.
"""

from collections.abc import Hashable

from swiftbuf import Exporter, Waveform

w = Waveform(8)
e = Exporter()


class Bare(Exporter):
    """No buffer: it does not say what to show."""


class Wrong(Exporter):
    def __buffer__(self, flags: int) -> bytes:
        return b"no memoryview"


class Bottomless(Exporter):
    def extend(self) -> None:
        super().__buffer__(0)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


Waveform()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Waveform(2.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Waveform(8, None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Waveform([2, 3])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Waveform(8, 2.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Waveform(8, "d", 0)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Waveform.from_buffer("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Waveform.from_buffer([1, 2])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Waveform.from_buffer(b"", "B", 4)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Waveform.from_file("name", "B", 4)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Waveform.mmap("name", "B", "r")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Waveform.mmap("name", mode="w")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Waveform.from_file(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

w.shape = (2, 4)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
w.readonly = True  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
w.append(1.0)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
w.decode()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
print(w + w)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
key: Hashable = w  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
del w[0]  # type: ignore[attr-defined]  # pyright: ignore[reportIndexIssue]

w[0.5]  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
w[0, None]  # type: ignore[index]  # pyright: ignore[reportCallIssue, reportArgumentType]
w[0] = "1"  # type: ignore[assignment]  # pyright: ignore[reportArgumentType]
w[0] = None  # type: ignore[assignment]  # pyright: ignore[reportArgumentType]
w[:] = ["1", "2"]  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
w.envelope(2.0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
w.fill("1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
w.fill(value=1.0)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
w.tobytes("D")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
w.cast(8)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
w.cast("B", "8")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

memoryview(e)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
memoryview(Bare())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
memoryview(Wrong())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Exporter(8)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
