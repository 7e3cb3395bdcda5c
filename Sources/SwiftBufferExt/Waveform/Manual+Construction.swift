/// Making a Waveform from other objects.
extension Manual {
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
    format='i3' 24-bit samples), or has pointers or Python objects; it has
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
}
