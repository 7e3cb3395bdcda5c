import CPython

// What may be written for a format: `struct` codes with a byte-order mark (PEP 3118),
// array-interface strings (`<i2`) and NumPy's names (`int16`). All of it ends in one row of the
// table.

/// The bytes of a format text. Its owner keeps them for as long as the parsing takes.
package typealias FormatText = UnsafeBufferPointer<UInt8>

extension ElementFormat {
  /// The format that `text` names.
  ///
  /// - Throws: `.value` that names the text, and the code in it that is unknown.
  /// - Complexity: O(1) for codes; a search through some forty names otherwise.
  @inline(__always)
  package init(parsing text: FormatText) throws(Failure) {
    if let letter = unsafe text.first, text.count == 1, let format = ElementFormat(letter: letter) {
      self = format
    } else {
      unsafe try self.init(parsingAny: text)
    }
  }

  @inline(never)
  private init(parsingAny text: FormatText) throws(Failure) {
    guard let first = unsafe text.first else { throw .value("format: '' names no element") }
    let mark = ByteOrderMark(rawValue: first)
    let name = unsafe mark == nil ? text : FormatText(rebasing: text.dropFirst())
    if let row = unsafe Table.row(code: name), mark != .notApplicable {
      self = unsafe try ElementFormat.coded(row, mark, in: text)
    } else if let row = unsafe Table.row(typeString: name), mark != .native, mark != .network {
      self = ElementFormat(row: row, isSwapped: mark == .big)
    } else if mark == nil, let row = unsafe Table.row(numpyName: name) {
      self = ElementFormat(row: row, isSwapped: false)
    } else {
      throw unsafe ElementFormat.refusal(of: name, in: text)
    }
  }

  /// The format of a code after a byte-order mark: any mark but `@` means standard sizes.
  private static func coded(
    _ row: Int, _ mark: ByteOrderMark?, in text: FormatText
  ) throws(Failure) -> ElementFormat {
    guard let mark, mark != .native else { return ElementFormat(row: row, isSwapped: false) }
    let standard = Table.rows[row].standard
    guard standard >= 0 else {
      throw unsafe .value(
        "format: code '\(Table.rows[row].code)' has no standard size, so no byte order, in '\(text)'"
      )
    }
    return ElementFormat(row: standard, isSwapped: mark == .big || mark == .network)
  }

  private static func refusal(of name: FormatText, in text: FormatText) -> Failure {
    guard let code = unsafe name.first else {
      return unsafe .value("format: '\(text)' names no element")
    }
    if name.count > 1, code == UInt8(ascii: "T") || isCountOrCode(code),
      unsafe name.dropFirst().allSatisfy({ isCountOrCode($0) || code == UInt8(ascii: "T") })
    {
      return unsafe .value("format: '\(text)' is not one element")
    }
    let isWord = unsafe name.count > 1 && name.allSatisfy { $0 < 0x80 && $0 > 0x20 }
    return isWord
      ? unsafe .value("format: '\(text)' is no element code or NumPy name")
      : unsafe .value("format: unknown element code '\(name)' in '\(text)'")
  }

  private static func isCountOrCode(_ byte: UInt8) -> Bool {
    if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { return true }
    return unsafe withUnsafePointer(to: byte) { start in
      unsafe Table.row(code: FormatText(start: start, count: 1)) != nil
    }
  }
}

/// The first character of a format, where it is no code.
struct ByteOrderMark: Equatable {
  let rawValue: UInt8

  static let native = ByteOrderMark(unchecked: UInt8(ascii: "@"))
  static let nativeStandard = ByteOrderMark(unchecked: UInt8(ascii: "="))
  static let little = ByteOrderMark(unchecked: UInt8(ascii: "<"))
  static let big = ByteOrderMark(unchecked: UInt8(ascii: ">"))
  static let network = ByteOrderMark(unchecked: UInt8(ascii: "!"))
  /// `|`, only in array-interface strings.
  static let notApplicable = ByteOrderMark(unchecked: UInt8(ascii: "|"))

  private init(unchecked rawValue: UInt8) { self.rawValue = rawValue }

  init?(rawValue: UInt8) {
    switch rawValue {
    case UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "!"), UInt8(ascii: "|"):
      self.rawValue = rawValue
    default: return nil
    }
  }
}

extension Table {
  private struct Alias: Sendable {
    let name: StaticString
    let code: StaticString
    init(_ name: StaticString, _ code: StaticString) {
      self.name = name
      self.code = code
    }
  }

  /// Codes with a second spelling (`struct` has `F` and `D` from Python 3.14 on, as NumPy always
  /// had).
  private static let codeAliases: InlineArray<2, Alias> = [Alias("F", "Zf"), Alias("D", "Zd")]

  /// The type strings of NumPy's array interface, without their byte-order mark.
  private static let typeStrings: InlineArray<15, Alias> = [
    Alias("b1", "?"), Alias("S1", "c"), Alias("i1", "b"), Alias("u1", "B"), Alias("i2", "h"),
    Alias("u2", "H"), Alias("i4", "i"), Alias("u4", "I"), Alias("i8", "l"), Alias("u8", "L"),
    Alias("f2", "e"), Alias("f4", "f"), Alias("f8", "d"), Alias("c8", "Zf"), Alias("c16", "Zd"),
  ]

  /// NumPy's names of its scalar types, with the code that NumPy exports for each.
  private static let numpyNames: InlineArray<41, Alias> = [
    Alias("bool", "?"), Alias("bool_", "?"), Alias("int8", "b"), Alias("uint8", "B"),
    Alias("int16", "h"), Alias("uint16", "H"), Alias("int32", "i"), Alias("uint32", "I"),
    Alias("int64", "l"), Alias("uint64", "L"), Alias("float16", "e"), Alias("float32", "f"),
    Alias("float64", "d"), Alias("complex64", "Zf"), Alias("complex128", "Zd"),
    Alias("byte", "b"), Alias("ubyte", "B"), Alias("short", "h"), Alias("ushort", "H"),
    Alias("intc", "i"), Alias("uintc", "I"), Alias("int", "l"), Alias("uint", "L"),
    Alias("int_", "l"), Alias("long", "l"), Alias("ulong", "L"), Alias("intp", "l"),
    Alias("uintp", "L"), Alias("longlong", "q"), Alias("ulonglong", "Q"), Alias("half", "e"),
    Alias("single", "f"), Alias("double", "d"), Alias("float", "d"), Alias("float_", "d"),
    Alias("csingle", "Zf"), Alias("singlecomplex", "Zf"), Alias("cdouble", "Zd"),
    Alias("complex", "Zd"), Alias("complex_", "Zd"), Alias("cfloat", "Zd"),
  ]

  static func row(letter: UInt8) -> Int? {
    guard let found = unsafe memchr(letters.utf8Start, CInt(letter), letters.utf8CodeUnitCount)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(letters.utf8Start)
  }

  static func row(code text: FormatText) -> Int? {
    if let letter = unsafe text.first, text.count == 1, let row = row(letter: letter) { return row }
    for row in 0..<rows.count where unsafe text.matches(rows[row].code) { return row }
    return unsafe row(of: text, in: codeAliases)
  }

  static func row(typeString text: FormatText) -> Int? { unsafe row(of: text, in: typeStrings) }

  static func row(numpyName text: FormatText) -> Int? { unsafe row(of: text, in: numpyNames) }

  private static func row<let count: Int>(
    of text: FormatText, in aliases: InlineArray<count, Alias>
  ) -> Int? {
    for index in 0..<count where unsafe text.matches(aliases[index].name) {
      return unsafe row(
        code: FormatText(
          start: aliases[index].code.utf8Start, count: aliases[index].code.utf8CodeUnitCount))
    }
    return nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func matches(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in indices where unsafe self[index] != text.utf8Start[index] { return false }
    return true
  }
}
