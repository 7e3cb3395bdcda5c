/// The texts that `help(swiftbuf.Waveform)` shows. The first line of a method's is its signature,
/// from which `inspect.signature` works (C API manual, "Defining Built-in Functions": the line `--`
/// ends it).
enum Manual {
  static let waveform: StaticString = """
    Waveform(shape, format='d', *, align=64)
    --

    Fixed-length, typed, native memory that exposes the buffer protocol.

    Waveform(shape, format='d') has memory of its own: zero, C-contiguous,
    aligned to 64 bytes. From 1 MiB on, the system hands it over page by page
    as it is touched, so that making a large one costs nothing.
    Waveform.from_values() takes values, Waveform.from_buffer() shows the
    memory of another object, Waveform.from_file() reads a file,
    Waveform.mmap() maps one.

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
        without dimensions. ValueError if negative or too many, MemoryError if
        it cannot be had. TypeError for lists and buffers: their values make a
        Waveform by from_values(), their memory by from_buffer().

    format
        One element, in the syntax of the struct module:

            ?  c  b B  h H  i I  l L  q Q  n N    truth, character, integers
            i3  u3 (or int24, uint24)             24-bit integers
            e  f  d  Zf  Zd (or F, D)             half to double, complex

        after an optional @ = < > or !, which mean what they mean there; or a
        type string or name of NumPy's ('<i2', 'int16', 'complex64'), or a
        numpy.dtype, or a scalar type of NumPy's (numpy.int16). It is kept as
        NumPy exports it: '>h' where bytes are swapped, 'h' where they are
        not. Consumers see 24-bit integers as three bytes, '3s'. ValueError
        for anything else.

    align
        The address of the memory is a multiple of this: a power of two up to
        a page (mmap.PAGESIZE), as O_DIRECT and DMA want it. There are at
        least 64 in any case. It costs up to so many bytes more. Copies and
        pickles have 64 again. ValueError for any other number.

    Reading
        w[i], w[i:j:k], w[i, j:k], w[...] in any number of dimensions. One index
        for each dimension gives an element, anything else a view: a Waveform
        over the same memory, never a copy. Iteration, reversed() and len() go
        along the first dimension; `in` looks at every element. IndexError out
        of range, TypeError for too many indices or keys of another type.

    Writing
        w[key] = value takes a scalar, which fills a slice; a buffer of exactly
        the target's shape; or an iterable, nested as deep as there are
        dimensions. Conversions and their errors are those of memoryview:
        TypeError for the wrong type, ValueError for a value out of range or
        the wrong number of values (a float too large for 'f' becomes infinite).
        If there is an error, nothing has changed.
        Overlapping memory is copied as by memmove. TypeError if read-only.
        bytes, bytearray, mmap objects and memoryviews of bytes are not samples:
        elements of more than one byte refuse them with a TypeError, and
        w.cast('B')[...] takes them.
        Iterables and buffers of another format take as much memory again
        while they are converted.

    Exporting
        Whatever takes a buffer (PEP 3118) takes a Waveform: file.readinto(w),
        np.asarray(w), memoryview(w), socket.sendall(w), fcntl.ioctl(fd, r, w).
        Requests are granted and refused as memoryview does. What holds an
        export keeps the memory alive.

    Ending
        The memory goes when nobody refers to it any more, or at once by
        release() or at the end of `with w:`, which fail with a BufferError
        while anything stands on it. While an operation runs, it counts as one
        that does. Every use after that is a ValueError.

    Comparing
        w == other compares values, whatever the formats, with anything that
        exports a buffer of the same shape. Not hashable: the values can change.
        bool(w) is len(w) != 0, and True without dimensions.

    A view costs O(ndim), an element O(1), everything else O(elements) unless
    it says otherwise. The length never changes: no append, no del. There is
    no arithmetic: NumPy does it on the same memory.
    """

  static let fromBuffer: StaticString = """
    from_buffer($type, source, format=None, *, offset=0, count=None, readonly=None)
    --

    Return a Waveform over the memory of source, without a copy.

    With source alone, its format, shape and strides are kept, strided or
    read-only as they are. With a format, an offset in bytes or a count of
    elements, source must be C-contiguous and is read as one flat run, in its
    own format unless one is given (numpy.frombuffer, ctypes from_buffer).

    readonly=None follows source, True gives a read-only view, False demands
    memory that can be written. The source's export is held until the last
    view of it is gone; w.obj is source.

    A source that exports no buffer is asked for its memory by the Arrow
    PyCapsule interface, then by DLPack: a pyarrow.Array, a torch.Tensor. What
    comes from Arrow is read-only. DLPack's bfloat16 and 8-bit floats have no
    format: with one, such as format='H', their bits are read.

    TypeError: source exports its memory in none of these ways.
    BufferError: it is not C-contiguous, not writable, has suboffsets, or is
    not in the memory of the CPU.
    ValueError: its format is not one element (format='B' reads its bytes,
    format='i3' 24-bit samples), or
    is that of pointers or Python objects; it has nulls;
    offset or count is negative or outside; without a count, the bytes after
    offset are no multiple of the item size.
    Cost: O(ndim).
    """

  static let fromValues: StaticString = """
    from_values($type, values, format='d', *, align=64)
    --

    Return a Waveform with these values, in memory of its own.

    values is an iterable, which is consumed once. Nested sequences give as many
    dimensions; all of one depth must have the same length. A buffer gives its
    shape. The values are converted as by an assignment, from which come the
    errors too. align is that of Waveform().

        >>> Waveform.from_values([[1, 2, 3], [4, 5, 6]], 'h').shape
        (2, 3)

    TypeError: values is a number or a str; it is raw bytes (bytes, bytearray,
    mmap) and an element has more than one byte, which is for from_buffer(); a
    value has the wrong type.
    ValueError: a value is out of range, or the nesting is ragged.
    Cost: O(elements), and as much memory again while an iterable is read.
    """

  static let fromFile: StaticString = """
    from_file($type, path, format='B', *, offset=0, count=None, align=64)
    --

    Read a file into memory of its own and return it in one dimension.

    path is a str, bytes or os.PathLike. offset is in bytes, count in
    elements; without a count, all that follows offset is read. The file is
    read once, without holding the GIL; the Waveform is writable, and what is
    written to it does not reach the file. align is that of Waveform().

    OSError: the file cannot be opened or read (IsADirectoryError for a
    directory).
    ValueError: it is empty, too short for offset and count, no multiple of
    the item size, or no regular file (file.readinto(w) reads devices).
    """

  static let obj: StaticString = """
    The object whose memory is shown, or None if the memory is its own.

    For a slice, cast() or toreadonly(), the Waveform at the root; for
    from_buffer(), the source (memoryview.obj).
    """

  static let format: StaticString = """
    The format of one element, in the syntax of the struct module.

    In the spelling that NumPy exports: without a byte-order mark where the
    bytes are native (memoryview.format).
    """

  static let itemSize: StaticString = """
    The size of one element, in bytes (memoryview.itemsize).
    """

  static let nbytes: StaticString = """
    The size of all elements, in bytes: what tobytes() would take.

    Of a slice, its own elements alone (memoryview.nbytes).
    """

  static let ndim: StaticString = """
    The number of dimensions, 0 to 64 (memoryview.ndim).
    """

  static let shape: StaticString = """
    The length of each dimension, in elements (memoryview.shape).
    """

  static let strides: StaticString = """
    The bytes from one index to the next, for each dimension.

    Negative where a slice runs backwards (memoryview.strides).
    """

  static let subOffsets: StaticString = """
    Always (): the memory is one block (memoryview.suboffsets).
    """

  static let readOnly: StaticString = """
    Whether the memory must not be written (memoryview.readonly).
    """

  static let cContiguous: StaticString = """
    Whether the elements lie one after the other, the last index fastest.

    Consumers that want plain bytes want this (memoryview.c_contiguous).
    """

  static let fContiguous: StaticString = """
    Whether the elements lie one after the other, the first index fastest.

    (memoryview.f_contiguous)
    """

  static let contiguous: StaticString = """
    Whether c_contiguous or f_contiguous (memoryview.contiguous).
    """

  static let exports: StaticString = """
    How many buffer views and Waveforms stand directly on this object.

    Each memoryview, NumPy array or other consumer of this object counts one
    until it is released, each slice, cast() and toreadonly() one on its root. At 0 it can be released.
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

    A list of lists where there are more dimensions, the element itself where
    there are none. w[:] = w.tolist() changes nothing (memoryview.tolist).
    """

  static let cast: StaticString = """
    cast($self, format, shape=None)
    --

    Return a view of the same bytes with another format or shape.

    In one dimension unless a shape is given: an int, or a sequence of ints, of
    which one may be -1 for what the bytes leave. The memory must be contiguous,
    and the new elements must take all of its bytes; Fortran-contiguous
    memory is read in the order in which it lies. Unlike memoryview.cast, from
    any format to any other, byte orders included, and any shape to any other.

    TypeError: the memory is not contiguous, or the sizes do not work out.
    ValueError: unknown format, negative length, -1 twice.
    Cost: O(ndim).
    """

  static let toReadOnly: StaticString = """
    toreadonly($self)
    --

    Return a view of the same memory that cannot be written.

    The original stays as it is, and what is written there shows here
    (memoryview.toreadonly). Cost: O(ndim).
    """

  static let copy: StaticString = """
    copy($self)
    --

    Return a copy with memory of its own: writable, C-contiguous.

    Of the same class, with what a subclass keeps in __dict__ and __slots__;
    copy.copy() does the same.
    """

  static let fill: StaticString = """
    fill($self, value, /)
    --

    Set every element to one value.

    TypeError: the wrong type, or read-only memory.
    ValueError: out of range. Nothing has changed then.
    """

  static let byteSwap: StaticString = """
    byteswap($self)
    --

    Reverse the bytes of every element, in place.

    Of a complex number, those of each component. The format stays: this
    mends data that was read in the wrong byte order (numpy.ndarray.byteswap,
    array.array.byteswap). TypeError if the memory is read-only.
    """

  static let shallowCopy: StaticString = """
    __copy__($self)
    --

    Same as copy(): what copy.copy(w) calls.
    """

  static let deepCopy: StaticString = """
    __deepcopy__($self, memo, /)
    --

    Same as copy(), with deep copies of a subclass's attributes.
    """

  static let sizeOf: StaticString = """
    __sizeof__($self)
    --

    Bytes of the object and of the memory that is its own.

    Memory that it only shows counts for its owner (sys.getsizeof).
    """

  static let buffer: StaticString = """
    __buffer__($self, flags, /)
    --

    Return a memoryview made by a request with these flags (PEP 688).

    flags are the PyBUF_* bits (inspect.BufferFlags from Python 3.12 on).
    BufferError if the memory cannot be had like that. On Python 3.11 too.
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
    for a consumer whose max_version is (1, 0) or newer, else the capsule from
    before. copy=True makes a copy and hands that over. The capsule, and then
    the array made from it, is one of the exports until it goes.

    BufferError: dl_device is not the CPU, stream is not None; DLPack cannot
    say this: swapped bytes, 'c', strides that are no multiple of the item size,
    or, in the older capsule, memory that is read-only.
    Cost: O(ndim), and a copy if one is asked for.
    """

  static let dlpackDevice: StaticString = """
    __dlpack_device__($self, /)
    --

    Return (1, 0): the memory is that of the CPU (DLPack).
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
    dimensions as fixed-size lists. Arrow takes an array for unchangeable, and
    this one changes when the memory does. requested_schema is not heeded, as
    nothing is converted. The array is one of the exports until it goes.

    BufferError: Arrow cannot say this: '?' (its truth values are bits), 'c',
    complex numbers, swapped bytes, memory that is not C-contiguous or has no
    dimension.
    Cost: O(ndim).
    """

  static let mmap: StaticString = """
    mmap($type, path, format='B', *, mode='c', offset=0, count=None)
    --

    Map a file into memory and return it in one dimension.

    path, format, offset (in bytes) and count (in elements) are those of
    from_file(), and so are the errors. mode says where changes go:

        'c'   nowhere: they stay in this memory, and only the pages that are
              written to are copied; the file is opened for reading
        'r'   the memory is read-only
        'r+'  to the file: at once for whoever reads it, to the disk in the
              system's own time or by flush()

    Any offset will do, not only multiples of the page. The map lives until
    release() or the last view of it is gone; the file is closed at once. While
    it lives, nobody may make the file shorter: to touch what was cut off ends
    the process (SIGBUS), as with mmap.mmap and numpy.memmap.

    OSError: the file cannot be opened or mapped.
    ValueError: another mode; the file is empty, too short, no multiple of the
    item size, or no regular file.
    Cost: O(1); a page is read when it is first touched.
    """

  static let flush: StaticString = """
    flush($self)
    --

    Write what was changed in a file map to the disk.

    Of the whole map, also when called on a view of it, and without holding the
    GIL. Returns when the data is there (msync). Maps of mode 'r' and 'c' have
    nothing to write.

    ValueError: this is no file map. OSError: the system could not write.
    """

  static let release: StaticString = """
    release($self)
    --

    Free or unmap the memory at once.

    A slice, cast() or toreadonly() gives up its hold on its root,
    from_buffer() that on its source. Afterwards everything but repr(),
    == (by identity), exports (0) and release() itself, which then does
    nothing, is a ValueError (memoryview.release). `with w:` releases at its
    end.

    BufferError: buffer views, slices or an operation under way still stand on
    the memory; w.exports says how many. Nothing has changed then.
    """

  static let enter: StaticString = """
    __enter__($self)
    --

    Return the Waveform itself: what `with w as name` binds.
    """

  static let exit: StaticString = """
    __exit__($self, /, *exception)
    --

    The end of `with w:` releases the memory.

    An exception under way goes on. BufferError if something still stands on
    the memory.
    """

  static let reduceEx: StaticString = """
    __reduce_ex__($self, protocol, /)
    --

    Support for pickle: the memory itself from protocol 5 on.

    With pickle.dumps(w, protocol=5, buffer_callback=...) it is handed over
    out-of-band, without a copy, and the new Waveform stands on the buffer that
    pickle.loads() was given. Otherwise the values are in the pickle. Format,
    shape, class, attributes and read-only come back; strided views come back
    contiguous. A file map goes by value and comes back as memory of its own.
    """

  static let rebuild: StaticString = """
    _rebuild($module, type, data, format, shape, readonly, copy, /)
    --

    Make the Waveform again that __reduce_ex__() took apart.
    """

  static let exporter: StaticString = """
    Exporter()
    --

    Base class of objects that show memory as a buffer (PEP 688).

    Derive from it and write __buffer__(self, flags), which returns a
    memoryview of what is to be shown. Then memoryview(), readinto(), NumPy and
    all else that takes a buffer take the object, on Python 3.11 too: from 3.12
    on the language does this for every class, and Exporter adds nothing.

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
        on); the memoryview is held to it. What it raises reaches the consumer.
        TypeError if it returns anything but a memoryview.

    __release_buffer__(self, view)
        If there is one, it is called once for each view, with the memoryview
        that __buffer__ returned, when the consumer is done. What it raises goes
        to sys.unraisablehook.

    Both are looked up on the class, like all special methods, and a class
    without __buffer__ is no buffer. In front of another base that is a buffer,
    Exporter decides: class Mine(Exporter, Waveform) shows what its __buffer__
    returns, and super().__buffer__(flags) is Waveform's.
    """
}
