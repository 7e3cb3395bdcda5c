import Testing

@testable import BufferProtocol

/// The text that a format is kept as; nil for one that is refused.
private func canonical(_ text: some Collection<UInt8>) -> String? {
  Interpreter.run {
    do throws(Failure) {
      return try "\(ElementFormat(text).text)"
    } catch {
      error.forget()
      return nil
    }
  }
}

private let names = [
  "?": ["bool", "bool_"],
  "b": ["int8", "byte"],
  "B": ["uint8", "ubyte"],
  "h": ["int16", "short"],
  "H": ["uint16", "ushort"],
  "i": ["int32", "intc"],
  "I": ["uint32", "uintc"],
  "i3": ["int24"],
  "u3": ["uint24"],
  "l": ["int64", "int", "int_", "long", "intp"],
  "L": ["uint64", "uint", "ulong", "uintp"],
  "q": ["longlong"],
  "Q": ["ulonglong"],
  "e": ["float16", "half"],
  "f": ["float32", "single"],
  "d": ["float64", "double", "float", "float_"],
  "Zf": ["complex64", "csingle", "singlecomplex"],
  "Zd": ["complex128", "cdouble", "complex", "complex_", "cfloat"],
]

/// Every format text but the names, with its canonical form, by the rules of `struct`, of PEP 3118
/// and of NumPy's array interface.
private let accepted: [String: String] = {
  var accepted: [String: String] = [:]
  let ofOneByte = ["?", "c", "b", "B"]
  let standard =
    ofOneByte + ["h", "H", "i3", "u3", "i", "I", "q", "Q", "e", "f", "d", "Zf", "Zd"]
  for code in standard + ["l", "L", "n", "N"] {
    accepted[code] = code
    accepted["@" + code] = code
  }
  let codes =
    standard.map { ($0, $0) } + [("l", "i"), ("L", "I"), ("F", "Zf"), ("D", "Zd")]
  for (code, ofStandardSize) in codes {
    for mark in ["=", "<"] { accepted[mark + code] = ofStandardSize }
    for mark in [">", "!"] {
      accepted[mark + code] = (ofOneByte.contains(code) ? "" : ">") + ofStandardSize
    }
  }
  for (letter, code) in [("F", "Zf"), ("D", "Zd")] {
    for mark in ["", "@"] { accepted[mark + letter] = code }
  }
  let typeStrings = [
    ("b1", "?"), ("S1", "c"), ("i1", "b"), ("u1", "B"), ("i2", "h"), ("u2", "H"), ("i4", "i"),
    ("u4", "I"), ("f2", "e"), ("f4", "f"), ("f8", "d"), ("c8", "Zf"), ("c16", "Zd"),
  ]
  for (string, code) in typeStrings {
    for mark in ["", "=", "<", "|"] { accepted[mark + string] = code }
    accepted[">" + string] = (ofOneByte.contains(code) ? "" : ">") + code
  }
  // Integers of 8 bytes are `l` to NumPy here; the other order has `q` only.
  for (string, code, swapped) in [("i8", "l", ">q"), ("u8", "L", ">Q")] {
    for mark in ["", "=", "<", "|"] { accepted[mark + string] = code }
    accepted[">" + string] = swapped
  }
  return accepted
}()

@Test func everyTextUpToTwoBytesIsAFormatOrRefused() {
  #expect(canonical([]) == nil)
  for first in UInt8.min...UInt8.max {
    check([first])
    for second in UInt8.min...UInt8.max { check([first, second]) }
  }
}

@Test func everyTextOfThreeLettersOfFormatsIsAFormatOrRefused() {
  let letters = Array("@=<>!|?cbBhHiIlLqQnNefdZFDuST12348".utf8)
  for first in letters {
    for second in letters {
      for third in letters { check([first, second, third]) }
    }
  }
}

/// Strings and records are compared with `struct` and NumPy in tests/test_record_formats.py. White
/// space and a count of 1 mean nothing, as in `struct`.
private func check(_ text: [UInt8]) {
  let plain = text.filter { byte in !(9...13).contains(byte) && byte != 32 && byte != 49 }
  let expected =
    accepted[String(decoding: text, as: UTF8.self)]
    ?? accepted[String(decoding: plain, as: UTF8.self)]
  let found = canonical(text)
  if found != expected,
    accepted[String(decoding: text, as: UTF8.self)] != nil || !isDescribed(found)
  {
    Issue.record("\(text): \(found ?? "refused") instead of \(expected ?? "refused")")
  }
}

/// Whether a canonical text is that of a string or a record.
private func isDescribed(_ text: String?) -> Bool {
  Interpreter.run {
    do throws(Failure) {
      return try text.map { text throws(Failure) in try ElementFormat(text.utf8).isDescribed }
        ?? true
    } catch {
      error.forget()
      return false
    }
  }
}

@Test(arguments: ["c16", "<c16", ">c16", "=c16", "|c16"])
func complexNumbersOf16Bytes(text: String) {
  #expect(canonical(text.utf8) == accepted[text])
}

@Test(arguments: names.keys)
func namesOfNumPy(code: String) {
  for name in names[code] ?? [] {
    #expect(canonical(name.utf8) == code, "\(name)")
    for mark in ["@", "=", "<", ">", "!", "|"] { #expect(canonical((mark + name).utf8) == nil) }
  }
}

@Test(arguments: [
  "int128", "float128", "Int16", "int16 ", " int16", "int1", "object", "str", "bytes", "c4", "f16",
  "i16", "@i2", "!i2", "(2)h", "x", "p", "P", "u", "w", "Zh",
])
func refusedTexts(text: String) {
  #expect(canonical(text.utf8) == nil)
}

@Test(arguments: [
  ("", "format: '' names no element"),
  (">", "format: '>' names no element"),
  ("<y", "format: unknown element code 'y' in '<y'"),
  ("<n", "format: code 'n' has no standard size and takes no byte order, in '<n'"),
  ("4k", "format: '4k' is not an element code or NumPy name"),
  ("int17", "format: 'int17' is not an element code or NumPy name"),
])
func refusalsSayWhatIsWrong(text: String, message: String) {
  let exception = raised { () throws(Failure) in _ = try ElementFormat(text.utf8) }
  #expect(exception == Raised(type: "ValueError", text: message))
}

@Test func aLongTextIsCutOffInTheMessage() {
  let text = String(repeating: "y", count: 81)
  let shown = String(repeating: "y", count: 80) + "..."
  let exception = raised { () throws(Failure) in _ = try ElementFormat(text.utf8) }
  #expect(exception?.text == "format: '\(shown)' is not an element code or NumPy name")
}

@Test(arguments: Set(accepted.values))
func canonicalTexts(text: String) throws {
  let format = try ElementFormat(text.utf8)
  #expect("\(format.text)" == text)
  #expect(format.isSwapped == text.hasPrefix(">"))
  guard let code = text.last, !text.contains("Z") else {
    let halves = text.hasSuffix("f") ? 4 : 8
    #expect(format.itemSize == 2 * halves)
    #expect(format.kind.componentSize.byteCount == halves)
    return
  }
  if code == "3" {
    // `struct` has no such code.
    #expect(format.itemSize == 3)
    #expect(format.kind == (text.contains("i") ? .int24 : .uint24))
    return
  }
  let size = try Interpreter.run { () throws(Failure) in
    try Python.repr("struct.calcsize('\(text)')")
  }
  #expect("\(format.itemSize)" == size)
  #expect(format.kind.componentSize.byteCount == format.itemSize)
  #expect(format.kind == kinds[code])
}

private let kinds: [Character: ElementKind] = [
  "?": .truth, "c": .character, "b": .int8, "B": .uint8, "h": .int16, "H": .uint16, "i": .int32,
  "I": .uint32, "l": .int64, "L": .uint64, "q": .int64, "Q": .uint64, "n": .int64, "N": .uint64,
  "e": .half, "f": .float, "d": .double,
]

@Test func equalFormatsAreThoseOfOneText() throws {
  for (left, leftText) in accepted {
    for (right, rightText) in accepted {
      let isEqual = try ElementFormat(left.utf8) == ElementFormat(right.utf8)
      if isEqual != (leftText == rightText) { Issue.record("\(left) and \(right)") }
    }
  }
}

@Test(arguments: [
  ("l", "q", true), ("n", "q", true), ("N", "L", true), (">q", ">q", true), ("q", ">q", false),
  ("h", ">h", false), ("q", "Q", false), ("i", "f", false), ("b", "c", false), ("B", "?", false),
  ("Zf", "d", false), ("Zf", ">Zf", false), ("h", "e", false),
])
func formatsWithTheSameBits(left: String, right: String, areSame: Bool) throws {
  let left = try ElementFormat(left.utf8)
  let right = try ElementFormat(right.utf8)
  #expect(left.hasSameRepresentation(as: right) == areSame)
  #expect(right.hasSameRepresentation(as: left) == areSame)
}

@Test func aLetterIsTheNumberOfItsCode() {
  var found = 0
  for number in UInt8.min...UInt8.max {
    guard let code = ElementCode(letter: number) else { continue }
    found += 1
    #expect(code.texts.native.description == String(UnicodeScalar(number)))
  }
  #expect(found == 17)
  for letter in "?cbBhHiIlLqQnNefd".utf8 { #expect(ElementCode(letter: letter) != nil) }
}

@Test func theCodeOfAKindIsOfThatKind() {
  var number: UInt8 = 0
  while let kind = ElementKind(rawValue: number) {
    #expect(kind.code.kind == kind)
    number += 1
  }
  #expect(number == 20)
}
