/// How the bytes of one element are read and written: the types behind the codes. Several codes
/// share a kind (`l` and `q` are both 64 bits here).
package enum ElementKind: UInt8, Sendable {
  case truth, character
  case int8, uint8, int16, uint16, int24, uint24, int32, uint32, int64, uint64
  case half, float, double
  case complexFloat, complexDouble
  /// Of any size: what a description says (`FormatDescription`).
  case bytes, text, record
}

/// An operation that is written once for all element types.
package protocol ElementVisitor {
  associatedtype Result
  func visit<E: Element>(_ type: E.Type) throws(Failure) -> Result
  /// For strings and records, whose elements are not of one Swift type.
  func visitDescribed() throws(Failure) -> Result
}

extension ElementKind {
  /// Runs the operation for this kind's type. This is the only branch on the type: inside it, every
  /// loop is compiled for its own type.
  @inline(__always)
  package func visit<Visitor: ElementVisitor>(_ visitor: Visitor) throws(Failure) -> Visitor.Result
  {
    switch self {
    case .truth: try visitor.visit(Truth.self)
    case .character: try visitor.visit(Character8.self)
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
    case .complexFloat: try visitor.visit(Complex<Float>.self)
    case .complexDouble: try visitor.visit(Complex<Double>.self)
    case .bytes, .text, .record: try visitor.visitDescribed()
    }
  }

  /// Bytes of one element.
  package var size: ElementSize {
    switch self {
    case .truth, .character, .int8, .uint8: .one
    case .int16, .uint16, .half: .two
    case .int24, .uint24: .three
    case .int32, .uint32, .float: .four
    case .int64, .uint64, .double, .complexFloat: .eight
    case .complexDouble: .sixteen
    case .bytes, .text, .record: .other
    }
  }

  /// The bytes that a change of byte order reverses: a complex number has two such components.
  package var componentSize: ElementSize {
    switch self {
    case .complexFloat: .four
    case .complexDouble: .eight
    case .text: .four
    case .bytes: .one
    // Each field has its own.
    case .record: .other
    case .truth, .character, .int8, .uint8, .int16, .uint16, .int24, .uint24, .int32, .uint32,
      .int64, .uint64, .half, .float, .double:
      size
    }
  }

  /// What C aligns an element to (`struct`, "Byte Order, Size, and Alignment"), a power of two; a
  /// record is aligned as its fields are.
  var alignment: Int {
    switch componentSize {
    case .one, .three, .other: 1
    case .two, .four, .eight, .sixteen: componentSize.byteCount
    }
  }
}
