/// The format of one element: a code of PEP 3118 and whether its bytes are in the machine's order.
///
/// Equal formats have equal canonical texts. It is eight bytes: what every export and every access to
/// an element asks is in them, the rest is in a constant table.
public struct ElementFormat: Equatable, Sendable {
  /// The canonical text with its NUL, as it lies in memory, for exports to point to: three
  /// characters are the longest. It is the first field.
  private let packedText: UInt32
  let row: UInt8
  package let kind: ElementKind
  private let size: UInt8
  /// Whether its bytes are in the order that is not the machine's.
  public let isSwapped: Bool

  init(row: Int, isSwapped: Bool) {
    // One byte has no order.
    self.isSwapped = isSwapped && Table.rows[row].kind.componentSize > 1
    self.row = UInt8(truncatingIfNeeded: self.isSwapped ? Table.rows[row].otherOrder : row)
    kind = Table.rows[row].kind
    size = UInt8(truncatingIfNeeded: Table.rows[row].size)
    let entry = Table.rows[Int(self.row)]
    packedText = (self.isSwapped ? entry.swappedCode : entry.code).packed
  }

  /// The native format of a code of one letter, nil for any other letter.
  @inline(__always)
  init?(letter: UInt8) {
    guard let row = Table.row(letter: letter) else { return nil }
    isSwapped = false
    self.row = UInt8(truncatingIfNeeded: row)
    kind = Table.rows[row].kind
    size = UInt8(truncatingIfNeeded: Table.rows[row].size)
    packedText = UInt32(letter).littleEndian
  }

  private var entry: Table.Row { Table.rows[Int(row)] }

  /// The canonical text, as NumPy exports it: the bare code for native bytes, else with the mark of
  /// the other byte order.
  public var text: StaticString { isSwapped ? entry.swappedCode : entry.code }

  /// Bytes of one element (`memoryview.itemsize`).
  public var itemSize: Int { Int(size) }

  /// Whether both have the same canonical text.
  public static func == (left: ElementFormat, right: ElementFormat) -> Bool {
    left.row == right.row && left.isSwapped == right.isSwapped
  }

  /// Whether both have the same bits for the same value (`l` and `q` have).
  package func hasSameRepresentation(as other: ElementFormat) -> Bool {
    kind == other.kind && isSwapped == other.isSwapped
  }
}

extension StaticString {
  /// The first four bytes, with zeros for those that are missing.
  fileprivate var packed: UInt32 {
    var packed: UInt32 = 0
    for index in (0..<min(utf8CodeUnitCount, 4)).reversed() {
      packed = unsafe packed << 8 | UInt32(utf8Start[index])
    }
    return packed.littleEndian
  }
}

extension ElementFormat {
  private static func native(_ row: Int) -> ElementFormat {
    ElementFormat(row: row, isSwapped: false)
  }

  /// A byte that is false where it is zero, code `?`.
  public static var truth: ElementFormat { native(0) }
  /// A byte that Python sees as a bytes object of length 1, code `c`.
  public static var character: ElementFormat { native(1) }
  /// Code `b`.
  public static var int8: ElementFormat { native(2) }
  /// Unsigned bytes, what a buffer without a format is (PEP 3118).
  public static var uint8: ElementFormat { native(3) }
  /// Code `h`.
  public static var int16: ElementFormat { native(4) }
  /// Code `H`.
  public static var uint16: ElementFormat { native(5) }
  /// Code `i`.
  public static var int32: ElementFormat { native(6) }
  /// Code `I`.
  public static var uint32: ElementFormat { native(7) }
  /// 64 bits under the code that NumPy has for them here, `l`.
  public static var int64: ElementFormat { native(8) }
  /// 64 bits without a sign, code `L`.
  public static var uint64: ElementFormat { native(9) }
  /// IEEE 754 binary16, code `e`.
  public static var half: ElementFormat { native(14) }
  /// IEEE 754 binary32, code `f`.
  public static var float: ElementFormat { native(15) }
  /// float64, which `np.frombuffer` reads unless told otherwise.
  public static var double: ElementFormat { native(16) }
  /// Two floats, the real part first, code `Zf`.
  public static var complexFloat: ElementFormat { native(17) }
  /// Two doubles, the real part first, code `Zd`.
  public static var complexDouble: ElementFormat { native(18) }

  /// The same elements in the other byte order; itself where an element is one byte. Twice that is
  /// the same representation, if not always the same code: `l` comes back as `q`.
  public var byteSwapped: ElementFormat { ElementFormat(row: Int(row), isSwapped: !isSwapped) }
}

/// The element codes of PEP 3118 that are one element, a row each.
enum Table {
  struct Row: Sendable {
    let code: StaticString
    let swappedCode: StaticString
    let kind: ElementKind
    let size: Int
    /// The row of the same letter in standard size, that is after `=`, `<`, `>` or `!` (`struct`,
    /// "Byte Order, Size, and Alignment"); -1 where only the native mode has the code.
    let standard: Int
    /// The row of the same kind that can be written in the other byte order, where `l` has 4 bytes.
    let otherOrder: Int

    init(
      _ code: StaticString, _ swappedCode: StaticString, _ kind: ElementKind, standard: Int,
      otherOrder: Int? = nil
    ) {
      self.code = code
      self.swappedCode = swappedCode
      self.kind = kind
      self.size = kind.size
      self.standard = standard
      self.otherOrder = otherOrder ?? standard
    }
  }

  /// The codes of one letter, which are those of the first rows: a search through these is the
  /// frequent one.
  static var letters: StaticString { "?cbBhHiIlLqQnNefd" }

  static let rows: InlineArray<19, Row> = [
    Row("?", "?", .truth, standard: 0),
    Row("c", "c", .character, standard: 1),
    Row("b", "b", .int8, standard: 2),
    Row("B", "B", .uint8, standard: 3),
    Row("h", ">h", .int16, standard: 4),
    Row("H", ">H", .uint16, standard: 5),
    Row("i", ">i", .int32, standard: 6),
    Row("I", ">I", .uint32, standard: 7),
    Row("l", "", .int64, standard: 6, otherOrder: 10),
    Row("L", "", .uint64, standard: 7, otherOrder: 11),
    Row("q", ">q", .int64, standard: 10),
    Row("Q", ">Q", .uint64, standard: 11),
    Row("n", "", .int64, standard: -1, otherOrder: 10),
    Row("N", "", .uint64, standard: -1, otherOrder: 11),
    Row("e", ">e", .half, standard: 14),
    Row("f", ">f", .float, standard: 15),
    Row("d", ">d", .double, standard: 16),
    Row("Zf", ">Zf", .complexFloat, standard: 17),
    Row("Zd", ">Zd", .complexDouble, standard: 18),
  ]
}
