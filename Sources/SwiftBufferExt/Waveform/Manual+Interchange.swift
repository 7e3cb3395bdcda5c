/// The buffer protocol, DLPack and Arrow as Python methods.
extension Manual {
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
}
