"""Who is measured: expressions that make `{n}` float64 samples of zero in each peer's way."""

# The names that all statements and programs have.
IMPORTS = """
import ctypes, mmap, tempfile
from array import array
import numpy as np
from swiftbuf import Waveform
import c_full, c_full_release, c_limited, c_limited_release
import cython_peer, loops, nanobind_peer, pybind11_peer
from benchmarks.threads import export_in_threads
"""

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
