/// The texts of `help(swiftbuf.Waveform)`. The first line of a method's text is its signature, for
/// `inspect.signature`; the line `--` ends it (C API manual, "Defining Built-in Functions").
enum Manual {
  static let waveform: StaticString = """
    Waveform(shape, format='d', *, align=64)
    --

    Fixed-length, typed, native memory that exposes the buffer protocol.

    Waveform(shape, format='d') allocates its own memory: zeroed,
    C-contiguous, aligned to 64 bytes. From 1 MiB on, the system provides
    pages only when they are first used, so that a large Waveform costs
    nothing to create. Waveform.from_values() takes values,
    Waveform.from_buffer() uses the memory of another object,
    Waveform.from_file() reads a file, and Waveform.mmap() maps one.

        >>> from swiftbuf import Waveform
        >>> w = Waveform(6, 'h')
        >>> w[1:4] = [10, 20, 30]
        >>> w[-1] = 7
        >>> w.tolist()
        [0, 10, 20, 30, 0, 7]
        >>> w[::2].tolist()
        [0, 20, 0]
        >>> bytes(w[:2]).hex()
        '00000a00'

    shape
        An int, or a tuple of at most 64 ints, each >= 0. () is one element
        without dimensions. ValueError if a length is negative or there are
        too many, MemoryError if there is not enough memory. TypeError for
        lists and buffers: use from_values() for their values, from_buffer()
        for their memory.

    format
        One element, in the syntax of the struct module:

            ?  c  b B  h H  i I  l L  q Q  n N    truth, character, integers
            i3  u3 (or int24, uint24)             24-bit integers
            e  f  d  Zf  Zd (or F, D)             half to double, complex

        after an optional @ = < > or !, with the same meaning as there; or a
        NumPy type string or name ('<i2', 'int16', 'complex64'), numpy.dtype
        or scalar type (numpy.int16). Records are 'T{<f:volts:B:marker:}',
        struct strings of several codes ('<fB'), or structured dtypes. The
        spelling is the one that NumPy exports: '>h' if the bytes are swapped,
        otherwise 'h'. Consumers see 24-bit integers as three bytes, '3s'.
        ValueError for anything else.

    align
        The address of the memory is a multiple of this: a power of two up to
        the page size (mmap.PAGESIZE), as O_DIRECT and DMA require. Memory is
        always aligned to at least 64 bytes. A larger alignment costs up to
        that many bytes more. Copies and pickles are aligned to 64 bytes.
        ValueError for any other number.

    Reading
        w[i], w[i:j:k], w[i, j:k], w[...] in any number of dimensions. One index
        for each dimension gives an element, anything else a view: a Waveform
        that shares the memory, never a copy. Iteration, reversed() and len()
        use the first dimension; `in` searches all elements. A record is a
        tuple, and w['name'] a view of one field of all records. IndexError if
        an index is out of range, KeyError for an unknown field, TypeError for
        too many indices or other keys.

    Writing
        w[key] = value takes a scalar, which fills a slice; a buffer of exactly
        the target's shape; or an iterable, nested as deep as there are
        dimensions. Values are converted as by memoryview, with the same
        errors: TypeError for the wrong type, ValueError for a value out of
        range or the wrong number of values (a float too large for 'f' becomes
        infinite). A failed assignment changes nothing.
        Overlapping memory is copied as by memmove. TypeError if read-only.
        bytes, bytearray, mmap objects and memoryviews of bytes are not samples:
        assigning them to elements of more than one byte is a TypeError. Assign
        them to w.cast('B')[...] instead.
        Iterables and buffers of another format need as much memory again
        while they are converted.

    Exporting
        Anything that takes a buffer (PEP 3118) takes a Waveform:
        file.readinto(w), np.asarray(w), memoryview(w), socket.sendall(w),
        fcntl.ioctl(fd, r, w). Requests are granted and refused as by
        memoryview. An export keeps the memory alive.

    Releasing
        The memory is freed with the last reference to it, or at once by
        release() or at the end of `with w:`. Both raise BufferError while
        the memory is in use by a view or a running operation. Any use of a
        released Waveform is a ValueError.

    Comparing
        w == other compares values with any object that exports a buffer of the
        same shape; the formats may differ. Not hashable, because the values
        can change. bool(w) is len(w) != 0, and True without dimensions.

    A view costs O(ndim), an element O(1), everything else O(elements) unless
    documented otherwise. The length is fixed: no append, no del. There is no
    arithmetic: use NumPy on the same memory.
    """
}
