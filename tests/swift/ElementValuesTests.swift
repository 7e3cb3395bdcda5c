import CPython
import Testing

@testable import BufferProtocol

// Elements to and from Python, against what `struct` does with them.

/// Formats with Python values that they hold exactly.
private let exact: [(formats: [String], values: [String])] = [
  (["b"], ["-128", "-1", "0", "127", "True"]),
  (["B"], ["0", "1", "255"]),
  (["h", ">h"], ["-2**15", "-2", "0", "258", "2**15 - 1"]),
  (["H", ">H"], ["0", "258", "2**16 - 1"]),
  (["i", ">i"], ["-2**31", "-2", "0", "16909060", "2**31 - 1"]),
  (["I", ">I"], ["0", "16909060", "2**32 - 1"]),
  (["l", "q", "n", ">q"], ["-2**63", "-2", "0", "72623859790382856", "2**63 - 1"]),
  (["L", "Q", "N", ">Q"], ["0", "72623859790382856", "2**63", "2**64 - 1"]),
  (["e", ">e"], ["0.0", "-0.0", "1.5", "-65504.0", "2.0**-24", "float('-inf')", "float('nan')"]),
  (["f", ">f"], ["0.0", "-0.0", "1.5", "2.0**-149", "float('-inf')", "float('nan')"]),
  (["d", ">d"], ["0.0", "-0.0", "0.1", "1.7976931348623157e308", "float('nan')", "5e-324"]),
  (["?"], ["True", "False"]),
  (["c"], ["b'a'", "b'\\x00'", "b'\\xff'"]),
]

@Test func valuesAreStoredAndLoadedAsByStruct() throws {
  for (formats, values) in exact {
    for format in formats {
      for value in values {
        try check(format, value, packed: "struct.pack('\(format)', \(value))")
      }
    }
  }
}

@Test(arguments: ["", ">"], ["f", "d"])
func complexNumbersAreTwoFloatsEachInTheByteOrder(mark: String, half: String) throws {
  for (value, parts) in [("1.5-2j", "1.5, -2"), ("complex(-0.0, 0.25)", "-0.0, 0.25")] {
    try check("\(mark)Z\(half)", value, packed: "struct.pack('\(mark)2\(half)', \(parts))")
  }
}

/// That `value` has these bytes in `format`, and that they read as the same value again.
private func check(_ format: String, _ value: String, packed: String) throws {
  try Interpreter.run { () throws(Failure) in
    let bytes = try Python.bytes(packed)
    let stored = try stored(value, as: format, over: bytes.count)
    let loaded = try loaded(bytes, as: format)
    let expected = try Python.repr(value == "True" && format == "b" ? "1" : value)
    #expect(stored == bytes + [0xA5], "\(value) as \(format)")
    #expect(loaded == expected, "\(format)")
  }
}

/// Memory of `size` bytes and one more, all 0xA5, after a Python value has been stored in it.
private func stored(
  _ value: String, as format: String, over size: Int
) throws(Failure) -> [UInt8] {
  let object = try Python.evaluate(value)
  let format = try ElementFormat(format.utf8)
  var memory = Array(repeating: UInt8(0xA5), count: size + 1)
  unsafe try memory.withUnsafeMutableBufferPointer { memory throws(Failure) in
    unsafe try format.store(object.object, memory.baseAddress.unsafelyUnwrapped)
  }
  return memory
}

/// What Python shows for the element that the bytes are.
private func loaded(_ bytes: [UInt8], as format: String) throws(Failure) -> String {
  let format = try ElementFormat(format.utf8)
  return unsafe try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
    let object = unsafe try format.load(bytes.baseAddress.unsafelyUnwrapped)
    return Python.repr(object.object)
  }
}

@Test(arguments: [
  ("e", "2049"), ("e", "2051"), ("e", "1 + 2**-11"), ("e", "65519.99"), ("e", "3 * 2**-26"),
  (">e", "0.1"), ("f", "0.1"), (">f", "16777217"), ("f", "2.0**-150"), ("d", "2**53 + 1"),
])
func numbersAreRoundedAsByStruct(format: String, value: String) throws {
  try Interpreter.run { () throws(Failure) in
    let bytes = try Python.bytes("struct.pack('\(format)', \(value))")
    let stored = try stored(value, as: format, over: bytes.count)
    #expect(stored == bytes + [0xA5])
  }
}

/// As in memoryview; `struct` refuses it.
@Test func aNumberTooLargeForAFloatIsInfinite() throws {
  try Interpreter.run { () throws(Failure) in
    let stored = try stored("-1e39", as: "f", over: 4)
    let infinity = try Python.bytes("struct.pack('f', float('-inf'))")
    #expect(stored == infinity + [0xA5])
  }
}

@Test func anyByteButZeroIsTrue() throws {
  try Interpreter.run { () throws(Failure) in
    for byte in UInt8.min...UInt8.max {
      let loaded = try loaded([byte], as: "?")
      #expect(loaded == (byte == 0 ? "False" : "True"))
    }
    for (value, byte) in [("[]", 0), ("[0]", 1), ("0.5", 1), ("None", 0)] as [(String, UInt8)] {
      let stored = try stored(value, as: "?", over: 1)
      #expect(stored == [byte, 0xA5])
    }
  }
}

private let ranges = [
  "b": ("-2**7", "2**7 - 1"), "B": ("0", "2**8 - 1"), "h": ("-2**15", "2**15 - 1"),
  "H": ("0", "2**16 - 1"), "i": ("-2**31", "2**31 - 1"), "I": ("0", "2**32 - 1"),
  "l": ("-2**63", "2**63 - 1"), "L": ("0", "2**64 - 1"), "q": ("-2**63", "2**63 - 1"),
  "Q": ("0", "2**64 - 1"), "n": ("-2**63", "2**63 - 1"), "N": ("0", "2**64 - 1"),
  ">h": ("-2**15", "2**15 - 1"), ">Q": ("0", "2**64 - 1"),
]

@Test(arguments: ranges.keys)
func integersOutOfRangeAreAValueErrorAndNothingIsWritten(format: String) throws {
  let (least, greatest) = try #require(ranges[format])
  for value in ["\(least) - 1", "\(greatest) + 1", "-2**70", "2**70"] {
    let shown = try Interpreter.run { () throws(Failure) in try Python.repr(value) }
    try expectRefusal(
      of: value, as: format, "ValueError",
      "value: \(shown) is out of range for format '\(format)'")
  }
}

@Test(arguments: [
  ("h", "1.0", "value: 1.0 is not an integer, which format 'h' holds"),
  ("B", "'1'", "value: '1' is not an integer, which format 'B' holds"),
  (">d", "'1'", "value: '1' is not a real number, which format '>d' holds"),
  ("e", "1j", "value: 1j is not a real number, which format 'e' holds"),
  ("Zf", "'1j'", "value: '1j' is not a number"),
  ("Zd", "[]", "value: an object of type list is not a number, which format 'Zd' holds"),
  ("c", "97", "value: 97 is not a bytes object of length 1, which format 'c' holds"),
  ("c", "'a'", "value: 'a' is not a bytes object of length 1, which format 'c' holds"),
])
func valuesOfTheWrongTypeAreATypeErrorAndNothingIsWritten(
  format: String, value: String, message: String
) throws {
  try expectRefusal(of: value, as: format, "TypeError", message)
}

private let zeros = String(repeating: "0", count: 79)

@Test(arguments: [
  ("e", "65520", "value: 65520 is out of range for format 'e'"),
  (">e", "-1e300", "value: -1e+300 is out of range for format '>e'"),
  ("c", "b''", "value: b'' is out of range for format 'c'"),
  ("c", "b'ab'", "value: b'ab' is out of range for format 'c'"),
  ("d", "10**309", "value: 1\(zeros)... is out of range for format 'd'"),
])
func valuesThatDoNotFitAreAValueErrorAndNothingIsWritten(
  format: String, value: String, message: String
) throws {
  try expectRefusal(of: value, as: format, "ValueError", message)
}

private func expectRefusal(
  of value: String, as format: String, _ type: String, _ message: String
) throws {
  var memory = Array(repeating: UInt8(0xA5), count: 16)
  let exception = raised { () throws(Failure) in
    let object = try Python.evaluate(value)
    let format = try ElementFormat(format.utf8)
    unsafe try memory.withUnsafeMutableBufferPointer { memory throws(Failure) in
      unsafe try format.store(object.object, memory.baseAddress.unsafelyUnwrapped)
    }
  }
  #expect(exception == Raised(type: type, text: message))
  #expect(memory == Array(repeating: 0xA5, count: 16))
}
