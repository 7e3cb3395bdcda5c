/// The size of one element or component. Loops choose their type by it, so that the compiler finds
/// every place that a new size affects.
package enum ElementSize: UInt8, Sendable {
  case one = 1
  case two = 2
  case three = 3
  case four = 4
  case eight = 8
  case sixteen = 16
  /// Those of a string or a record: as many as the layout says.
  case other = 0

  /// Zero of `other`.
  @inline(__always)
  package var byteCount: Int { Int(rawValue) }
}
