"""For valgrind: each operation of the leak tests once, or with "wrongly" one that must not be."""

import ctypes
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import test_leaks
import test_life_cycle_leaks

from swiftbuf import Waveform


def read_what_was_freed():
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    place = libc.malloc(64)
    waveform = Waveform.from_buffer((ctypes.c_char * 64).from_address(place), "B")
    libc.free(ctypes.c_void_p(place))
    waveform.tolist()


def do_all():
    for module in (test_leaks, test_life_cycle_leaks):
        for operation in module.SUCCEEDING.values():
            operation()
        for operation in module.FAILING.values():
            try:
                operation()
            except Exception:
                continue
            raise AssertionError("should have failed")


do_all() if sys.argv[1] == "rightly" else read_what_was_freed()
