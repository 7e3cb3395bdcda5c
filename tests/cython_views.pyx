# cython: language_level=3
# What test_cython.py compiles: Cython code as users write it, over the memory of a Waveform.

from cpython.buffer cimport PyBuffer_FillInfo
from cython cimport view

ctypedef fused element:
    signed char
    unsigned char
    short
    unsigned short
    int
    unsigned int
    long
    unsigned long
    long long
    unsigned long long
    float
    double
    float complex
    double complex


def double_each(element[:] samples):
    """Writes in place, without the GIL."""
    cdef Py_ssize_t i
    with nogil:
        for i in range(samples.shape[0]):
            samples[i] = samples[i] + samples[i]


def double_each_contiguous(double[::1] samples):
    cdef Py_ssize_t i
    for i in range(samples.shape[0]):
        samples[i] *= 2


def number_cells(int[:, :] table):
    """Each cell becomes row * 10 + column."""
    cdef Py_ssize_t i, j
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            table[i, j] = i * 10 + j


def number_voxels(short[:, :, ::1] volume):
    cdef Py_ssize_t i, j, k
    for i in range(volume.shape[0]):
        for j in range(volume.shape[1]):
            for k in range(volume.shape[2]):
                volume[i, j, k] = i * 100 + j * 10 + k


def column_sums(double[::1, :] table):
    """Of Fortran-contiguous memory."""
    return [sum([table[i, j] for i in range(table.shape[0])]) for j in range(table.shape[1])]


def total(const double[:] samples):
    """Only reads, and so takes read-only memory."""
    cdef double result = 0
    for i in range(samples.shape[0]):
        result += samples[i]
    return result


def reverse_half(double[:] samples):
    """Works on slices that Cython makes."""
    samples[: samples.shape[0] // 2] = samples[::-1][: samples.shape[0] // 2]


def fill(double[:, :] table, double value):
    table[...] = value


cdef class Holder:
    """Keeps a typed memoryview, and with it the export."""

    cdef double[:] samples

    def __init__(self, samples):
        self.samples = samples

    def __getitem__(self, Py_ssize_t i):
        return self.samples[i]

    def as_object(self):
        return self.samples

    def close(self):
        self.samples = None


def new_array(shape, Py_ssize_t itemsize, format, mode="c"):
    """Memory of Cython's own."""
    return view.array(shape=shape, itemsize=itemsize, format=format.encode(), mode=mode)


def array_over(double[:, ::1] table):
    """A `cython.view.array` over the same memory, which it does not keep alive."""
    return <double[: table.shape[0], : table.shape[1]]> &table[0, 0]


def copy_into_array(double[:] samples):
    cdef view.array copy = view.array(shape=(samples.shape[0],), itemsize=8, format="d")
    cdef double[:] target = copy
    target[:] = samples
    return copy


cdef class Counted:
    """`__getbuffer__` and `__releasebuffer__`, as Cython's "Implementing the buffer protocol"."""

    cdef char memory[8]
    cdef readonly int views

    def __getbuffer__(self, Py_buffer *buffer, int flags):
        PyBuffer_FillInfo(buffer, self, self.memory, 8, 0, flags)
        self.views += 1

    def __releasebuffer__(self, Py_buffer *buffer):
        self.views -= 1
