"""A folder of recordings, and what each example asks of one: its peak.

    $ python recordings.py FOLDER [COUNT]

makes COUNT recordings (8 unless you say otherwise) of 2 channels and 16-bit samples, big-endian.
"""

import math
import sys
from pathlib import Path

import numpy as np

from swiftbuf import Waveform

FORMAT = ">h"
CHANNELS = 2
SAMPLES = 20_000


def make(folder: Path, count: int = 8) -> None:
    """Write COUNT recordings, in which the one numbered n is a sine of amplitude 1000 * (n + 1)."""
    folder.mkdir(parents=True, exist_ok=True)
    turn = [math.sin(2 * math.pi * i / 1000) for i in range(1000)] * (SAMPLES // 1000)
    for number in range(count):
        recording = Waveform((SAMPLES, CHANNELS), FORMAT)
        recording[:, 0] = [round(1000 * (number + 1) * value) for value in turn]
        recording[:, 1] = number
        (folder / f"{number:03}.raw").write_bytes(recording)


def paths(folder: Path) -> list[Path]:
    """The recordings of the folder, in the order of their names."""
    return sorted(folder.glob("*.raw"))


def load(path: Path) -> Waveform:
    """Read one recording as rows of one sample a channel."""
    flat = Waveform.from_file(path, FORMAT)
    return flat.cast(FORMAT, (len(flat) // CHANNELS, CHANNELS))


def peak(recording: Waveform) -> int:
    """The largest value of any channel, by NumPy in the memory of the recording."""
    return int(np.asarray(recording).max())


def report(names: list[Path], peaks: list[int]) -> None:
    for path, value in zip(names, peaks, strict=True):
        print(f"{path.name} {value}")


if __name__ == "__main__":
    make(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
