import Testing

@testable import BufferProtocol
@testable import WaveformCore

/// One format of each kind of number.
private let codes = ["?", "b", "B", "h", "H", "i", "I", "q", "Q", "e", "f", "d", "Zf", "Zd"]

@Test(arguments: codes)
func numbersOfAFormatHaveItsSize(code: String) throws {
  let format = try ElementFormat(code.utf8)
  let numbers = Numbers(format)
  #expect(numbers.number.size * numbers.components == format.itemSize)
  #expect(numbers.components == (code.hasPrefix("Z") ? 2 : 1))
  #expect(numbers.encoding == (code == "?" ? .truth : .plain))
}

@Test func theOtherByteOrderIsSwapped() throws {
  #expect(Numbers(try ElementFormat(">h".utf8)).encoding == .swapped)
}

@Test(arguments: codes)
func aChainEndsInTheNumbersOfItsTarget(code: String) throws {
  let target = try ElementFormat(code.utf8)
  for other in codes {
    let source = try ElementFormat(other.utf8)
    guard let conversion = unsafe Conversion(assigning: source, to: target) else { continue }
    let (components, number) = unsafe (conversion.chain.components, conversion.chain.number)
    unsafe #expect(components == conversion.target.components)
    unsafe #expect(number.size == conversion.target.number.size)
    // As many as its steps have room for.
    let count = unsafe conversion.chain.count
    #expect(count <= 6)
  }
}

@Test(arguments: [
  ("d", "h"), ("e", "Q"), ("Zd", "d"), ("Zf", "i"), ("c", "B"), ("B", "c"), ("d", "c"),
])
func someFormatsHoldNoValueOfOthers(source: String, target: String) throws {
  let (source, target) = (try ElementFormat(source.utf8), try ElementFormat(target.utf8))
  if unsafe Conversion(assigning: source, to: target) != nil { Issue.record("it holds some") }
}

@Test(
  arguments: [
    ("h", "i", nil), ("h", "b", 2), ("h", "B", 1), ("h", "e", nil), ("h", "?", nil), ("h", "H", 1),
  ] as [(String, String, Int?)])
func theFirstNumberThatDoesNotFit(source: String, target: String, expected: Int?) throws {
  let numbers: [Int16] = [5, -1, 300, -32768]
  let (source, target) = (try ElementFormat(source.utf8), try ElementFormat(target.utf8))
  guard let conversion = unsafe Conversion(assigning: source, to: target) else {
    Issue.record("it holds none")
    return
  }
  guard let fit = unsafe conversion.fit else {
    #expect(expected == nil)
    return
  }
  unsafe numbers.withUnsafeBytes { bytes in
    guard let start = unsafe bytes.baseAddress else { return }
    unsafe #expect(fit.firstOutside(start, 4) == expected)
    unsafe #expect(fit.includesAll(start, 4) == (expected == nil))
    unsafe #expect(fit.includesAll(start, 1))
  }
}
