"""The peak of each recording of a folder, by the worker processes of Dask.

$ python dask_peaks.py FOLDER
"""

import sys
from pathlib import Path

from distributed import Client, LocalCluster, as_completed
from recordings import load, paths, peak, report
from tqdm import tqdm


def main(folder: Path) -> None:
    names = paths(folder)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        # Each recording travels once, to one worker. hash=False: a Waveform that is written to
        # afterwards is another value, and asking for its hash would read all of it.
        sent = client.scatter([load(path) for path in names], hash=False)
        found = client.map(peak, sent)
        for _ in tqdm(as_completed(found), total=len(found), desc="dask"):
            pass
        report(names, client.gather(found))


if __name__ == "__main__":  # the workers import this file
    main(Path(sys.argv[1]))
