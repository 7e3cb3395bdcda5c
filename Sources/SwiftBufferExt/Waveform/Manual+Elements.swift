/// Reading, viewing and changing all elements.
extension Manual {
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
}
