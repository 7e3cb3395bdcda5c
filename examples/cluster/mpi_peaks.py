"""The peak of each recording of a folder, by the ranks of MPI.

$ mpiexec -n 2 python mpi_peaks.py FOLDER
"""

import sys
from pathlib import Path

from mpi4py import MPI
from recordings import CHANNELS, SAMPLES, load, paths, peak, report
from tqdm import tqdm

from swiftbuf import Waveform


def main(folder: Path) -> None:
    world = MPI.COMM_WORLD
    names = paths(folder)
    rounds = -(-len(names) // world.size)  # the last round may have fewer recordings than ranks
    shape = (world.size, SAMPLES, CHANNELS)
    everything = Waveform(shape, "h") if world.rank == 0 else None
    mine = Waveform((SAMPLES, CHANNELS), "h")  # MPI has no swapped samples: those of the machine
    one, all_of_them = Waveform(1, "q"), Waveform(world.size, "q")
    peaks: list[int] = []

    for turn in tqdm(range(rounds), desc="mpi", disable=world.rank != 0):
        if everything is not None:
            for row, path in enumerate(names[turn * world.size : (turn + 1) * world.size]):
                everything[row] = load(path)
        world.Scatter(everything, mine, root=0)
        one[0] = peak(mine)
        world.Gather(one, all_of_them if world.rank == 0 else None, root=0)
        peaks += all_of_them.tolist()

    if world.rank == 0:
        report(names, peaks[: len(names)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
