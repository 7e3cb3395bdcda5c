"""The peak of each recording of a folder, by the worker processes of Ray, in its shared memory.

$ python ray_peaks.py FOLDER
"""

import sys
import tempfile
from pathlib import Path

import ray
from recordings import load, paths, peak, report
from tqdm import tqdm


def main(folder: Path) -> None:
    names = paths(folder)
    # The path of a Unix socket may have 107 bytes: a folder of a short name for Ray's.
    with tempfile.TemporaryDirectory(prefix="ray", dir="/tmp") as sockets:
        ray.init(
            num_cpus=2,
            object_store_memory=100 * 2**20,
            include_dashboard=False,
            log_to_driver=False,
            runtime_env={"env_vars": {"PYTHONPATH": str(Path(__file__).parent)}},
            _temp_dir=sockets,
        )
        try:
            # Each recording is copied once, into the store. The workers see it there, read-only.
            stored = [ray.put(load(path)) for path in names]
            ask = ray.remote(peak)
            found = [ask.remote(recording) for recording in stored]
            waiting = found
            with tqdm(total=len(found), desc="ray") as bar:
                while waiting:
                    _, waiting = ray.wait(waiting)
                    bar.update()
            report(names, ray.get(found))
        finally:
            ray.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
