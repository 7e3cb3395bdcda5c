"""A libc that fails when it is told to (tests/hostile/libc.c), in an interpreter of its own."""

import ctypes
import functools
import gc
import os
import subprocess
from pathlib import Path

from modelling import run_isolated
from support import ENTRY, FREE_THREADED

import swiftbuf._swiftbuf

SOURCE = Path(__file__).parent / "hostile/libc.c"


def run_under(folder, function, *arguments):
    """Calls the function of a module in an interpreter whose libc can be told to fail.

    Python allocates by `malloc` there, so that its own objects can be refused too; a free-threaded
    one has its own allocator only.
    """
    library = folder / "libc.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"]
    subprocess.run(command, check=True)
    loaded = [str(library), *filter(None, [os.environ.get("LD_PRELOAD")])]
    environment = {"LD_PRELOAD": ":".join(loaded)}
    environment |= {} if FREE_THREADED else {"PYTHONMALLOC": "malloc"}
    run_isolated(function, *arguments, environment=environment, timeout=1200)


@functools.cache
def instrument():
    """The libc, and an address inside of swiftbuf. Each `PyDLL` would be a new class."""
    libc = ctypes.PyDLL(None)
    libc.call_without_memory.argtypes = (
        *(ctypes.c_void_p, ctypes.py_object),
        *(ctypes.c_long, ctypes.c_long),
    )
    libc.call_without_memory.restype = ctypes.py_object
    library = ctypes.CDLL(swiftbuf._swiftbuf.__file__)
    return libc, ctypes.cast(getattr(library, ENTRY), ctypes.c_void_p)


def call_without_memory(function, first, count):
    """Calls a function; swiftbuf's allocations meanwhile are refused, `count` from the `first` on.

    They are numbered from 1. Returns what the function raised, as a type or None, and how many
    allocations were tried.
    """
    libc, inside = instrument()
    raised = None
    try:
        libc.call_without_memory(inside, function, first, count)
    except BaseException as error:
        raised = type(error)
    return raised, libc.allocations_tried()


def allocated_blocks():
    """The blocks of memory that this process has from `malloc`, once garbage is collected."""
    gc.collect()
    return instrument()[0].allocated_blocks()
