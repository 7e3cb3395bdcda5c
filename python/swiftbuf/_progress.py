"""A progress bar on stderr, for a person who waits."""

import sys
import time

FIRST, NEXT = 0.5, 0.1  # seconds until it is shown, and shown again
BAR = 24  # characters


class Progress:
    """How much of the input has been read. `total` is its size in bytes; None is unknown."""

    def __init__(self, total: int | None) -> None:
        self.total, self.done = total, 0
        self.is_shown = False
        self.is_wanted = sys.stderr.isatty()
        self.next = time.monotonic() + FIRST

    def __call__(self, count: int) -> None:
        """`count` more bytes have been read."""
        self.done += count
        if self.is_wanted and time.monotonic() >= self.next:
            self.next = time.monotonic() + NEXT
            self.is_shown = True
            sys.stderr.write(f"\r{self.text()}\x1b[K")
            sys.stderr.flush()

    def text(self) -> str:
        read = f"{self.done / 1e6:.0f} MB"
        if not self.total:
            return f"{read} read"
        share = min(self.done / self.total, 1)
        bar = "#" * int(share * BAR)
        return f"[{bar:{BAR}}] {share:4.0%} of {self.total / 1e6:.0f} MB"

    def close(self) -> None:
        """Takes the bar away."""
        if self.is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
