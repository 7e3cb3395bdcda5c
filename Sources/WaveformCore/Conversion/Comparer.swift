import BufferProtocol
import CPython
import VectorLoops

/// Equality of values, block by block, with Python's rules: exact, and a NaN equals nothing.
@unsafe
struct Comparer: ~Copyable {
  /// One of the two operands: its elements, and a conversion to numbers that both share.
  @unsafe
  struct Operand: ~Copyable {
    let elements: Elements
    let numbers: Numbers
    var chain: Chain

    init(_ typed: TypedElements) {
      unsafe elements = unsafe typed.elements
      unsafe numbers = Numbers(typed.format)
      unsafe chain = unsafe Chain(numbers)
    }

    /// Whether blocks need no scratch in a run of this stride.
    func isInPlace(_ stride: Int) -> Bool {
      unsafe chain.count == 0 && numbers.encoding == .plain && stride == elements.layout.itemSize
    }

    /// The numbers of a block; `scratch` has `slots`.
    func numbers(
      _ start: UnsafeRawPointer, _ stride: Int, _ count: Int, _ scratch: ConversionScratch
    ) -> UnsafeRawPointer {
      let reader = unsafe BlockReader(
        stride: stride, size: elements.layout.size, numbers: numbers, isCopied: false,
        scratch: scratch)
      return unsafe chain.run(
        reader.read(start, count), count, to: scratch.slot(4), scratch: scratch.from(2))
    }

    static var slots: Int { 5 }
  }

  /// How blocks are compared.
  enum Test: UInt8 {
    case bits, floats, doubles, signedAndUnsigned, unsignedAndSigned, signedAndDouble,
      unsignedAndDouble
    /// Integers of 64 bits with the real parts of complex numbers, whose imaginary parts are zero.
    case signedAndComplex, unsignedAndComplex
  }

  private var left: Operand
  private var right: Operand
  private let test: Test
  /// The quantity of numbers for each element in the comparison.
  private let components: Int

  init(_ left: TypedElements, _ right: TypedElements) {
    // If one of them is a 64-bit integer, it is on the left.
    let isReversed =
      unsafe Numbers(right.format).number.isLong && !Numbers(left.format).number.isLong
    var first = unsafe Operand(isReversed ? right : left)
    var second = unsafe Operand(isReversed ? left : right)
    unsafe test = unsafe Self.meet(&first.chain, &second.chain)
    unsafe components = unsafe first.chain.components
    unsafe self.left = unsafe first
    unsafe self.right = unsafe second
  }

  /// Extends the chains so that they end in the same numbers, or in those that a test accepts.
  private static func meet(_ left: inout Chain, _ right: inout Chain) -> Test {
    let (a, b) = unsafe (left.number, right.number)
    if a.isLong {
      if b.isInteger {
        // Unsigned numbers all fit; for signed ones the sign is checked.
        let isMixed = a.isSigned != b.isSigned && (a == .uint64 || b == .uint64)
        unsafe right.convert(to: b.isSigned ? .int64 : .uint64)
        guard isMixed else { return .bits }
        return a.isSigned ? .signedAndUnsigned : .unsignedAndSigned
      }
      unsafe right.convert(to: .double)
      if unsafe right.components == 2 {
        return a.isSigned ? .signedAndComplex : .unsignedAndComplex
      }
      return a.isSigned ? .signedAndDouble : .unsignedAndDouble
    }
    let common = a.common(with: b)
    unsafe left.convert(to: common)
    unsafe right.convert(to: common)
    if unsafe left.components != right.components {
      unsafe left.makeComplex()
      unsafe right.makeComplex()
    }
    switch common {
    case .float: return .floats
    case .double: return .doubles
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .half: return .bits
    }
  }

  /// Whether all elements are equal. Stops at the first difference.
  func areEqual() throws(Failure) -> Bool {
    var isEqual = true
    let byteCount = unsafe max(left.elements.layout.byteCount, right.elements.layout.byteCount)
    // Allocated with the GIL, because running out of memory raises.
    unsafe try withScratchIfNeeded { scratch throws(Failure) in
      try LongWork.run(byteCount: byteCount) { work throws(Failure) in
        isEqual = unsafe try areEqual(work, scratch)
      }
    }
    return isEqual
  }

  private func areEqual(
    _ work: LongWork, _ scratch: ConversionScratch
  ) throws(Failure) -> Bool {
    var isEqual = true
    let longest = unsafe ConversionScratch.longest(components: widest)
    unsafe try left.elements.layout.forEachRun(with: right.elements.layout) {
      (run, otherRun, count) throws(Failure) in
      var next = unsafe UnsafeRawPointer(left.elements.start) + run.offset
      var other = unsafe UnsafeRawPointer(right.elements.start) + otherRun.offset
      let isInPlace = unsafe left.isInPlace(run.stride) && right.isInPlace(otherRun.stride)
      var rest = count
      while rest > 0, isEqual {
        let length = min(rest, isInPlace ? 1 << 16 : longest)
        let some = unsafe left.numbers(next, run.stride, length, scratch)
        let others = unsafe right.numbers(
          other, otherRun.stride, length, scratch.from(Operand.slots))
        isEqual = unsafe areEqual(some, others, length, scratch)
        try work.did(length)
        unsafe next += length &* run.stride
        unsafe other += length &* otherRun.stride
        rest &-= length
      }
    }
    return isEqual
  }

  /// The most numbers of an element of either side.
  private var widest: Int { unsafe max(left.chain.components, right.chain.components) }

  private func areEqual(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int,
    _ scratch: ConversionScratch
  ) -> Bool {
    let numbers = unsafe count &* components
    switch unsafe test {
    case .bits: return unsafe memcmp(left, right, numbers &* self.left.chain.number.size) == 0
    case .floats: return unsafe swiftbuf_equal_floats(left, right, numbers) != 0
    case .doubles: return unsafe swiftbuf_equal_doubles(left, right, numbers) != 0
    case .signedAndUnsigned: return unsafe swiftbuf_equal_i64_u64(left, right, numbers) != 0
    case .unsignedAndSigned: return unsafe swiftbuf_equal_i64_u64(right, left, numbers) != 0
    case .signedAndDouble: return unsafe swiftbuf_equal_i64_f64(left, right, numbers) != 0
    case .unsignedAndDouble: return unsafe swiftbuf_equal_u64_f64(left, right, numbers) != 0
    case .signedAndComplex, .unsignedAndComplex:
      // This slot is free, because the left chain has no loops.
      let parts = unsafe scratch.slot(2)
      unsafe copyRun(parts, 8, right + 8, 16, count, .eight)
      let zeros = unsafe swiftbuf_first(3, parts, count, Number.double.magnitudeMask, 0, 1)
      guard zeros == count else { return false }
      unsafe copyRun(parts, 8, right, 16, count, .eight)
      return unsafe test == .signedAndComplex
        ? swiftbuf_equal_i64_f64(left, parts, count) != 0
        : swiftbuf_equal_u64_f64(left, parts, count) != 0
    }
  }

  /// Most memory is compared in place, which needs no slots.
  private func withScratchIfNeeded(
    _ body: (ConversionScratch) throws(Failure) -> Void
  ) throws(Failure) {
    let needsParts: Bool
    switch unsafe test {
    case .signedAndComplex, .unsignedAndComplex: needsParts = true
    case .bits, .floats, .doubles, .signedAndUnsigned, .unsignedAndSigned, .signedAndDouble,
      .unsignedAndDouble:
      needsParts = false
    }
    let isInPlace = unsafe !needsParts && left.isPacked && right.isPacked
    guard !isInPlace else { return unsafe try body(.none(left.elements.start)) }
    unsafe try ConversionScratch.with(
      slots: 2 &* Operand.slots, elements: left.elements.layout.count, components: widest, body)
  }
}

extension Comparer.Operand {
  /// Whether every run is packed. The stride of a single element is arbitrary.
  fileprivate var isPacked: Bool {
    unsafe elements.layout.count > 1 && elements.layout.isCContiguous
      && isInPlace(elements.layout.itemSize)
  }
}

extension Number {
  /// An integer that may not be exact in float64.
  fileprivate var isLong: Bool { isInteger && size == 8 }

  /// The smallest number in which both are exact; neither is long.
  fileprivate func common(with other: Number) -> Number {
    if self == other { return self == .half ? .float : self }
    guard isInteger, other.isInteger else {
      let isShort =
        size + other.size <= 6 && (!isInteger || size < 4) && (!other.isInteger || other.size < 4)
      return isShort ? .float : .double
    }
    if isSigned == other.isSigned { return size > other.size ? self : other }
    let (signed, unsigned) = isSigned ? (self, other) : (other, self)
    if signed.size > unsigned.size { return signed }
    switch unsigned.size {
    case 1: return .int16
    case 2: return .int32
    default: return .int64
    }
  }
}
