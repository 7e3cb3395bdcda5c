"""The `Thingy` of a mailing list, which runs now.

    $ python examples/thingy.py

On python-list in January 2018 somebody asked for a native Python object "that exposes the buffer
protocol. Basically, something with a ._data member which is a bytearray that I can still readinto,
make directly into a numpy array, etc.", to read a binary file, change a little of it in memory, and
send it on to a device. It should look like

    class Thingy:
        def __memoryview__(self):
            return memoryview(self._data)

"But it doesn't look as if there's a dunder for that." There is one from Python 3.12 on, and with
`Exporter` as the base class on 3.11 too.
"""

import socket
import tempfile
from pathlib import Path

import numpy as np

from swiftbuf import Exporter


class Thingy(Exporter):
    """A waveform of fixed length: none of the methods of bytearray that make no sense on one."""

    def __init__(self, size: int):
        self._data = bytearray(size)

    def __buffer__(self, flags: int) -> memoryview:
        return memoryview(self._data)


def recording(folder: Path) -> Path:
    """A file as the instrument writes it: one period of a sine wave, 1000 samples of 16 bits."""
    path = folder / "waveform.bin"
    wave = 20000 * np.sin(np.linspace(0, 2 * np.pi, 1000, endpoint=False))
    path.write_bytes(wave.astype("<i2").tobytes())
    return path


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = recording(Path(folder))
        thingy = Thingy(path.stat().st_size)
        with path.open("rb", buffering=0) as file:
            print("readinto   ", file.readinto(thingy), "bytes of", path.name)

    samples = np.frombuffer(thingy, "<i2")
    samples[250:260] = 0  # the peak
    print("frombuffer ", "ten samples zeroed in the Thingy:", bytes(thingy)[500:520] == bytes(20))

    here, device = socket.socketpair()
    received = Thingy(len(samples) * samples.itemsize)
    with here, device:
        here.sendall(thingy)
        count = device.recv_into(received, 0, socket.MSG_WAITALL)
    print("sendall    ", count, "bytes at the device, all right:", bytes(received) == bytes(thingy))


if __name__ == "__main__":
    main()
