import BufferProtocol
import CPython

/// The `DLDataTypeCode`s of the element types here.
enum DLPackCode: UInt8 {
  case int = 0
  case uint = 1
  case float = 2
  case complex = 5
  case bool = 6
}

/// Numbers in DLPack without a format here, because PEP 3118 has no code for them. Their bits can be
/// read in a format that the caller gives.
enum DLPackBits {
  /// `kDLBfloat`: the upper half of a float.
  case bfloat16
  /// `kDLFloat8_*`: one of eight kinds.
  case float8

  init?(code: UInt8, bits: UInt8) {
    switch (code, bits) {
    case (4, 16): self = .bfloat16
    case (7...14, 8): self = .float8
    case _: return nil
    }
  }

  var name: StaticString {
    switch self {
    case .bfloat16: "bfloat16"
    case .float8: "float8"
    }
  }

  /// The integer of that size.
  var format: ElementFormat {
    switch self {
    case .bfloat16: ElementFormat(.uint16, isSwapped: false)
    case .float8: .uint8
    }
  }
}

// The names of element types in the protocols for array interchange.

extension ElementKind {
  /// The code in DLPack; nil if DLPack has none. The number of bits is the element's.
  var dlpack: DLPackCode? {
    switch self {
    case .truth: .bool
    case .character, .int24, .uint24, .bytes, .text, .record: nil
    case .int8, .int16, .int32, .int64: .int
    case .uint8, .uint16, .uint32, .uint64: .uint
    case .half, .float, .double: .float
    case .complexFloat, .complexDouble: .complex
    }
  }

  /// The kind of a type in DLPack; nil if there is none here.
  init?(dlpack type: DLDataType) {
    let found = Self.first { kind in
      kind.dlpack?.rawValue == type.code && 8 * kind.size.byteCount == Int(type.bits)
    }
    guard let found, type.lanes == 1 else { return nil }
    self = found
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
    case .truth, .character, .int24, .uint24, .complexFloat, .complexDouble, .bytes, .text, .record:
      nil
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

extension ElementFormat {
  /// What to do about a format that a protocol has no type for; nothing where only the byte order or
  /// the kind of value is in the way.
  var remedy: StaticString {
    switch kind {
    case .int24: ": convert(\"i\") makes one that it has"
    case .uint24: ": convert(\"I\") makes one that it has"
    case .truth, .character, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64,
      .half, .float, .double, .complexFloat, .complexDouble, .bytes, .text, .record:
      ""
    }
  }
}
