import CPython

// Formats of a number of bytes or characters: `4s`, `3x`, `8w`.

extension ElementFormat {
  /// `count` bytes, which Python sees as a bytes object of that length, code `s`.
  ///
  /// - Throws: `.value` if `count` is not positive or too large; `.memory`.
  public static func bytes(_ count: Int) throws(Failure) -> ElementFormat {
    try string(.string, count)
  }

  /// The format of a code that takes a length.
  static func string(
    _ code: ElementCode, _ count: Int, isSwapped: Bool = false, place: FormatPosition? = nil
  ) throws(Failure) -> ElementFormat {
    let (letter, unit): (StaticString, Int)
    switch code {
    case .unicode: (letter, unit) = ("w", 4)
    case .padding: (letter, unit) = ("x", 1)
    case .string, .truth, .character, .int8, .uint8, .int16, .uint16, .int32, .uint32, .long,
      .unsignedLong, .longLong, .unsignedLongLong, .size, .unsignedSize, .half, .float, .double,
      .complexFloat, .complexDouble, .int24, .uint24, .record:
      (letter, unit) = ("s", 1)
    }
    guard count > 0, count <= FormatLimits.itemSize / unit else {
      throw .value("format: '\(count)\(letter)' has no possible length\(place)")
    }
    var text = GrowingRun<UInt8>()
    if isSwapped { try text.append(ByteOrderMark.otherOrder.rawValue) }
    try text.append(decimal: count)
    try text.append(letter)
    let size = MemoryLayout<FormatDescription>.stride + text.count + 1
    let bytes = unsafe FormatText(start: text.start, count: text.count)
    let number = unsafe try FormatTable.number(of: bytes, byteCount: size) {
      hash throws(Failure) in
      guard let block = unsafe malloc(size) else { throw .noMemory(size) }
      let description = unsafe block.assumingMemoryBound(to: FormatDescription.self)
      let copy = unsafe UnsafeMutableRawPointer(description + 1)
        .assumingMemoryBound(to: UInt8.self)
      for index in 0..<bytes.count { unsafe copy[index] = unsafe bytes[index] }
      unsafe copy[bytes.count] = 0
      unsafe description.initialize(
        to: FormatDescription(
          text: copy, textCount: bytes.count, itemSize: count &* unit, hash: hash,
          fields: UnsafePointer(
            UnsafeMutableRawPointer(copy).assumingMemoryBound(to: RecordField.self)),
          fieldCount: 0, depth: 0, isGapless: true))
      return unsafe description
    }
    return ElementFormat(code, isSwapped: isSwapped, description: number)
  }

  /// The canonical text without a mark. Of a native format it is the text.
  var unmarkedText: FormatText {
    let text = unsafe FormatText(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return isSwapped ? unsafe FormatText(rebasing: text.dropFirst()) : unsafe text
  }
}

extension ByteOrderMark {
  /// The mark of the byte order that is not the machine's.
  static var otherOrder: ByteOrderMark { .big }
}
