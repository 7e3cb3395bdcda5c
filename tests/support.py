"""Oracles and instruments: elements by `struct` and NumPy, raw requests in C, leaks to the byte,
threads at once."""

import contextlib
import ctypes
import gc
import re
import struct
import sys
import sysconfig
import threading
from pathlib import Path
from typing import NamedTuple

import numpy as np
from elftools.elf.elffile import ELFFile
from modelling import dtype_of

import swiftbuf

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
# The library for Pythons with a GIL or without (abi3t), which uses no lock of the interpreter.
IS_ABI3T = swiftbuf._swiftbuf.__file__.endswith(".abi3t.so")
# The function by which Python finds the module (PEP 489, PEP 793).
ENTRY = f"{'PyModExport' if IS_ABI3T else 'PyInit'}__swiftbuf"
# Classes, modules and functions are immortal without a GIL once a thread has been started ("Python
# support for free threading", 3.13); whichever test did that.
KEEPS_CLASSES = FREE_THREADED and sys.version_info < (3, 14)


def itemsize_of(fmt):
    """The bytes of one element, by `struct`, which knows neither complex numbers nor 24 bits."""
    return {"Zf": 8, "Zd": 16, "i3": 3, "u3": 3}.get(fmt.lstrip("@=<>!")) or struct.calcsize(fmt)


def packed(fmt, value):
    """The bytes of one element, by `struct`, or by NumPy for complex numbers."""
    if "Z" in fmt:
        return np.array(value, dtype_of(fmt)).tobytes()
    return struct.pack(fmt, value)


def unpacked(fmt, data):
    """The list of elements in `data`, by `struct`, or by NumPy for complex numbers."""
    if "Z" in fmt:
        return np.frombuffer(data, dtype_of(fmt)).tolist()
    if fmt == "?":  # `struct` reads a C _Bool, for which bytes over 1 are undefined behaviour
        return [byte != 0 for byte in data]
    return [value for (value,) in struct.iter_unpack(fmt, data)]


def sample(shape, fmt):
    """A C-contiguous array of `fmt`, with small values of which neighbours differ."""
    size = int(np.prod(shape, dtype=int))
    numbers = [n * 7 % 10 for n in range(size)]
    if fmt == "c":
        numbers = [b"%d" % n for n in numbers]
    return np.array(numbers, "V1" if fmt == "c" else dtype_of(fmt)).reshape(shape)


def same(left, right):
    """Equal in type, nesting and the sign of zero too, and NaN equal to NaN."""
    return repr(left) == repr(right)


class PyBuffer(ctypes.Structure):
    """The C struct `Py_buffer`, with every pointer as a plain address: None where it is NULL."""

    _fields_ = (
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.c_void_p),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    )


get_buffer = ctypes.pythonapi.PyObject_GetBuffer
get_buffer.argtypes = (ctypes.py_object, ctypes.POINTER(PyBuffer), ctypes.c_int)
release_buffer = ctypes.pythonapi.PyBuffer_Release
release_buffer.argtypes = (ctypes.POINTER(PyBuffer),)
release_buffer.restype = None


@contextlib.contextmanager
def raw_view(exporter, flags=0):
    """The `Py_buffer` that `exporter` fills in for a request, released at the end."""
    view = PyBuffer()
    get_buffer(exporter, view, flags)
    try:
        yield view
    finally:
        release_buffer(view)


class MallInfo(ctypes.Structure):
    """glibc's `struct mallinfo2`."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


mallinfo = ctypes.CDLL(None).mallinfo2
mallinfo.restype = MallInfo


def counts(thing):
    """Whether the number of references to `thing` means anything.

    From Python 3.12 on None is immortal: the interpreter does not count it any more, and a library
    of the stable ABI of 3.11 still does (PEP 683), so the number drifts up and down.
    """
    return thing is not None or sys.version_info < (3, 12)


def in_use(watched, by_numpy=False):
    gc.collect()
    memory = mallinfo()
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return {
        "pages of address space": pages,
        "bytes of malloc": memory.uordblks + memory.hblkhd,
        # Free-threaded Python frees late what it collects of subclasses, of bytearray too.
        "blocks of Python's allocator": 0 if FREE_THREADED else sys.getallocatedblocks(),
        "objects of the garbage collector": len(gc.get_objects()),
        # A debug build of Python counts all references that there are.
        "references": 0 if by_numpy else getattr(sys, "gettotalrefcount", int)(),
        **{
            f"references to {thing!r}": sys.getrefcount(thing) for thing in watched if counts(thing)
        },
    }


def assert_no_growth(operation, *watched, repeats=2000, by_numpy=False):
    """Fail when repeating `operation` leaks memory, objects, or references to `watched`.

    What is counted is what the allocators have handed out, to the byte, so that caches which still
    fill after a first round are far below one leak in each repetition. Memory that comes in slabs
    may grow by one at any time; a leak is there the second time too.
    """
    for _ in range(repeats // 10):
        operation()
    leaks = growth(operation, watched, repeats, by_numpy)
    if leaks:
        leaks = growth(operation, watched, repeats, by_numpy)
    assert not leaks, f"grown in {repeats} repetitions: {leaks}"


def growth(operation, watched, repeats, by_numpy):
    """What has grown by one leak or more in every other repetition, and by how much."""
    before = in_use(watched, by_numpy)
    for _ in range(repeats):
        operation()
    after = in_use(watched, by_numpy)
    smallest_leak = {"bytes of malloc": 32}  # a block with its head; one, of all other things
    return {
        what: after[what] - count
        for what, count in before.items()
        if after[what] - count > repeats * smallest_leak.get(what, 1) // 2
    }


def together(work, arguments):
    """Run `work` with each of the arguments, all at once, and raise what any of them raises."""
    errors, start = [], threading.Barrier(len(arguments))

    def run(argument):
        start.wait()
        try:
            work(argument)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(argument,)) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


class Needed(NamedTuple):
    """What a library needs: libraries by their names, and the newest version of glibc."""

    names: set[str]
    newest_glibc: tuple[int, ...]


def libraries_of(path):
    """What a library says that it needs."""
    with open(path, "rb") as file:
        library = ELFFile(file)
        versions = [
            tuple(map(int, re.findall(r"\d+", version.name)))
            for _, versions in library.get_section_by_name(".gnu.version_r").iter_versions()
            for version in versions
            if version.name.startswith("GLIBC_")
        ]
        tags = library.get_section_by_name(".dynamic").iter_tags("DT_NEEDED")
        return Needed({tag.needed.split(".")[0] for tag in tags}, max(versions))
