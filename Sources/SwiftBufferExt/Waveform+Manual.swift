/// The texts that `help(swiftbuf.Waveform)` shows.
enum Manual {
  static let buffer: StaticString = """
    __buffer__($self, flags, /)
    --

    To be written.
    """
  static let byteSwap: StaticString = """
    byteswap($self)
    --

    To be written.
    """
  static let cContiguous: StaticString = """
    To be written.
    """
  static let cast: StaticString = """
    cast($self, format, shape=None)
    --

    To be written.
    """
  static let contiguous: StaticString = """
    To be written.
    """
  static let copy: StaticString = """
    copy($self)
    --

    To be written.
    """
  static let deepCopy: StaticString = """
    __deepcopy__($self, memo, /)
    --

    To be written.
    """
  static let exports: StaticString = """
    To be written.
    """
  static let fContiguous: StaticString = """
    To be written.
    """
  static let fill: StaticString = """
    fill($self, value, /)
    --

    To be written.
    """
  static let format: StaticString = """
    To be written.
    """
  static let fromBuffer: StaticString = """
    from_buffer($type, source, format=None, *, offset=0, count=None, readonly=None)
    --

    To be written.
    """
  static let fromFile: StaticString = """
    from_file($type, path, format='B', *, offset=0, count=None)
    --

    To be written.
    """
  static let itemSize: StaticString = """
    To be written.
    """
  static let nbytes: StaticString = """
    To be written.
    """
  static let ndim: StaticString = """
    To be written.
    """
  static let obj: StaticString = """
    To be written.
    """
  static let readOnly: StaticString = """
    To be written.
    """
  static let releaseBuffer: StaticString = """
    __release_buffer__($self, view, /)
    --

    To be written.
    """
  static let shallowCopy: StaticString = """
    __copy__($self)
    --

    To be written.
    """
  static let shape: StaticString = """
    To be written.
    """
  static let sizeOf: StaticString = """
    __sizeof__($self)
    --

    To be written.
    """
  static let strides: StaticString = """
    To be written.
    """
  static let subOffsets: StaticString = """
    To be written.
    """
  static let swift: StaticString = """
    To be written.
    """
  static let toBytes: StaticString = """
    tobytes($self, order='C')
    --

    To be written.
    """
  static let toList: StaticString = """
    tolist($self)
    --

    To be written.
    """
  static let toReadOnly: StaticString = """
    toreadonly($self)
    --

    To be written.
    """
  static let waveform: StaticString = """
    Waveform(shape, format='d')
    --

    To be written.
    """
}
