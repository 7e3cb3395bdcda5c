import BufferProtocol

/// The `DLDataTypeCode`s of the element types here.
enum DLPackCode: UInt8 {
  case int = 0
  case uint = 1
  case float = 2
  case complex = 5
  case bool = 6
}

// The names of element types in the protocols for array interchange.

extension ElementKind {
  /// The code in DLPack; nil if DLPack has none. The number of bits is the element's.
  var dlpack: DLPackCode? {
    switch self {
    case .truth: .bool
    case .character: nil
    case .int8, .int16, .int32, .int64: .int
    case .uint8, .uint16, .uint32, .uint64: .uint
    case .half, .float, .double: .float
    case .complexFloat, .complexDouble: .complex
    }
  }

  /// The format string in the Arrow C data interface; nil if Arrow has none. Arrow's booleans are
  /// bits and ours are bytes, so they have none.
  var arrow: StaticString? {
    switch self {
    case .int8: "c"
    case .uint8: "C"
    case .int16: "s"
    case .uint16: "S"
    case .int32: "i"
    case .uint32: "I"
    case .int64: "l"
    case .uint64: "L"
    case .half: "e"
    case .float: "f"
    case .double: "g"
    case .truth, .character, .complexFloat, .complexDouble: nil
    }
  }

  /// The first kind that satisfies `isWanted`; nil if there is none.
  static func first(where isWanted: (ElementKind) -> Bool) -> ElementKind? {
    var number: UInt8 = 0
    while let kind = ElementKind(rawValue: number) {
      if isWanted(kind) { return kind }
      number += 1
    }
    return nil
  }
}
