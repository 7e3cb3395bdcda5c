import CPython

// Texts of records and strings. Within `T{}` the rules are those of NumPy's parser
// (`_dtype_from_pep3118` in its _internal.py), which also ctypes and Cython write for: a mark holds
// until the next one, `@` aligns as C does and pads at the end, a count makes a sub-array, and a
// field without a name gets one. Outside they are those of `struct`: a count repeats a value, `0`
// of a code aligns, nothing is padded at the end.

extension ElementFormat {
  /// The format of a text that is not one code.
  ///
  /// - Parameter itemSize: what the exporter of the text says; the text may end before it.
  /// - Throws: `.value` that points into the text.
  /// - Complexity: O(length of the text), and O(fields) for each field.
  static func described(
    by text: FormatText, itemSize: Int? = nil
  ) throws(Failure) -> ElementFormat {
    guard text.count <= FormatLimits.text else {
      throw .value("format: a text of \(text.count) bytes, more than \(FormatLimits.text)")
    }
    var parser = unsafe RecordParser(text, itemSize: itemSize, alignsAll: false)
    let format = unsafe try parser.parse()
    guard let itemSize, unsafe parser.end != itemSize, unsafe parser.marksAll else { return format }
    // ctypes marks each code as standard and means the layout of C, of which versions of Python
    // before 3.12 do not write the padding.
    unsafe parser = unsafe RecordParser(text, itemSize: nil, alignsAll: true)
    let aligned = unsafe try parser.parse()
    guard aligned.itemSize == itemSize else {
      throw unsafe .value(
        "format: '\(text)' is of \(aligned.itemSize) bytes, its elements are of \(itemSize)")
    }
    return aligned
  }
}

/// A reading of one text.
@unsafe
private struct RecordParser {
  private let text: FormatText
  private let itemSize: Int?
  /// Whether each code is aligned as in C, whatever its mark.
  private let alignsAll: Bool
  private var position = 0
  private var mark = ByteOrderMark.native
  private var codes = 0
  private var marks = 0
  /// The byte after the last field of the whole text.
  private(set) var end = 0

  /// An element of the text, before its name.
  @safe private struct Part {
    var format: ElementFormat
    var alignment: Int
    /// How often it is written, 1 without a count.
    var count: Int
    var place: FormatPosition
  }

  init(_ text: FormatText, itemSize: Int?, alignsAll: Bool) {
    unsafe self.text = unsafe text
    unsafe self.itemSize = itemSize
    unsafe self.alignsAll = alignsAll
  }

  /// Whether a mark stands before each code.
  var marksAll: Bool { unsafe codes == marks && codes > 0 }

  private var aligns: Bool { unsafe alignsAll || mark == .native }

  private var next: UInt8? { unsafe position < text.count ? text[position] : nil }

  private func fail(_ problem: Message, at place: Int? = nil) -> Failure {
    unsafe .value(
      "format: \(problem)\(FormatPosition(position: place ?? position, text: text))")
  }

  private mutating func skipSpaces() {
    while let byte = unsafe next, byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
      unsafe position += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard unsafe next == byte else { return false }
    unsafe position += 1
    return true
  }

  /// The whole text.
  mutating func parse() throws(Failure) -> ElementFormat {
    var record = RecordBuilder()
    var single: ElementFormat?
    unsafe skipSpaces()
    while unsafe next != nil {
      let isWhole = record.fieldCount == 0 && record.end == 0
      if let part = unsafe try parsePart(of: &record, depth: 0, isFirst: isWhole) {
        let name = unsafe try parseName()
        unsafe skipSpaces()
        if unsafe isWhole && name == nil && !record.hasLengths && part.count == 1 && next == nil {
          single = part.format
          break
        }
        guard unsafe !(isWhole && name == nil && record.hasLengths && next == nil) else {
          throw unsafe fail(
            "a sub-array is not one element; its lengths belong to the shape,", at: 0)
        }
        unsafe try add(part, name, to: &record, repeats: true)
      }
      unsafe skipSpaces()
    }
    if let single {
      if single.kind != .record { unsafe end = single.itemSize }
      return single
    }
    unsafe end = record.end
    if record.fieldCount == 0 {
      return unsafe try ElementFormat.string(
        .padding, record.end, place: FormatPosition(position: 0, text: text))
    }
    let size = unsafe itemSize ?? record.end
    return unsafe try record.finish(
      itemSize: max(size, record.end), place: FormatPosition(position: 0, text: text))
  }

  /// A record after its `T{`, and what it is aligned to.
  private mutating func parseRecord(
    depth: Int, isWhole: Bool, from start: Int
  ) throws(Failure) -> (format: ElementFormat, alignment: Int) {
    guard depth <= FormatLimits.depth else {
      throw unsafe fail("more than \(FormatLimits.depth) records within each other", at: start)
    }
    var record = RecordBuilder()
    var alignment = 1
    while true {
      unsafe skipSpaces()
      if unsafe take(UInt8(ascii: "}")) { break }
      guard unsafe next != nil else {
        throw unsafe fail("the 'T{' has no '}'", at: start)
      }
      guard let part = unsafe try parsePart(of: &record, depth: depth) else { continue }
      if unsafe aligns { alignment = max(alignment, part.alignment) }
      let name = unsafe try parseName()
      unsafe try add(part, name, to: &record, repeats: false)
    }
    var size = unsafe aligns ? record.end.roundedUp(to: alignment) : record.end
    unsafe skipSpaces()
    if unsafe isWhole && next == nil {
      // The exporter knows better how long a record is.
      if let itemSize = unsafe itemSize, itemSize >= record.end { size = itemSize }
      unsafe end = record.end
    }
    let format = unsafe try record.finish(
      itemSize: size, place: FormatPosition(position: start, text: text))
    return (format, alignment)
  }

  /// The next element, whose lengths `record` takes; nil if it is padding.
  private mutating func parsePart(
    of record: inout RecordBuilder, depth: Int, isFirst: Bool = false
  ) throws(Failure) -> Part? {
    let start = unsafe position
    if unsafe try !parseMark() {
      // ctypes and NumPy write the mark behind the lengths.
      unsafe try parseShape(of: &record)
      _ = unsafe try parseMark()
    } else {
      unsafe try parseShape(of: &record)
    }
    unsafe skipSpaces()
    let count = unsafe try parseNumber() ?? 1
    let place = unsafe position
    guard let letter = unsafe next else { throw unsafe fail("a code is missing", at: start) }
    let here = unsafe FormatPosition(position: place, text: text)
    switch letter {
    case UInt8(ascii: "T"):
      unsafe position += 1
      guard unsafe take(UInt8(ascii: "{")) else {
        throw unsafe fail("'T' without '{'", at: place)
      }
      let (format, alignment) = unsafe try parseRecord(
        depth: depth + 1, isWhole: isFirst && !record.hasLengths && count == 1, from: place)
      return Part(format: format, alignment: alignment, count: count, place: here)
    case UInt8(ascii: "x"):
      unsafe position += 1
      unsafe codes += 1
      unsafe marks += 1
      // With a name it is a field of plain bytes.
      guard unsafe next == UInt8(ascii: ":") else {
        try record.skipLengths(of: count, place: here)
        return nil
      }
      let format = try ElementFormat.string(.padding, count, place: here)
      return Part(format: format, alignment: 1, count: 1, place: here)
    case UInt8(ascii: "s"), UInt8(ascii: "w"):
      unsafe position += 1
      unsafe codes += 1
      let isText = letter == UInt8(ascii: "w")
      let swapped = unsafe isText && mark.isOtherOrder
      let format = try ElementFormat.string(
        isText ? .unicode : .string, count, isSwapped: swapped, place: here)
      return Part(
        format: format, alignment: isText ? 4 : 1, count: 1, place: here)
    default:
      let format = unsafe try parseCode(letter)
      return Part(
        format: format, alignment: format.kind.alignment, count: count, place: here)
    }
  }

  private mutating func parseCode(_ letter: UInt8) throws(Failure) -> ElementFormat {
    let start = unsafe position
    let length = letter == UInt8(ascii: "Z") ? 2 : 1
    guard unsafe start + length <= text.count else {
      throw unsafe fail("a code is missing after 'Z'", at: start)
    }
    let name = unsafe FormatText(rebasing: text[start..<start + length])
    unsafe position += length
    unsafe codes += 1
    guard let code = unsafe ElementCode(text: name) else {
      throw unsafe fail("unknown element code '\(name)'", at: start)
    }
    guard unsafe mark != .native, unsafe mark != .nativeUnaligned else {
      return ElementFormat(code, isSwapped: false)
    }
    guard let standard = code.standard else {
      throw unsafe fail(
        "code '\(code.texts.native)' has no standard size, so no byte order,", at: start)
    }
    return unsafe ElementFormat(standard, isSwapped: mark.isOtherOrder)
  }

  private mutating func parseMark() throws(Failure) -> Bool {
    guard let byte = unsafe next, let found = ByteOrderMark(rawValue: byte) else { return false }
    guard found != .notApplicable else { throw unsafe fail("'|' is not a byte order") }
    unsafe mark = found
    unsafe marks += 1
    unsafe position += 1
    return true
  }

  /// `(2,3)`.
  private mutating func parseShape(of record: inout RecordBuilder) throws(Failure) {
    let start = unsafe position
    guard unsafe take(UInt8(ascii: "(")) else { return }
    repeat {
      unsafe skipSpaces()
      guard let length = unsafe try parseNumber() else {
        throw unsafe fail("a length is missing in the shape of a sub-array")
      }
      try record.append(length: length)
      unsafe skipSpaces()
    } while unsafe take(UInt8(ascii: ","))
    guard unsafe take(UInt8(ascii: ")")) else {
      throw unsafe fail("the '(' has no ')'", at: start)
    }
  }

  private mutating func parseNumber() throws(Failure) -> Int? {
    let start = unsafe position
    var number = 0
    while let byte = unsafe next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      number = number &* 10 &+ Int(byte &- UInt8(ascii: "0"))
      guard number <= FormatLimits.itemSize else {
        throw unsafe fail("a number above \(FormatLimits.itemSize)", at: start)
      }
      unsafe position += 1
    }
    return unsafe position > start ? number : nil
  }

  /// `:name:`; nil if there is none.
  private mutating func parseName() throws(Failure) -> FormatText? {
    let start = unsafe position
    guard unsafe take(UInt8(ascii: ":")) else { return nil }
    while let byte = unsafe next {
      if byte == UInt8(ascii: ":") {
        let name = unsafe FormatText(rebasing: text[start + 1..<position])
        unsafe position += 1
        return unsafe name
      }
      unsafe position += 1
    }
    throw unsafe fail("the name of a field has no second ':'", at: start)
  }

  /// Takes an element as one field, or of `struct` as many as its count says.
  private mutating func add(
    _ part: Part, _ name: FormatText?, to record: inout RecordBuilder, repeats: Bool
  ) throws(Failure) {
    let place = part.place
    if unsafe aligns { try record.align(to: part.alignment, place: place) }
    guard unsafe repeats && name == nil && !record.hasLengths else {
      if part.count != 1 { try record.append(length: part.count) }
      return unsafe try record.add(name, part.format, place: place)
    }
    for _ in 0..<part.count { unsafe try record.add(nil, part.format, place: place) }
  }
}

extension ByteOrderMark {
  fileprivate var isOtherOrder: Bool { self == .big || self == .network }
}
