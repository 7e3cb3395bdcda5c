# cython: language_level=3, binding=False
# distutils: language=c++
"""The same class in Cython, after "Implementing the buffer protocol" of its user guide.

Where the guide leaves something out for brevity, this does what `memoryview` does: it looks at the
flags of a request, a matrix without columns has rows all the same, and no length is too large. It
takes its argument in `__init__`, not `__cinit__`, so that derived classes can choose it.
`binding=False` makes methods that look at the type of `self`.
"""

from cpython.buffer cimport PyBUF_F_CONTIGUOUS, PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES
from libcpp.vector cimport vector


cdef class Matrix:
    """Matrix(columns)

    A matrix of float32, without rows at first.
    """

    cdef vector[float] cells
    cdef Py_ssize_t nrows
    cdef Py_ssize_t ncols
    cdef Py_ssize_t shape[2]  # views point to these two: they stay while there are views
    cdef Py_ssize_t strides[2]
    cdef Py_ssize_t view_count
    cdef object __weakref__

    def __init__(self, columns):
        cdef Py_ssize_t ncols
        try:
            ncols = columns
        except TypeError:
            raise TypeError(f"columns: {columns!r} is not an integer") from None
        except OverflowError:
            raise ValueError(f"columns: {columns} does not fit Py_ssize_t") from None
        if ncols < 0:
            raise ValueError(f"columns: {columns} is negative")
        if <size_t>ncols > self.cells.max_size():
            raise MemoryError(f"columns: no memory has rows of {columns}")
        if self.view_count > 0:
            raise BufferError(f"{self.view_count} views are alive: the cells cannot be dropped")
        self.cells.clear()
        self.nrows = 0
        self.ncols = ncols
        self.measure()

    def add_row(self):
        """Add a row of zeros."""
        if self.view_count > 0:
            raise BufferError(f"{self.view_count} views are alive: no row can be added")
        if self.ncols > 0 and <size_t>self.nrows >= self.cells.max_size() // self.ncols:
            raise MemoryError(f"add_row: no memory for row {self.nrows}")
        self.cells.resize(self.cells.size() + self.ncols)
        self.nrows += 1
        self.measure()

    cdef void measure(self) noexcept:
        self.shape[0] = self.nrows
        self.shape[1] = self.ncols
        self.strides[0] = self.ncols * <Py_ssize_t>sizeof(float)
        self.strides[1] = sizeof(float)

    def __getbuffer__(self, Py_buffer *view, int flags):
        if asks(flags, PyBUF_F_CONTIGUOUS) and self.nrows > 1 and self.ncols > 1:
            raise BufferError("the rows lie one after the other, not the columns")
        if asks(flags, PyBUF_FORMAT) and not asks(flags, PyBUF_ND):
            raise BufferError("plain bytes have no format")
        view.buf = self.cells.data()
        if self.cells.empty():
            view.buf = self.shape  # an empty vector may have no address
        view.len = self.nrows * self.strides[0]
        view.itemsize = sizeof(float)
        view.readonly = 0
        view.format = NULL
        view.ndim = 1
        view.shape = view.strides = view.suboffsets = NULL
        view.internal = NULL
        if asks(flags, PyBUF_ND):
            view.ndim = 2
            view.shape = self.shape
        if asks(flags, PyBUF_STRIDES):
            view.strides = self.strides
        if asks(flags, PyBUF_FORMAT):
            view.format = "f"
        view.obj = self
        self.view_count += 1

    def __releasebuffer__(self, Py_buffer *view):
        self.view_count -= 1


cdef inline bint asks(int flags, int request) noexcept:
    """The requests contain each other: one is made if all of its bits are there."""
    return flags & request == request
