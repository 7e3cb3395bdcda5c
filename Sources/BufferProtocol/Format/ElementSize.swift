/// The size of one element or component. Loops choose their type by it, so that the compiler finds
/// every place that a new size affects.
package enum ElementSize: UInt8, Sendable {
  case one = 1
  case two = 2
  case three = 3
  case four = 4
  case eight = 8
  case sixteen = 16

  @inline(__always)
  package var byteCount: Int { Int(rawValue) }

  /// The size as a power of two; nil if it is not one.
  package var log: Int? {
    switch self {
    case .one: 0
    case .two: 1
    case .three: nil
    case .four: 2
    case .eight: 3
    case .sixteen: 4
    }
  }
}
