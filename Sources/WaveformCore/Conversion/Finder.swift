import BufferProtocol
import VectorLoops

/// A number to search for among elements.
package struct SearchValue {
  fileprivate enum Real {
    case integer(Int64)
    case double(Double)
  }

  fileprivate let real: Real
  fileprivate let imaginary: Double

  package init(_ value: Int64) {
    real = .integer(value)
    imaginary = 0
  }

  package init(_ value: Double, _ imaginary: Double = 0) {
    real = .double(value)
    self.imaginary = imaginary
  }
}

/// `value in w`: searches for the only bits of a number that equals the value, with Python's rules:
/// exact.
@unsafe
private struct Finder {
  /// The bits of a number that are compared, and their value.
  struct Pattern {
    let mask: UInt64
    let bits: UInt64
  }

  let numbers: Numbers
  let real: Pattern
  let imaginary: Pattern?

  /// nil if no element can equal the value.
  init?(_ value: SearchValue, in format: ElementFormat) {
    let numbers = Numbers(format)
    guard let real = Pattern(value.real, as: numbers.number) else { return nil }
    unsafe self.numbers = numbers
    unsafe self.real = real
    if numbers.components == 2 {
      guard let part = Pattern(.double(value.imaginary), as: numbers.number) else { return nil }
      unsafe imaginary = part
    } else {
      guard value.imaginary == 0 else { return nil }
      unsafe imaginary = nil
    }
  }

  /// Whether one of `count` elements at `block` is the number.
  func isAmong(_ block: UnsafeRawPointer, _ count: Int) -> Bool {
    guard let imaginary = unsafe imaginary else {
      let number = unsafe numbers.number
      return unsafe swiftbuf_first(
        CInt(number.sizeLog), block, count, real.mask, real.bits, 0) < count
    }
    return unsafe numbers.number == .float
      ? hasPair(of: UInt32.self, imaginary, block, count)
      : hasPair(of: UInt64.self, imaginary, block, count)
  }

  private func hasPair<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    of type: Bits.Type, _ imaginary: Pattern, _ block: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    let size = MemoryLayout<Bits>.size
    var next = unsafe block
    for _ in 0..<count {
      let first = unsafe next.loadUnaligned(as: type)
      let second = unsafe (next + size).loadUnaligned(as: type)
      if unsafe first & Bits(truncatingIfNeeded: real.mask) == Bits(truncatingIfNeeded: real.bits),
        second & Bits(truncatingIfNeeded: imaginary.mask)
          == Bits(truncatingIfNeeded: imaginary.bits)
      {
        return true
      }
      unsafe next += 2 &* size
    }
    return false
  }
}

extension Finder.Pattern {
  /// nil if no number of this kind equals the value.
  fileprivate init?(_ value: SearchValue.Real, as number: Number) {
    guard let found = number.isInteger ? number.integerBits(value) : number.floatBits(value) else {
      return nil
    }
    // Both zeros of floating point are equal.
    let isZero = found & number.magnitudeMask == 0
    mask = isZero ? number.magnitudeMask : .max
    bits = isZero ? 0 : found
  }
}

extension Number {
  fileprivate func integerBits(_ value: SearchValue.Real) -> UInt64? {
    let (low, high) = integerRange
    switch value {
    case .integer(let value):
      guard value >= low, value < 0 || UInt64(value) <= high else { return nil }
      // The low bits are the narrower integer.
      return UInt64(bitPattern: value)
    case .double(let value):
      if value >= -0x1p63, value < 0x1p63 {
        let integer = Int64(value)
        return Double(integer) == value ? integerBits(.integer(integer)) : nil
      }
      // From here on every float64 is an integer. `UInt64(exactly:)` would need `trunc` of libm.
      guard value >= 0, value < 0x1p64, UInt64(value) <= high else { return nil }
      return UInt64(value)
    }
  }

  fileprivate func floatBits(_ value: SearchValue.Real) -> UInt64? {
    let double: Double
    switch value {
    case .integer(let value):
      guard let exact = Double(exactly: value) else { return nil }
      double = exact
    case .double(let value): double = value
    }
    if self == .double { return double.isNaN ? nil : double.bitPattern }
    let float = Float(double)
    // A NaN never compares equal.
    guard Double(float) == double else { return nil }
    guard self == .half else { return UInt64(float.bitPattern) }
    guard let half = Half(rounding: double), half.double == double else { return nil }
    return UInt64(half.bits)
  }
}

extension TypedElements {
  /// Whether an element equals a number. The format is not `c`. The caller has pinned the memory;
  /// large memory is searched without the GIL.
  package func contains(_ value: SearchValue) throws(Failure) -> Bool {
    guard let finder = unsafe Finder(value, in: format) else { return false }
    let elements = unsafe elements
    var found = false
    // Taken with the GIL, as running out of memory raises.
    unsafe try ConversionScratch.with(
      slots: 2, elements: elements.layout.count, components: finder.numbers.components
    ) { scratch throws(Failure) in
      try LongWork.run(byteCount: unsafe elements.layout.byteCount) { work throws(Failure) in
        unsafe try elements.layout.forEachRun { (run, count) throws(Failure) in
          guard !found else { return }
          let reader = unsafe BlockReader(
            stride: run.stride, size: elements.layout.size, numbers: finder.numbers,
            isCopied: false, scratch: scratch)
          unsafe try reader.forEachBlock(elements.start + run.offset, count, work) {
            block, length in
            found = unsafe finder.isAmong(block, length)
            return found
          }
        }
      }
    }
    return found
  }
}
