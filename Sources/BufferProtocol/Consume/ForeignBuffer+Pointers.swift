import CPython

extension ForeignBuffer {
  /// What elements that are addresses point to.
  package enum Pointers: UInt8 {
    case addresses
    /// Python objects. Changing their bytes would break reference counts.
    case objects
  }

  /// The format of elements that are addresses, otherwise nil. NumPy records that contain an object
  /// count as such, because NumPy refuses to turn them into bytes too.
  package var pointers: (kind: Pointers, format: FormatText)? {
    guard let text = unsafe view.pointee.format else { return nil }
    let start = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    let format = unsafe FormatText(start: start, count: strlen(text))
    if unsafe format.holdsObjects { return unsafe (.objects, format) }
    return unsafe format.isPointer ? (.addresses, format) : nil
  }
}

extension FormatText {
  /// Whether there is an `O` outside the field names, which are between colons.
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
    // A sub-array shape, a count and a byte order may come first.
    if unsafe rest.first == UInt8(ascii: "("),
      let end = unsafe rest.firstIndex(of: UInt8(ascii: ")"))
    {
      unsafe rest = rest[(end + 1)...]
    }
    unsafe rest = rest.drop { ByteOrderMark(rawValue: $0) != nil || ($0 >= 0x30 && $0 <= 0x39) }
    guard let code = unsafe rest.first else { return false }
    switch code {
    case UInt8(ascii: "&"), UInt8(ascii: "X"), UInt8(ascii: "P"), UInt8(ascii: "z"): return true
    // In front of another code it makes a complex number.
    case UInt8(ascii: "Z"): return unsafe rest.count == 1
    default: return false
    }
  }
}
