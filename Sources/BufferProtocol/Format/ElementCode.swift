/// The codes of PEP 3118 for one element, and our own for 24 bits, which has none there. The
/// properties of a code are in the switches below.
///
/// The raw value of a one-letter code is that letter (`struct`, "Format Characters"). The others
/// have values that are not letters, and their text is in `ElementCode.longCodes`.
package enum ElementCode: UInt8, Sendable {
  case truth = 0x3F  // ?
  case character = 0x63  // c
  case int8 = 0x62  // b
  case uint8 = 0x42  // B
  case int16 = 0x68  // h
  case uint16 = 0x48  // H
  case int32 = 0x69  // i
  case uint32 = 0x49  // I
  case long = 0x6C  // l
  case unsignedLong = 0x4C  // L
  case longLong = 0x71  // q
  case unsignedLongLong = 0x51  // Q
  case size = 0x6E  // n
  case unsignedSize = 0x4E  // N
  case half = 0x65  // e
  case float = 0x66  // f
  case double = 0x64  // d
  case complexFloat = 0x80
  case complexDouble = 0x81
  case int24 = 0x82
  case uint24 = 0x83
  // Strings and records: their texts are those of their descriptions.
  case string = 0x90  // s
  case padding = 0x91  // x
  case unicode = 0x92  // w
  case record = 0x93  // T{}

  /// The code with one letter.
  @inline(__always)
  init?(letter: UInt8) {
    guard letter < 0x80 else { return nil }
    self.init(rawValue: letter)
  }

  /// The canonical text for native and for swapped bytes. Only codes that `otherOrder` returns are
  /// ever written in the other order.
  var texts: (native: StaticString, swapped: StaticString) {
    switch self {
    case .truth: ("?", "?")
    case .character: ("c", "c")
    case .int8: ("b", "b")
    case .uint8: ("B", "B")
    case .int16: ("h", ">h")
    case .uint16: ("H", ">H")
    case .int32: ("i", ">i")
    case .uint32: ("I", ">I")
    case .long: ("l", "")
    case .unsignedLong: ("L", "")
    case .longLong: ("q", ">q")
    case .unsignedLongLong: ("Q", ">Q")
    case .size: ("n", "")
    case .unsignedSize: ("N", "")
    case .half: ("e", ">e")
    case .float: ("f", ">f")
    case .double: ("d", ">d")
    case .complexFloat: ("Zf", ">Zf")
    case .complexDouble: ("Zd", ">Zd")
    case .int24: ("i3", ">i3")
    case .uint24: ("u3", ">u3")
    case .string, .padding, .unicode, .record: ("", "")
    }
  }

  var kind: ElementKind {
    switch self {
    case .truth: .truth
    case .character: .character
    case .int8: .int8
    case .uint8: .uint8
    case .int16: .int16
    case .uint16: .uint16
    case .int32: .int32
    case .uint32: .uint32
    case .long, .longLong, .size: .int64
    case .unsignedLong, .unsignedLongLong, .unsignedSize: .uint64
    case .half: .half
    case .float: .float
    case .double: .double
    case .complexFloat: .complexFloat
    case .complexDouble: .complexDouble
    case .int24: .int24
    case .uint24: .uint24
    case .string, .padding: .bytes
    case .unicode: .text
    case .record: .record
    }
  }

  /// The code of the same letter with standard size, after `=`, `<`, `>` or `!` (`struct`, "Byte
  /// Order, Size, and Alignment"); nil if only native mode has the code.
  var standard: ElementCode? {
    switch self {
    case .long: .int32
    case .unsignedLong: .uint32
    case .size, .unsignedSize: nil
    case .truth, .character, .int8, .uint8, .int16, .uint16, .int32, .uint32, .longLong,
      .unsignedLongLong, .half, .float, .double, .complexFloat, .complexDouble, .int24, .uint24,
      .string, .padding, .unicode, .record:
      self
    }
  }

  /// The code of the same kind that can be written in the other byte order, in which `l` has 4
  /// bytes.
  var otherOrder: ElementCode {
    switch self {
    case .long, .size: .longLong
    case .unsignedLong, .unsignedSize: .unsignedLongLong
    case .truth, .character, .int8, .uint8, .int16, .uint16, .int32, .uint32, .longLong,
      .unsignedLongLong, .half, .float, .double, .complexFloat, .complexDouble, .int24, .uint24,
      .string, .padding, .unicode, .record:
      self
    }
  }
}

extension ElementKind {
  /// The code that NumPy exports for the kind here. Strings and records need more than a code.
  package var code: ElementCode {
    switch self {
    case .truth: .truth
    case .character: .character
    case .int8: .int8
    case .uint8: .uint8
    case .int16: .int16
    case .uint16: .uint16
    case .int32: .int32
    case .uint32: .uint32
    case .int64: .long
    case .uint64: .unsignedLong
    case .half: .half
    case .float: .float
    case .double: .double
    case .complexFloat: .complexFloat
    case .complexDouble: .complexDouble
    case .int24: .int24
    case .uint24: .uint24
    case .bytes: .string
    case .text: .unicode
    case .record: .record
    }
  }
}
