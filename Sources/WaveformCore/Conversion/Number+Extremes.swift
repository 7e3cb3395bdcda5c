import BufferProtocol
import CPython

// The least and the greatest of some numbers, side by side in a pair of them.

extension Number {
  /// Stores the initial extremes of a block: for integers the first number; for floating point,
  /// where that may be a NaN, the infinities.
  func storeNeutralExtremes(_ pair: UnsafeMutableRawPointer, _ block: UnsafeRawPointer) {
    switch self {
    case .half:
      unsafe pair.storeBytes(of: Half.infinity, as: UInt16.self)
      unsafe (pair + 2).storeBytes(of: Half.infinity | 0x8000, as: UInt16.self)
    case .float:
      unsafe pair.storeBytes(of: Float.infinity, as: Float.self)
      unsafe (pair + 4).storeBytes(of: -Float.infinity, as: Float.self)
    case .double:
      unsafe pair.storeBytes(of: Double.infinity, as: Double.self)
      unsafe (pair + 8).storeBytes(of: -Double.infinity, as: Double.self)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64:
      unsafe storeBoth(pair, block)
    }
  }

  /// Whether no number has been compared yet.
  func areNeutralExtremes(_ pair: UnsafeRawPointer) -> Bool {
    unsafe !isInteger && double(at: pair) > double(at: pair + size)
  }

  /// Makes a number, which may be a NaN, both extremes.
  func storeBoth(_ pair: UnsafeMutableRawPointer, _ number: UnsafeRawPointer) {
    unsafe memcpy(pair, number, size)
    unsafe memcpy(pair + size, number, size)
  }
}

extension Half {
  /// The bits of infinity (IEEE 754, 3.4).
  fileprivate static var infinity: UInt16 { 0x7C00 }
}
