# cython: language_level=3
# The exporter of c_peer.c as a Cython class.

cimport cython
from cpython.buffer cimport PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES
from cpython.slice cimport PySlice_AdjustIndices, PySlice_Unpack
from libc.stdlib cimport calloc, free

cdef char *float64 = "d"


@cython.no_gc
cdef class Buffer:
    cdef char *start
    cdef Py_ssize_t length, stride, exports
    cdef Buffer root

    def __cinit__(self, Py_ssize_t length):
        # A slice is made with a length of -1 and gets its fields afterwards.
        if length < 0:
            return
        self.length = length
        self.stride = sizeof(double)
        self.start = <char *>calloc(length or 1, sizeof(double))
        if not self.start:
            raise MemoryError

    def __dealloc__(self):
        if self.root is not None:
            self.root.exports -= 1
        else:
            free(self.start)

    def __getbuffer__(self, Py_buffer *view, int flags):
        if self.stride != sizeof(double) and (flags & PyBUF_STRIDES) != PyBUF_STRIDES:
            raise BufferError("not contiguous")
        view.buf = self.start
        view.len = self.length * <Py_ssize_t>sizeof(double)
        view.itemsize = sizeof(double)
        view.readonly = 0
        view.ndim = 1
        view.format = float64 if flags & PyBUF_FORMAT else NULL
        view.shape = &self.length if flags & PyBUF_ND else NULL
        view.strides = &self.stride if (flags & PyBUF_STRIDES) == PyBUF_STRIDES else NULL
        view.suboffsets = NULL
        view.internal = NULL
        view.obj = self
        self.exports += 1

    def __releasebuffer__(self, Py_buffer *view):
        self.exports -= 1

    def __len__(self):
        return self.length

    cdef double *element(self, Py_ssize_t index) except NULL:
        if index < 0:
            index += self.length
        if not 0 <= index < self.length:
            raise IndexError("index")
        return <double *>(self.start + index * self.stride)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return self.slice(key)
        return self.element(key)[0]

    def __setitem__(self, Py_ssize_t index, double value):
        self.element(index)[0] = value

    cdef Buffer slice(self, key):
        cdef Py_ssize_t start, stop, step
        PySlice_Unpack(key, &start, &stop, &step)
        cdef Buffer view = Buffer.__new__(Buffer, -1)
        view.length = PySlice_AdjustIndices(self.length, &start, &stop, step)
        view.stride = self.stride * step
        view.start = self.start + start * self.stride
        view.root = self if self.root is None else self.root
        view.root.exports += 1
        return view
