# cython: language_level=3, embedsignature=False
# The module of this comparison with Cython.

from enum import Enum

from cpython.buffer cimport PyBuffer_FillInfo
from libc.stdint cimport uint16_t, uint64_t
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memset

# [Image]


cdef class Image:
    cdef char *pixels
    cdef Py_ssize_t shape[2]
    cdef Py_ssize_t strides[2]

    def __cinit__(self, Py_ssize_t width, Py_ssize_t height):
        if width < 0 or height < 0:
            raise ValueError("the size is negative")
        self.pixels = <char *>calloc(height, width)
        if not self.pixels and width and height:
            raise MemoryError
        self.shape[0], self.shape[1] = height, width
        self.strides[0], self.strides[1] = width, 1

    def __dealloc__(self):
        free(self.pixels)

    def __getbuffer__(self, Py_buffer *view, int flags):
        PyBuffer_FillInfo(view, self, self.pixels, self.shape[0] * self.shape[1], 0, flags)
        if view.shape:
            view.ndim = 2
            view.shape = self.shape
        if view.strides:
            view.strides = self.strides

    @property
    def width(self):
        return self.shape[1]

    @property
    def height(self):
        return self.shape[0]


# [Histogram]


class Overflow(Enum):
    DROP = "drop"
    CLIP = "clip"


class HistogramError(Exception):
    pass


cdef class Histogram:
    cdef uint64_t *counters
    cdef Py_ssize_t length, exports
    cdef public object overflow

    def __cinit__(self, Py_ssize_t codes, overflow=Overflow.DROP):
        self.overflow = overflow
        self.resize(codes)

    def __dealloc__(self):
        free(self.counters)

    def __getbuffer__(self, Py_buffer *view, int flags):
        PyBuffer_FillInfo(view, self, self.counters, self.length * sizeof(uint64_t), 0, flags)
        view.itemsize = sizeof(uint64_t)
        if view.format:
            view.format = "L"
        if view.shape:
            view.shape = &self.length
        self.exports += 1

    def __releasebuffer__(self, Py_buffer *view):
        self.exports -= 1

    def add(self, const uint16_t[::1] samples):
        cdef Py_ssize_t index, code
        cdef bint clip = self.overflow is Overflow.CLIP
        for index in range(samples.shape[0]):
            code = samples[index]
            if clip:
                code = min(code, self.length - 1)
            if 0 <= code < self.length:
                self.counters[code] += 1

    def count(self, Py_ssize_t of):
        if not 0 <= of < self.length:
            raise HistogramError(f"no such code: {of}")
        return self.counters[of]

    def resize(self, Py_ssize_t to):
        cdef uint64_t *counters
        if to < 0:
            raise ValueError("codes is negative")
        if self.exports:
            raise BufferError("the memory has exports")
        if to > (<size_t>-1 >> 1) // sizeof(uint64_t):
            raise MemoryError
        counters = <uint64_t *>realloc(self.counters, max(to, 1) * sizeof(uint64_t))
        if not counters:
            raise MemoryError
        if to > self.length:
            memset(counters + self.length, 0, (to - self.length) * sizeof(uint64_t))
        self.counters, self.length = counters, to


# [calls]


def answer():
    return 42


def total(Py_ssize_t a, Py_ssize_t b):
    return a + b


def bytes(str text):
    return len(text.encode())


def size(const uint16_t[::1] samples):
    return samples.shape[0]
