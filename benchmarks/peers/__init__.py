"""Who is measured: expressions that make `{n}` float64 samples of zero in each peer's way."""

from importlib.util import find_spec

# The names that all statements and programs have.
IMPORTS = """
import ctypes, mmap, tempfile
from array import array
import numpy as np
from swiftbuf import Waveform
import c_full, c_full_release, c_limited, c_limited_release
import cython_peer, loops, nanobind_peer, pybind11_peer, tensors
from benchmarks.threads import export_in_threads
"""

# Libraries that change formats, by the import that a statement needs; none where one is missing, as
# not every Python has a wheel of it.
LIBRARIES = {
    name: code if find_spec(code.replace("from ", "import ").split()[1].split(".")[0]) else ""
    for name, code in {
        "NumKong": "import numkong as nk",
        "nitypes": "from nitypes.waveform import AnalogWaveform, LinearScaleMode",
        "soundfile": "import soundfile",
        "tsdownsample": "import tsdownsample",
    }.items()
}
IMPORTS += "\n".join(LIBRARIES.values())

SWIFTBUF = {"swiftbuf": "Waveform({n})"}

STANDARD = {
    "bytearray": "bytearray(8 * {n})",
    "array": "array('d', [0.0]) * {n}",
    "memoryview": "memoryview(bytearray(8 * {n})).cast('d')",
    "ctypes": "(ctypes.c_double * {n})()",
    "mmap": "mmap.mmap(-1, 8 * {n})",
    "NumPy": "np.zeros({n})",
}

# Written for this benchmark, each as its tool does it best. Those of C without a release do not
# know whether anything still stands on them: they show what a count of exports costs.
HAND_WRITTEN = {
    "C limited API": "c_limited_release.Buffer({n})",
    "C full API": "c_full_release.Buffer({n})",
    "Cython": "cython_peer.Buffer({n})",
    "nanobind": "nanobind_peer.Buffer({n})",
    "pybind11": "pybind11_peer.Buffer({n})",
}
WITHOUT_RELEASE = {
    "C limited API, no release": "c_limited.Buffer({n})",
    "C full API, no release": "c_full.Buffer({n})",
}

EVERYONE = SWIFTBUF | STANDARD | HAND_WRITTEN
