"""Random bytes as a source of choices: what a fuzzer mutates is what a target decides by."""

import struct


class Choices:
    """Reads the bytes from front to back. At their end every choice is the first one."""

    def __init__(self, data):
        self._data, self._place = data, 0

    @property
    def left(self):
        return len(self._data) - self._place

    def raw(self, count):
        """So many bytes, or those that are left."""
        start, self._place = self._place, min(self._place + count, len(self._data))
        return self._data[start : self._place]

    def number(self, low, high):
        size = ((high - low).bit_length() + 7) // 8
        return low + int.from_bytes(self.raw(size), "little") % (high - low + 1)

    def flag(self):
        return self.number(0, 1) == 1

    def pick(self, options):
        return options[self.number(0, len(options) - 1)]

    def some(self, most, make):
        return [make(self) for _ in range(self.number(0, most))]

    def double(self):
        (value,) = struct.unpack("<d", self.raw(8).ljust(8, b"\0"))
        return value if value == value else float("nan")  # one NaN: payloads are not compared
