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
        or scalar type (numpy.int16). The spelling is the one that NumPy
        exports: '>h' if the bytes are swapped, otherwise 'h'. Consumers see
        24-bit integers as three bytes, '3s'. ValueError for anything else.

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
        use the first dimension; `in` searches all elements. IndexError if an
        index is out of range, TypeError for too many indices or other keys.

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

    Ending
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

  static let fromBuffer: StaticString = """
    from_buffer($type, source, format=None, *, offset=0, count=None, readonly=None)
    --

    Return a Waveform that uses the memory of source, without a copy.

    With source alone, its format, shape, strides and read-only flag are kept.
    With a format, an offset in bytes or a count of elements, source must be
    C-contiguous and is read as one flat array, in its own format unless one
    is given (numpy.frombuffer, ctypes from_buffer).

    readonly=None follows source, True gives a read-only view, and False
    requires writable memory. The source's export is held until the last view
    of it is freed; w.obj is source.

    If source does not export a buffer, the Arrow PyCapsule interface is tried,
    then DLPack: a pyarrow.Array, a torch.Tensor. Memory from Arrow is
    read-only. There is no format for DLPack's bfloat16 and 8-bit floats: give
    one, such as format='H', to read their bits.

    TypeError: source supports none of these protocols.
    BufferError: it is not C-contiguous, not writable, has suboffsets, or is
    not in CPU memory.
    ValueError: its format is not one element (format='B' reads its bytes,
    format='i3' 24-bit samples), or means pointers or Python objects; it has
    nulls; offset or count is negative or out of range; without a count, the
    bytes after offset are not a multiple of the item size.
    Cost: O(ndim).
    """

  static let fromValues: StaticString = """
    from_values($type, values, format='d', *, align=64)
    --

    Return a Waveform with these values, in its own memory.

    values is an iterable, which is consumed once. Each level of nested
    sequences is a dimension; all sequences of a level must have the same
    length. The shape of a buffer is kept. Values are converted as by an
    assignment, with the same errors. align is as in Waveform().

        >>> Waveform.from_values([[1, 2, 3], [4, 5, 6]], 'h').shape
        (2, 3)

    TypeError: values is a number or a str; a value has the wrong type; values
    is raw bytes (bytes, bytearray, mmap) and an element has more than one byte
    (use from_buffer() for those).
    ValueError: a value is out of range, or the nesting is ragged.
    Cost: O(elements), and as much memory again while an iterable is read.
    """

  static let fromFile: StaticString = """
    from_file($type, path, format='B', *, offset=0, count=None, align=64)
    --

    Read a file into new memory and return it as a one-dimensional Waveform.

    path is a str, bytes or os.PathLike. offset is in bytes, count in
    elements; without a count, the rest of the file is read. The file is read
    once, without holding the GIL. The Waveform is writable; changes to it do
    not reach the file. align is as in Waveform().

    OSError: the file cannot be opened or read (IsADirectoryError for a
    directory).
    ValueError: it is empty, too short for offset and count, not a multiple of
    the item size, or not a regular file (file.readinto(w) reads devices).
    """

  static let obj: StaticString = """
    The object whose memory this is, or None if the memory is its own.

    For a slice, cast() or toreadonly(), the Waveform at the root; for
    from_buffer(), the source (memoryview.obj).
    """

  static let format: StaticString = """
    The format of one element, in the syntax of the struct module.

    In the spelling that NumPy exports: without a byte-order mark if the
    bytes are in native order (memoryview.format). That of a record is T{...}.
    """

  static let fields: StaticString = """
    The fields of a record: a dict of name to (format, offset in bytes).

    In the order of their offsets. The format of a sub-array has its lengths in
    front, such as '(2,3)f'. None if the elements are not records. w[name] is
    the field itself, in place.
    """

  static let itemSize: StaticString = """
    The size of one element, in bytes (memoryview.itemsize).
    """

  static let nbytes: StaticString = """
    The size of all elements, in bytes: the length of tobytes().

    For a slice, only its own elements count (memoryview.nbytes).
    """

  static let ndim: StaticString = """
    The number of dimensions, 0 to 64 (memoryview.ndim).
    """

  static let shape: StaticString = """
    The length of each dimension, in elements (memoryview.shape).
    """

  static let strides: StaticString = """
    The bytes from one index to the next, for each dimension.

    Negative if a slice runs backwards (memoryview.strides).
    """

  static let subOffsets: StaticString = """
    Always (): the memory is one block (memoryview.suboffsets).
    """

  static let readOnly: StaticString = """
    Whether the memory must not be written (memoryview.readonly).
    """

  static let cContiguous: StaticString = """
    Whether the elements are packed, with the last index changing fastest.

    Consumers of plain bytes need this (memoryview.c_contiguous).
    """

  static let fContiguous: StaticString = """
    Whether the elements are packed, with the first index changing fastest.

    (memoryview.f_contiguous)
    """

  static let contiguous: StaticString = """
    Whether c_contiguous or f_contiguous (memoryview.contiguous).
    """

  static let exports: StaticString = """
    The number of buffer views and Waveforms that use this object directly.

    Each memoryview, NumPy array or other consumer of this object counts as one
    until it is released. Each slice, cast() and toreadonly() counts as one of
    its root. At 0 the memory can be released.
    """

  static let toBytes: StaticString = """
    tobytes($self, order='C')
    --

    Return a copy of the elements as bytes, in their own byte order.

    order 'C' or None: the last index changes fastest; 'F': the first;
    'A': 'F' if the memory is Fortran- and not C-contiguous, else 'C'.
    ValueError for another str, TypeError for another type.
    (memoryview.tobytes)
    """

  static let toList: StaticString = """
    tolist($self)
    --

    Return the elements as a list of Python objects.

    A list of lists for several dimensions, the element itself for none.
    w[:] = w.tolist() changes nothing (memoryview.tolist).
    """

  static let cast: StaticString = """
    cast($self, format, shape=None)
    --

    Return a view of the same bytes with another format or shape.

    In one dimension unless a shape is given: an int, or a sequence of ints.
    One of them may be -1, and is then computed from the number of bytes. The
    memory must be contiguous, and the new elements must use all of its bytes;
    Fortran-contiguous memory is read in memory order. Unlike memoryview.cast,
    this works from any format and shape to any other, byte orders included.

    TypeError: the memory is not contiguous, or the sizes do not match.
    ValueError: unknown format, negative length, -1 twice.
    Cost: O(ndim).
    """

  static let toReadOnly: StaticString = """
    toreadonly($self)
    --

    Return a view of the same memory that cannot be written.

    The original stays writable, and changes to it are visible in the view
    (memoryview.toreadonly). Cost: O(ndim).
    """

  static let copy: StaticString = """
    copy($self)
    --

    Return a copy with its own memory: writable, C-contiguous.

    The copy has the same class, and the attributes of a subclass in __dict__
    and __slots__; copy.copy() does the same.
    """

  static let fill: StaticString = """
    fill($self, value, /)
    --

    Set every element to one value.

    TypeError: the value has the wrong type, or the memory is read-only.
    ValueError: the value is out of range. A failed fill() changes nothing.
    """

  static let byteSwap: StaticString = """
    byteswap($self)
    --

    Reverse the bytes of every element, in place.

    For complex numbers, the bytes of each component. The format does not
    change: this corrects data that was read in the wrong byte order
    (numpy.ndarray.byteswap, array.array.byteswap). TypeError if the memory is
    read-only.
    """

  static let shallowCopy: StaticString = """
    __copy__($self)
    --

    Same as copy(), for copy.copy(w).
    """

  static let deepCopy: StaticString = """
    __deepcopy__($self, memo, /)
    --

    Same as copy(), with deep copies of a subclass's attributes.
    """

  static let sizeOf: StaticString = """
    __sizeof__($self)
    --

    The size in bytes of the object and of the memory that it owns.

    Memory of another object counts for its owner (sys.getsizeof).
    """

  static let buffer: StaticString = """
    __buffer__($self, flags, /)
    --

    Return a memoryview made by a request with these flags (PEP 688).

    flags are the PyBUF_* bits (inspect.BufferFlags from Python 3.12 on).
    BufferError if the request is refused. On Python 3.11 too.
    """

  static let releaseBuffer: StaticString = """
    __release_buffer__($self, buffer, /)
    --

    Release a memoryview that __buffer__ returned (PEP 688).

    ValueError if it is a view of another object. On Python 3.11 too.
    """

  static let dlpack: StaticString = """
    __dlpack__($self, /, *, stream=None, max_version=None, dl_device=None, copy=None)
    --

    Return a capsule with this memory for numpy.from_dlpack() and the like.

    The protocol of the array API standard: version 1 with its read-only flag
    for a consumer whose max_version is (1, 0) or newer, otherwise the older
    capsule. copy=True exports a copy. The capsule, and then the array made
    from it, counts as one export until it is freed.

    BufferError: dl_device is not the CPU; stream is not None; or DLPack cannot
    describe the memory: swapped bytes, 'c', strides that are not a multiple of
    the item size, or, in the older capsule, read-only memory.
    Cost: O(ndim), and a copy if requested.
    """

  static let dlpackDevice: StaticString = """
    __dlpack_device__($self, /)
    --

    Return (1, 0): the memory is CPU memory (DLPack).
    """

  static let arrowSchema: StaticString = """
    __arrow_c_schema__($self, /)
    --

    Return a capsule with the Arrow type of this memory.

    BufferError as in __arrow_c_array__().
    """

  static let arrowArray: StaticString = """
    __arrow_c_array__($self, /, requested_schema=None)
    --

    Return two capsules, with type and memory, for pyarrow.array() and the like.

    The Arrow PyCapsule interface: without a copy and without nulls, further
    dimensions as fixed-size lists. Arrow assumes that arrays do not change,
    but this one changes with the memory. requested_schema is ignored, because
    nothing is converted. The array counts as one export until it is freed.

    BufferError: Arrow cannot describe the memory: '?' (Arrow's booleans are
    bits), 'c', complex numbers, swapped bytes, memory that is not C-contiguous
    or has no dimensions.
    Cost: O(ndim).
    """

  static let mmap: StaticString = """
    mmap($type, path, format='B', *, mode='c', offset=0, count=None)
    --

    Map a file into memory and return it as a one-dimensional Waveform.

    path, format, offset (in bytes) and count (in elements) are as in
    from_file(), and so are the errors. mode says what happens to changes:

        'c'   they stay in this memory (copy-on-write); only the pages that
              are written to are copied; the file is opened for reading
        'r'   the memory is read-only
        'r+'  they change the file: other readers see them at once; they are
              written to the disk later by the system, or by flush()

    The offset need not be a multiple of the page size. The map lives until
    release(), or until the last view of it is freed; the file is closed at
    once. The file must not become shorter in the meantime: reading past its
    new end terminates the process (SIGBUS), as with mmap.mmap and
    numpy.memmap.

    OSError: the file cannot be opened or mapped.
    ValueError: the mode is unknown; the file is empty, too short, not a
    multiple of the item size, or not a regular file.
    Cost: O(1); a page is read when it is first used.
    """

  static let flush: StaticString = """
    flush($self)
    --

    Write the changes in a file map to the disk.

    Writes the whole map, even if called on a view of it, without holding the
    GIL, and returns when the data is on the disk (msync). Maps of mode 'r' and
    'c' have nothing to write.

    ValueError: this is not a file map. OSError: the system could not write.
    """

  static let release: StaticString = """
    release($self)
    --

    Free or unmap the memory at once.

    A slice, cast() or toreadonly() releases its export of the root, and a
    Waveform from from_buffer() that of the source. Afterwards any use is a
    ValueError, except repr(), == (by identity), exports (0) and release(),
    which then does nothing (memoryview.release). `with w:` releases at its
    end.

    BufferError: buffer views, slices or a running operation still use the
    memory; w.exports is their number. Nothing has changed then.
    """

  static let enter: StaticString = """
    __enter__($self)
    --

    Return the Waveform itself, for `with w as name`.
    """

  static let exit: StaticString = """
    __exit__($self, /, *exception)
    --

    Release the memory at the end of `with w:`.

    Exceptions are not suppressed. BufferError if the memory is still in use.
    """

  static let reduceEx: StaticString = """
    __reduce_ex__($self, protocol, /)
    --

    Support for pickle: the memory itself from protocol 5 on.

    With pickle.dumps(w, protocol=5, buffer_callback=...) it is passed
    out-of-band, without a copy, and the new Waveform uses the buffer that was
    given to pickle.loads(). Otherwise the pickle contains the values. Format,
    shape, class, attributes and the read-only flag are restored; strided views
    become contiguous. File maps are pickled by value.
    """

  static let rebuild: StaticString = """
    _rebuild($module, type, data, format, shape, readonly, copy, /)
    --

    Recreate a Waveform from the parts that __reduce_ex__() returned.
    """

  static let exporter: StaticString = """
    Exporter()
    --

    Base class for objects that export memory as a buffer (PEP 688).

    Derive from it and define __buffer__(self, flags), which returns a
    memoryview of the memory to export. Then memoryview(), readinto(), NumPy
    and every other consumer of buffers accept the object, on Python 3.11 too.
    From 3.12 on the language does this for every class, and Exporter adds
    nothing.

        >>> from swiftbuf import Exporter
        >>> class Thingy(Exporter):
        ...     def __init__(self, size):
        ...         self._data = bytearray(size)
        ...     def __buffer__(self, flags):
        ...         return memoryview(self._data)
        ...
        >>> thingy = Thingy(4)
        >>> memoryview(thingy)[0] = 255
        >>> bytes(thingy).hex()
        'ff000000'

    __buffer__(self, flags)
        flags is the consumer's request (inspect.BufferFlags from Python 3.12
        on); the memoryview must satisfy it. Exceptions propagate to the
        consumer. TypeError if it returns anything but a memoryview.

    __release_buffer__(self, view)
        Optional. Called once for each view, with the memoryview that __buffer__
        returned, when the consumer is done. Exceptions are passed to
        sys.unraisablehook.

    Both are looked up on the class, like all special methods, and a class
    without __buffer__ is not a buffer. Exporter takes precedence over a base
    class after it that is a buffer: class Mine(Exporter, Waveform) exports what
    its __buffer__ returns, and super().__buffer__(flags) is Waveform's.
    """
}
