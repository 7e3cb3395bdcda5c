import BufferProtocol

/// An element that can be ordered: a real number or a truth value.
protocol OrderedElement: Element {
  /// Whether it is less than `other`; false if either is a NaN, which is not ordered.
  func isLess(than other: Self) -> Bool

  /// The greatest and the least possible value.
  static var lowest: Self { get }
  static var highest: Self { get }

  /// The value as a number, rounded if it needs more than 53 bits.
  var double: Double { get }

  /// Widens `extremes` by a packed run in native byte order.
  static func widen(_ extremes: inout Extremes<Self>, by run: UnsafeRawPointer, _ count: Int)
}

/// The minimum and maximum of some elements; a NaN only if there are no other elements.
struct Extremes<E: OrderedElement> {
  var minimum = E.highest
  var maximum = E.lowest

  /// Whether it has seen no ordered element.
  var isEmpty: Bool { maximum.isLess(than: minimum) }

  @inline(__always)
  mutating func widen(minimum least: E, maximum greatest: E) {
    minimum = least.isLess(than: minimum) ? least : minimum
    maximum = maximum.isLess(than: greatest) ? greatest : maximum
  }

  @inline(__always)
  mutating func widen(by element: E) { widen(minimum: element, maximum: element) }
}

extension OrderedElement {
  /// For floating point. The order of operands decides what happens to a NaN, so the compiler
  /// preserves it and does not vectorize; four extremes side by side give it vectors.
  @inline(__always)
  static func widenInLanes(
    _ extremes: inout Extremes<Self>, by run: UnsafeRawPointer, _ count: Int
  ) {
    var minima = InlineArray<4, Self>(repeating: extremes.minimum)
    var maxima = InlineArray<4, Self>(repeating: extremes.maximum)
    var next = unsafe run
    for _ in 0..<(count / 4) {
      for lane in 0..<4 {
        let element = unsafe load(next + lane &* MemoryLayout<Self>.size, swapped: false)
        minima[lane] = element.isLess(than: minima[lane]) ? element : minima[lane]
        maxima[lane] = maxima[lane].isLess(than: element) ? element : maxima[lane]
      }
      unsafe next += 4 &* MemoryLayout<Self>.size
    }
    for lane in 0..<4 {
      // A lane that has seen no number holds values that change neither extreme.
      extremes.widen(minimum: minima[lane], maximum: maxima[lane])
    }
    for index in 0..<(count & 3) {
      extremes.widen(by: unsafe load(next + index &* MemoryLayout<Self>.size, swapped: false))
    }
  }
}

/// An operation that is written once for every ordered element type.
protocol OrderedVisitor {
  associatedtype Result
  func visit<E: OrderedElement>(_ type: E.Type) throws(Failure) -> Result
}

extension ElementKind {
  /// Runs the operation for this kind's type; returns nil without running it if it cannot be
  /// ordered.
  @inline(__always)
  func visitOrdered<Visitor: OrderedVisitor>(
    _ visitor: Visitor
  ) throws(Failure) -> Visitor.Result? {
    switch self {
    case .truth: try visitor.visit(Truth.self)
    case .int8: try visitor.visit(Int8.self)
    case .uint8: try visitor.visit(UInt8.self)
    case .int16: try visitor.visit(Int16.self)
    case .uint16: try visitor.visit(UInt16.self)
    case .int24: try visitor.visit(Int24.self)
    case .uint24: try visitor.visit(UInt24.self)
    case .int32: try visitor.visit(Int32.self)
    case .uint32: try visitor.visit(UInt32.self)
    case .int64: try visitor.visit(Int64.self)
    case .uint64: try visitor.visit(UInt64.self)
    case .half: try visitor.visit(Half.self)
    case .float: try visitor.visit(Float.self)
    case .double: try visitor.visit(Double.self)
    case .character, .complexFloat, .complexDouble: nil
    }
  }
}

extension ElementFormat {
  /// Whether its elements can be ordered: all except characters and complex numbers.
  package var hasOrder: Bool { kind != .character && kind.componentSize == kind.size }
}

// MARK: - The elements

extension IntegerElement where Self: OrderedElement, Magnitude: BitwiseCopyable {
  func isLess(than other: Self) -> Bool { self < other }
  static var lowest: Self { .min }
  static var highest: Self { .max }
  var double: Double { Double(self) }

  static func widen(_ extremes: inout Extremes<Self>, by run: UnsafeRawPointer, _ count: Int) {
    let sign: Magnitude = isSigned ? 1 << Magnitude(bitWidth - 1) : 0
    var low = Magnitude(truncatingIfNeeded: extremes.minimum) ^ sign
    var high = Magnitude(truncatingIfNeeded: extremes.maximum) ^ sign
    unsafe widenBits(&low, &high, by: run, count, sign: sign)
    extremes = Extremes(
      minimum: Self(truncatingIfNeeded: low ^ sign), maximum: Self(truncatingIfNeeded: high ^ sign))
  }
}

/// With the sign bit flipped, signed numbers have the order of unsigned ones, so there is one loop
/// for each size, which the compiler vectorizes.
@inline(never)
private func widenBits<Bits: UnsignedInteger & FixedWidthInteger & BitwiseCopyable>(
  _ low: inout Bits, _ high: inout Bits, by run: UnsafeRawPointer, _ count: Int, sign: Bits
) {
  var (least, greatest) = (low, high)
  for index in 0..<count {
    let place = unsafe run + index &* MemoryLayout<Bits>.size
    let bits = unsafe place.loadUnaligned(as: Bits.self) ^ sign
    least = min(least, bits)
    greatest = max(greatest, bits)
  }
  (low, high) = (least, greatest)
}

extension Int8: OrderedElement {}
extension UInt8: OrderedElement {}
extension Int16: OrderedElement {}
extension UInt16: OrderedElement {}
extension Int32: OrderedElement {}
extension UInt32: OrderedElement {}
extension Int64: OrderedElement {}
extension UInt64: OrderedElement {}

extension Int24: OrderedElement {
  func isLess(than other: Int24) -> Bool { value < other.value }
  static var lowest: Int24 { Int24(truncating: -1 << 23) }
  static var highest: Int24 { Int24(truncating: 1 << 23 - 1) }
  var double: Double { Double(value) }

  static func widen(_ extremes: inout Extremes<Int24>, by run: UnsafeRawPointer, _ count: Int) {
    var (low, high) = (extremes.minimum.value, extremes.maximum.value)
    for index in 0..<count {
      let value = unsafe load(run + 3 &* index, swapped: false).value
      low = min(low, value)
      high = max(high, value)
    }
    extremes = Extremes(minimum: Int24(truncating: low), maximum: Int24(truncating: high))
  }
}

extension UInt24: OrderedElement {
  func isLess(than other: UInt24) -> Bool { value < other.value }
  static var lowest: UInt24 { UInt24(truncating: 0) }
  static var highest: UInt24 { UInt24(truncating: .max) }
  var double: Double { Double(value) }

  static func widen(_ extremes: inout Extremes<UInt24>, by run: UnsafeRawPointer, _ count: Int) {
    var (low, high) = (extremes.minimum.value, extremes.maximum.value)
    for index in 0..<count {
      let value = unsafe load(run + 3 &* index, swapped: false).value
      low = min(low, value)
      high = max(high, value)
    }
    extremes = Extremes(minimum: UInt24(truncating: low), maximum: UInt24(truncating: high))
  }
}

extension OrderedElement where Self: BinaryFloatingPoint {
  func isLess(than other: Self) -> Bool { self < other }
  static var lowest: Self { -.infinity }
  static var highest: Self { .infinity }
  static func widen(_ extremes: inout Extremes<Self>, by run: UnsafeRawPointer, _ count: Int) {
    unsafe widenInLanes(&extremes, by: run, count)
  }
}

extension Float: OrderedElement {}
extension Double: OrderedElement {}

extension Half: OrderedElement {
  func isLess(than other: Half) -> Bool { !isNaN && !other.isNaN && key < other.key }
  static var lowest: Half { Half(bits: 0xFC00) }
  static var highest: Half { Half(bits: 0x7C00) }

  private var isNaN: Bool { bits & 0x7FFF > 0x7C00 }

  /// An integer in the order of the values: the bits already are, except for the sign (IEEE 754,
  /// 3.4).
  private var key: Int16 { Half.flipped(Int16(bitPattern: bits)) }
  private init(key: Int16) { self.init(bits: UInt16(bitPattern: Half.flipped(key))) }
  private static func flipped(_ bits: Int16) -> Int16 { bits ^ (bits >> 15 & 0x7FFF) }

  /// By integers, which the compiler vectorizes.
  static func widen(_ extremes: inout Extremes<Half>, by run: UnsafeRawPointer, _ count: Int) {
    var (low, high) = (extremes.minimum.key, extremes.maximum.key)
    for index in 0..<count {
      let element = unsafe load(run + index &* MemoryLayout<Half>.size, swapped: false)
      low = min(low, element.isNaN ? .max : element.key)
      high = max(high, element.isNaN ? .min : element.key)
    }
    extremes = Extremes(minimum: Half(key: low), maximum: Half(key: high))
  }
}

extension Truth: OrderedElement {
  func isLess(than other: Truth) -> Bool { byte == 0 && other.byte != 0 }
  static var lowest: Truth { Truth(byte: 0) }
  static var highest: Truth { Truth(byte: 1) }
  var double: Double { byte == 0 ? 0 : 1 }

  /// By the bytes; any except zero becomes 1.
  static func widen(_ extremes: inout Extremes<Truth>, by run: UnsafeRawPointer, _ count: Int) {
    var (low, high) = (extremes.minimum.byte, extremes.maximum.byte)
    unsafe widenBits(&low, &high, by: run, count, sign: 0)
    extremes = Extremes(minimum: Truth(byte: min(low, 1)), maximum: Truth(byte: min(high, 1)))
  }
}
