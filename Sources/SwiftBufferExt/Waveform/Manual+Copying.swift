/// Copies and pickles.
extension Manual {
  static let copy: StaticString = """
    copy($self)
    --

    Return a copy with its own memory: writable, C-contiguous.

    The copy has the same class, and the attributes of a subclass in __dict__
    and __slots__; copy.copy() does the same.
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
}
