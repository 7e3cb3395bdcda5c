/// The attributes.
extension Manual {
  static let obj: StaticString = """
    The object whose memory this is, or None if the memory is its own.

    For a slice, cast() or toreadonly(), the Waveform at the root; for
    from_buffer(), the source (memoryview.obj).
    """

  static let format: StaticString = """
    The format of one element, in the syntax of the struct module.

    Spelled as NumPy exports it: without a byte-order mark if the bytes are in
    native order (memoryview.format). Records have the format T{...}.
    """

  static let fields: StaticString = """
    The fields of a record: a dict of name to (format, offset in bytes).

    In the order of their offsets. The format of a sub-array starts with its
    lengths, as in '(2,3)f'. None if the elements are not records. w[name] is a
    view of the field itself.
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

  static let sizeOf: StaticString = """
    __sizeof__($self)
    --

    The size in bytes of the object and of the memory that it owns.

    Memory of another object counts for its owner (sys.getsizeof).
    """
}
