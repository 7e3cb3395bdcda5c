import CPython

extension ForeignBuffer {
  /// What elements that are addresses point to.
  package enum Pointers: UInt8 {
    case addresses
    /// Python objects, whose counts of references a change of the bytes would break.
    case objects
  }

  /// The format of elements that are addresses; nil of others. Records of NumPy's that hold an
  /// object count, as NumPy makes no bytes of them either.
  package var pointers: (kind: Pointers, format: FormatText)? {
    guard let text = unsafe view.pointee.format else { return nil }
    let start = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    let format = unsafe FormatText(start: start, count: strlen(text))
    if unsafe format.holdsObjects { return unsafe (.objects, format) }
    return unsafe format.isPointer ? (.addresses, format) : nil
  }
}

extension FormatText {
  /// Whether there is an `O` outside of the names of fields, which are between colons.
  fileprivate var holdsObjects: Bool {
    var isName = false
    for index in indices {
      let byte = unsafe self[index]
      if byte == UInt8(ascii: ":") { isName.toggle() }
      if !isName, byte == UInt8(ascii: "O") { return true }
    }
    return false
  }

  /// Whether an element is an address: PEP 3118's `&` and `X{}`, `struct`'s `P`, ctypes' `z` and
  /// `Z`.
  fileprivate var isPointer: Bool {
    var rest = unsafe self[...]
    // In front may be the shape of a sub-array, a count and a byte order.
    if unsafe rest.first == UInt8(ascii: "("),
      let end = unsafe rest.firstIndex(of: UInt8(ascii: ")"))
    {
      unsafe rest = rest[(end + 1)...]
    }
    unsafe rest = rest.drop { ByteOrderMark(rawValue: $0) != nil || ($0 >= 0x30 && $0 <= 0x39) }
    guard let code = unsafe rest.first else { return false }
    switch code {
    case UInt8(ascii: "&"), UInt8(ascii: "X"), UInt8(ascii: "P"), UInt8(ascii: "z"): return true
    // Before another code it is a complex number.
    case UInt8(ascii: "Z"): return unsafe rest.count == 1
    default: return false
    }
  }
}
