import Testing

@testable import BufferProtocol

@Test func elementsMoveBetweenMemoryOfAnyAlignmentAndSwapTheirComponents() {
  check(Truth.self)
  check(Character8.self)
  check(Int8.self)
  check(UInt8.self)
  check(Int16.self)
  check(UInt16.self)
  check(Int24.self)
  check(UInt24.self)
  check(Int32.self)
  check(UInt32.self)
  check(Int64.self)
  check(UInt64.self)
  check(Half.self)
  check(Float.self)
  check(Double.self)
  check(Complex<Float>.self, components: 2)
  check(Complex<Double>.self, components: 2)
}

private func check<E: Element>(_ type: E.Type, components: Int = 1) {
  let size = MemoryLayout<E>.size
  let bytes = (0..<size).map { UInt8($0 * 7 + 1) }
  let swapped = stride(from: 0, to: size, by: size / components).flatMap {
    bytes[$0..<($0 + size / components)].reversed()
  }
  for shift in 0..<8 {
    let room = Array(repeating: UInt8(0xA5), count: shift)
    for (isSwapped, expected) in [(false, bytes), (true, swapped)] {
      var target = room + Array(repeating: 0, count: size) + room
      unsafe (room + bytes).withUnsafeBytes { source in
        unsafe target.withUnsafeMutableBytes { target in
          let source = unsafe source.baseAddress.unsafelyUnwrapped + shift
          let place = unsafe target.baseAddress.unsafelyUnwrapped + shift
          unsafe E.load(source, swapped: isSwapped).store(place, swapped: false)
        }
      }
      #expect(target == room + expected + room, "loading \(type)")
      unsafe (room + bytes).withUnsafeBytes { source in
        unsafe target.withUnsafeMutableBytes { target in
          let source = unsafe source.baseAddress.unsafelyUnwrapped + shift
          let place = unsafe target.baseAddress.unsafelyUnwrapped + shift
          unsafe E.load(source, swapped: false).store(place, swapped: isSwapped)
        }
      }
      #expect(target == room + expected + room, "storing \(type)")
    }
  }
}

@Test func elementsAreComparedByValue() {
  #expect(Truth.isEqual(of([2]), of([255])))
  #expect(!Truth.isEqual(of([0]), of([1])))
  #expect(!Character8.isEqual(of([2]), of([255])))
  #expect(Int16.isEqual(-2, -2) && !Int16.isEqual(-2, 2))
  #expect(Half.isEqual(Half(bits: 0), Half(bits: 0x8000)))
  #expect(!Half.isEqual(Half(bits: 0x7E00), Half(bits: 0x7E00)))
  #expect(!Half.isEqual(Half(bits: 1), Half(bits: 2)))
  #expect(Double.isEqual(0.0, -0.0) && !Double.isEqual(.nan, .nan))
  let number = Complex<Float>(real: 0.0, imaginary: 2)
  #expect(Complex.isEqual(number, Complex(real: -0.0, imaginary: 2)))
  #expect(!Complex.isEqual(number, Complex(real: 0.0, imaginary: -2)))
  #expect(!Complex.isEqual(number, Complex(real: 1, imaginary: 2)))
}

private func of<E: Element>(_ bytes: [UInt8]) -> E {
  unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: E.self) }
}
