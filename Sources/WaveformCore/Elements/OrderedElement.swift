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
    case .character, .complexFloat, .complexDouble, .bytes, .text, .record: nil
    }
  }
}

extension ElementFormat {
  /// Whether its elements have an order: all but characters and what has two components.
  package var hasOrder: Bool {
    kind != .character && !isDescribed && kind.componentSize == kind.size
  }
}

// MARK: - The elements

extension IntegerElement where Self: OrderedElement {
  func isLess(than other: Self) -> Bool { self < other }
  static var lowest: Self { .min }
  static var highest: Self { .max }
  var double: Double { Double(self) }
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
}

extension UInt24: OrderedElement {
  func isLess(than other: UInt24) -> Bool { value < other.value }
  static var lowest: UInt24 { UInt24(truncating: 0) }
  static var highest: UInt24 { UInt24(truncating: .max) }
  var double: Double { Double(value) }
}

extension OrderedElement where Self: BinaryFloatingPoint {
  func isLess(than other: Self) -> Bool { self < other }
  static var lowest: Self { -.infinity }
  static var highest: Self { .infinity }
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
  private var key: Int16 {
    let bits = Int16(bitPattern: bits)
    return bits ^ (bits >> 15 & 0x7FFF)
  }
}

extension Truth: OrderedElement {
  func isLess(than other: Truth) -> Bool { byte == 0 && other.byte != 0 }
  static var lowest: Truth { Truth(byte: 0) }
  static var highest: Truth { Truth(byte: 1) }
  var double: Double { byte == 0 ? 0 : 1 }
}
