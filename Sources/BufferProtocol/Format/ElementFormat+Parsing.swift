import CPython

// The accepted spellings of a format: `struct` codes with a byte-order mark (PEP 3118),
// array-interface strings (`<i2`) and NumPy's names (`int16`). Each leads to one `ElementCode`.

/// The bytes of a format text, which its owner keeps valid during the parsing.
package typealias FormatText = UnsafeBufferPointer<UInt8>

extension ElementFormat {
  /// The format that `text` names.
  ///
  /// - Throws: `.value` with the text, and the unknown code in it.
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
    if let code = unsafe ElementCode(text: name), mark != .notApplicable, mark != .nativeUnaligned {
      self = unsafe try ElementFormat.coded(code, mark, in: text)
    } else if let code = unsafe ElementCode(typeString: name), mark != .native, mark != .network,
      mark != .nativeUnaligned
    {
      self = ElementFormat(code, isSwapped: mark == .big)
    } else if mark == nil, let code = unsafe ElementCode(numpyName: name) {
      self = ElementFormat(code, isSwapped: false)
    } else if let string = unsafe try ElementFormat(stringType: name, mark, in: text) {
      self = string
    } else if unsafe ElementFormat.hasParts(name, in: text) {
      self = unsafe try ElementFormat.described(by: text)
    } else {
      throw unsafe ElementFormat.refusal(of: name, in: text)
    }
  }

  /// The format of an array-interface string of bytes or characters, such as `|S5` or `<U3`.
  private init?(
    stringType name: FormatText, _ mark: ByteOrderMark?, in text: FormatText
  ) throws(Failure) {
    let code: ElementCode
    switch unsafe name.first {
    case UInt8(ascii: "S"): code = .string
    case UInt8(ascii: "V"): code = .padding
    case UInt8(ascii: "U"): code = .unicode
    case _: return nil
    }
    guard name.count > 1, mark != .native, mark != .network, mark != .nativeUnaligned else {
      return nil
    }
    var count = 0
    for index in 1..<name.count {
      let byte = unsafe name[index]
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      count = min(count * 10 + Int(byte - UInt8(ascii: "0")), FormatLimits.itemSize)
    }
    self = unsafe try .string(
      code, count, isSwapped: code == .unicode && mark == .big,
      place: FormatPosition(position: 0, text: text))
  }

  /// Whether a text should be read as that of a record or a string: all but what looks like one
  /// code or a name.
  private static func hasParts(_ name: FormatText, in text: FormatText) -> Bool {
    guard name.count > 1 else { return unsafe name.first == UInt8(ascii: "s") }
    let isWord = unsafe text.allSatisfy {
      ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
        || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: "_")
        || $0 >= 0x80
    }
    return unsafe !isWord || text.allSatisfy { isCountOrCode($0) }
  }

  /// The format of a code after a byte-order mark: any mark but `@` means standard sizes.
  private static func coded(
    _ code: ElementCode, _ mark: ByteOrderMark?, in text: FormatText
  ) throws(Failure) -> ElementFormat {
    guard let mark, mark != .native else { return ElementFormat(code, isSwapped: false) }
    guard let standard = code.standard else {
      throw unsafe .value(
        "format: code '\(code.texts.native)' has no standard size and takes no byte order, in '\(text)'"
      )
    }
    return ElementFormat(standard, isSwapped: mark == .big || mark == .network)
  }

  private static func refusal(of name: FormatText, in text: FormatText) -> Failure {
    guard !name.isEmpty else {
      return unsafe .value("format: '\(text)' names no element")
    }
    let isWord = unsafe name.count > 1 && name.allSatisfy { $0 < 0x80 && $0 > 0x20 }
    return isWord
      ? unsafe .value("format: '\(text)' is not an element code or NumPy name")
      : unsafe .value("format: unknown element code '\(name)' in '\(text)'")
  }

  private static func isCountOrCode(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "s"), UInt8(ascii: "w"),
      UInt8(ascii: "x"), UInt8(ascii: "Z"):
      return true
    case _: break
    }
    return unsafe withUnsafePointer(to: byte) { start in
      unsafe ElementCode(text: FormatText(start: start, count: 1)) != nil
    }
  }
}

/// The first character of a format, if it is not a code.
enum ByteOrderMark: UInt8 {
  case native = 0x40  // @
  case nativeStandard = 0x3D  // =
  case little = 0x3C  // <
  case big = 0x3E  // >
  case network = 0x21  // !
  /// PEP 3118's mark of native sizes without alignment, only in records.
  case nativeUnaligned = 0x5E  // ^
  /// `|`, only in array-interface strings.
  case notApplicable = 0x7C
}

extension ElementCode {
  private struct Name: Sendable {
    let text: StaticString
    let code: ElementCode
    init(_ text: StaticString, _ code: ElementCode) {
      self.text = text
      self.code = code
    }
  }

  /// Codes of more than one letter, and their second spelling (`struct` has `F` and `D` from Python
  /// 3.14 on; NumPy always had them).
  private static let longCodes: InlineArray<6, Name> = [
    Name("Zf", .complexFloat), Name("Zd", .complexDouble), Name("F", .complexFloat),
    Name("D", .complexDouble), Name("i3", .int24), Name("u3", .uint24),
  ]

  /// The type strings of NumPy's array interface, without their byte-order mark.
  private static let typeStrings: InlineArray<15, Name> = [
    Name("b1", .truth), Name("S1", .character), Name("i1", .int8), Name("u1", .uint8),
    Name("i2", .int16),
    Name("u2", .uint16), Name("i4", .int32), Name("u4", .uint32), Name("i8", .long),
    Name("u8", .unsignedLong),
    Name("f2", .half), Name("f4", .float), Name("f8", .double), Name("c8", .complexFloat),
    Name("c16", .complexDouble),
  ]

  /// The names of NumPy's scalar types, with the code that NumPy exports for each; and names in the
  /// same style for types that it lacks.
  private static let numpyNames: InlineArray<43, Name> = [
    Name("bool", .truth), Name("bool_", .truth), Name("int8", .int8), Name("uint8", .uint8),
    Name("int16", .int16), Name("uint16", .uint16), Name("int32", .int32), Name("uint32", .uint32),
    Name("int64", .long), Name("uint64", .unsignedLong), Name("float16", .half),
    Name("float32", .float),
    Name("float64", .double), Name("complex64", .complexFloat), Name("complex128", .complexDouble),
    Name("byte", .int8), Name("ubyte", .uint8), Name("short", .int16), Name("ushort", .uint16),
    Name("intc", .int32), Name("uintc", .uint32), Name("int", .long), Name("uint", .unsignedLong),
    Name("int_", .long), Name("long", .long), Name("ulong", .unsignedLong), Name("intp", .long),
    Name("uintp", .unsignedLong), Name("longlong", .longLong), Name("ulonglong", .unsignedLongLong),
    Name("half", .half),
    Name("single", .float), Name("double", .double), Name("float", .double),
    Name("float_", .double),
    Name("csingle", .complexFloat), Name("singlecomplex", .complexFloat),
    Name("cdouble", .complexDouble),
    Name("complex", .complexDouble), Name("complex_", .complexDouble),
    Name("cfloat", .complexDouble), Name("int24", .int24), Name("uint24", .uint24),
  ]

  init?(text: FormatText) {
    if let letter = unsafe text.first, text.count == 1, let code = ElementCode(letter: letter) {
      self = code
    } else if let code = unsafe ElementCode.named(text, in: ElementCode.longCodes) {
      self = code
    } else {
      return nil
    }
  }

  init?(typeString text: FormatText) {
    guard let code = unsafe ElementCode.named(text, in: ElementCode.typeStrings) else { return nil }
    self = code
  }

  init?(numpyName text: FormatText) {
    guard let code = unsafe ElementCode.named(text, in: ElementCode.numpyNames) else { return nil }
    self = code
  }

  private static func named<let count: Int>(
    _ text: FormatText, in names: InlineArray<count, Name>
  ) -> ElementCode? {
    for index in 0..<count where unsafe text.matches(names[index].text) { return names[index].code }
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
