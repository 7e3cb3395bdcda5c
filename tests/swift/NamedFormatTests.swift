import Testing

@testable import BufferProtocol

@Test(
  arguments: [
    (.truth, "?", nil), (.character, "c", nil), (.int8, "b", nil), (.uint8, "B", nil),
    (.int16, "h", ">h"), (.uint16, "H", ">H"), (.int32, "i", ">i"), (.uint32, "I", ">I"),
    (.int64, "l", ">q"), (.uint64, "L", ">Q"), (.half, "e", ">e"), (.float, "f", ">f"),
    (.int24, "i3", ">i3"), (.uint24, "u3", ">u3"), (.double, "d", ">d"),
    (.complexFloat, "Zf", ">Zf"), (.complexDouble, "Zd", ">Zd"),
  ] as [(ElementFormat, String, String?)])
func formatsWithANameInSwift(format: ElementFormat, text: String, swapped: String?) throws {
  #expect("\(format.text)" == text)
  #expect("\(format.byteSwapped.text)" == swapped ?? text)
  #expect(format.byteSwapped.byteSwapped.hasSameRepresentation(as: format))
}

/// What Swift's integers of 8 bytes become is NumPy's 64-bit type.
@Test func formatsOfSwiftTypes() {
  check(Int8.self, "b")
  check(UInt8.self, "B")
  check(Int16.self, "h")
  check(UInt16.self, "H")
  check(Int32.self, "i")
  check(UInt32.self, "I")
  check(Int64.self, "l")
  check(UInt64.self, "L")
  check(Int.self, "l")
  check(UInt.self, "L")
  check(Float.self, "f")
  check(Double.self, "d")
}

private func check<Value: BufferElement>(_ type: Value.Type, _ text: String) {
  #expect("\(type.format.text)" == text)
  #expect(type.format.itemSize == MemoryLayout<Value>.size)
  #expect(type.format.itemSize == MemoryLayout<Value>.stride)
}
