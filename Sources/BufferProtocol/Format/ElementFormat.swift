/// The format of one element: a code of PEP 3118 and whether its bytes are in native order.
///
/// Equal formats have equal canonical texts. A format is eight bytes: they contain what every
/// export and every element access needs; the rest follows from its code and kind.
public struct ElementFormat: Equatable, Sendable {
  /// The text of exports with its NUL, in the memory that exports point to: three characters
  /// are the longest. It is the first field. Of strings and records it is the number of their
  /// description.
  private let packedText: UInt32
  package let code: ElementCode
  package let kind: ElementKind
  package let size: ElementSize
  /// Whether its bytes are in the order that is not native.
  public let isSwapped: Bool

  package init(_ code: ElementCode, isSwapped: Bool) {
    kind = code.kind
    size = kind.size
    // One byte has no byte order.
    self.isSwapped = isSwapped && kind.componentSize != .one
    self.code = self.isSwapped ? code.otherOrder : code
    let text = self.isSwapped ? self.code.texts.swapped : self.code.texts.native
    // PEP 3118 has no code for numbers of three bytes: consumers see just the bytes.
    packedText = (size == .three ? "3s" : text).packed
  }

  /// The native format of a one-letter code, nil for any other letter.
  @inline(__always)
  init?(letter: UInt8) {
    guard let code = ElementCode(letter: letter) else { return nil }
    isSwapped = false
    self.code = code
    kind = code.kind
    size = kind.size
    packedText = UInt32(letter).littleEndian
  }

  /// The canonical text, as NumPy exports it: the bare code for native bytes, else with the mark of
  /// the other byte order.
  public var text: StaticString {
    if isDescribed { return describedText }
    return isSwapped ? code.texts.swapped : code.texts.native
  }

  /// Bytes of one element (`memoryview.itemsize`).
  @inline(__always)
  public var itemSize: Int { isDescribed ? describedItemSize : size.byteCount }

  /// Whether both have the same canonical text.
  public static func == (left: ElementFormat, right: ElementFormat) -> Bool {
    left.code == right.code && left.isSwapped == right.isSwapped
      && (!left.isDescribed || left.packedText == right.packedText)
  }

  /// Whether both have the same bits for the same value (as `l` and `q` do).
  package func hasSameRepresentation(as other: ElementFormat) -> Bool {
    kind == other.kind && isSwapped == other.isSwapped
      && (!isDescribed || packedText == other.packedText)
  }
}

// Strings and records.

extension ElementFormat {
  /// The format of a description that `FormatTable` has.
  init(_ code: ElementCode, isSwapped: Bool, description number: UInt32) {
    kind = code.kind
    size = kind.size
    self.isSwapped = isSwapped
    self.code = code
    packedText = number
  }

  /// Whether it is a string or a record, which more than a code describes.
  @inline(__always)
  package var isDescribed: Bool { size == .other }

  /// Whether its elements are numbers or truth values.
  package var isNumber: Bool { !isDescribed && kind != .character }

  /// Whether its elements have fields.
  package var isRecord: Bool { kind == .record }

  /// Precondition: `isDescribed`.
  package var description: FormatDescription {
    unsafe FormatTable.description(packedText).pointee
  }

  /// All bits, for C functions: `init(bits:)` is the reverse.
  @inline(__always)
  package var bits: UInt64 { unsafe unsafeBitCast(self, to: UInt64.self) }

  /// `isSwapped` of bits that `bits` gave, whose last byte it is.
  @inline(__always)
  package static func isSwapped(bits: UInt64) -> Bool { bits.littleEndian >> 56 != 0 }

  /// The format of bits that `bits` gave.
  @unsafe @inline(__always)
  package init(bits: UInt64) { self = unsafe unsafeBitCast(bits, to: ElementFormat.self) }

  @inline(never)
  package var describedItemSize: Int { description.itemSize }

  /// The text of a description as what it is, a text that stays for as long as the program runs.
  ///
  /// `StaticString` has no initializer for a pointer. Its layout is a part of Swift's ABI
  /// (`@frozen`): the address, the bytes, and flags of which the lowest is 0 for a pointer.
  private var describedText: StaticString {
    let description = description
    return unsafe unsafeBitCast(
      (UInt(bitPattern: description.text), description.textCount, UInt8(0)), to: StaticString.self)
  }
}

extension StaticString {
  /// The first four bytes, padded with zeros.
  fileprivate var packed: UInt32 {
    var packed: UInt32 = 0
    for index in (0..<min(utf8CodeUnitCount, 4)).reversed() {
      packed = unsafe packed << 8 | UInt32(utf8Start[index])
    }
    return packed.littleEndian
  }
}

extension ElementFormat {
  private static func native(_ code: ElementCode) -> ElementFormat {
    ElementFormat(code, isSwapped: false)
  }

  /// A byte that is false if it is zero, code `?`.
  public static var truth: ElementFormat { native(.truth) }
  /// A byte that Python sees as a bytes object of length 1, code `c`.
  public static var character: ElementFormat { native(.character) }
  /// Code `b`.
  public static var int8: ElementFormat { native(.int8) }
  /// Unsigned bytes, the format of a buffer without one (PEP 3118).
  public static var uint8: ElementFormat { native(.uint8) }
  /// Code `h`.
  public static var int16: ElementFormat { native(.int16) }
  /// Code `H`.
  public static var uint16: ElementFormat { native(.uint16) }
  /// Signed integers of three bytes, `i3`, which exports call `3s`.
  public static var int24: ElementFormat { native(.int24) }
  /// Unsigned integers of three bytes, `u3`, which exports call `3s`.
  public static var uint24: ElementFormat { native(.uint24) }
  /// Code `i`.
  public static var int32: ElementFormat { native(.int32) }
  /// Code `I`.
  public static var uint32: ElementFormat { native(.uint32) }
  /// 64 bits, with the code that NumPy uses for them on this platform, `l`.
  public static var int64: ElementFormat { native(.long) }
  /// 64 bits without a sign, code `L`.
  public static var uint64: ElementFormat { native(.unsignedLong) }
  /// IEEE 754 binary16, code `e`.
  public static var half: ElementFormat { native(.half) }
  /// IEEE 754 binary32, code `f`.
  public static var float: ElementFormat { native(.float) }
  /// float64, the default of `np.frombuffer`.
  public static var double: ElementFormat { native(.double) }
  /// Two floats, the real part first, code `Zf`.
  public static var complexFloat: ElementFormat { native(.complexFloat) }
  /// Two doubles, the real part first, code `Zd`.
  public static var complexDouble: ElementFormat { native(.complexDouble) }

  /// The same elements in the other byte order; the same format for elements of one byte. Swapping
  /// twice gives the same representation, but not always the same code: `l` comes back as `q`.
  public var byteSwapped: ElementFormat { ElementFormat(code, isSwapped: !isSwapped) }
}
