"""Views as C code asks for them: every field that an exporter fills in, for any flags."""

import contextlib
import ctypes
import itertools


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
        ("shape", ctypes.POINTER(ctypes.c_ssize_t)),
        ("strides", ctypes.POINTER(ctypes.c_ssize_t)),
        ("suboffsets", ctypes.POINTER(ctypes.c_ssize_t)),
        ("internal", ctypes.c_void_p),
    )


get_buffer = ctypes.pythonapi.PyObject_GetBuffer
get_buffer.argtypes = (ctypes.py_object, ctypes.POINTER(PyBuffer), ctypes.c_int)
release_buffer = ctypes.pythonapi.PyBuffer_Release
release_buffer.argtypes = (ctypes.POINTER(PyBuffer),)
release_buffer.restype = None

WRITABLE, FORMAT, ND, STRIDES_BIT, C_BIT, F_BIT, ANY_BIT, INDIRECT_BIT = (
    *(0x001, 0x004, 0x008, 0x010),
    *(0x020, 0x040, 0x080, 0x100),
)
BITS = (WRITABLE, FORMAT, ND, STRIDES_BIT, C_BIT, F_BIT, ANY_BIT, INDIRECT_BIT)
PyBUF_READ = 0x100  # no request, and from Python 3.13 on a SystemError
ALL_FLAGS = {
    sum(bits) for count in range(len(BITS) + 1) for bits in itertools.combinations(BITS, count)
} - {PyBUF_READ}


@contextlib.contextmanager
def view_of(exporter, flags):
    view = PyBuffer()
    get_buffer(exporter, view, flags)
    try:
        yield view
    finally:
        release_buffer(view)


def answer(exporter, flags):
    """What comes of a request, as values that compare: BufferError, or all fields but `obj`."""
    try:
        with view_of(exporter, flags) as view:
            return {
                name: numbers(value, view.ndim) if name in ("shape", "strides") else value
                for name in ("buf", "len", "itemsize", "readonly", "ndim", "format")
                + ("shape", "strides")
                for value in [getattr(view, name)]
            } | {"suboffsets": bool(view.suboffsets)}
    except BufferError:
        return BufferError


def numbers(pointer, count):
    return tuple(pointer[:count]) if pointer else None
