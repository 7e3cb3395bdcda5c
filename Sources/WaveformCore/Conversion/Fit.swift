import BufferProtocol
import CPython
import VectorLoops

/// Which numbers of a source fit the target.
struct Fit {
  /// What is asked of a number.
  enum Rule {
    /// An integer between two others.
    case integers(low: Int64, high: UInt64)
    /// What a product and a sum make of it is in `low..<high`, or infinite where that is a number
    /// of the target. A NaN fits floating point.
    case line(swiftbuf_line, isFloat: Bool)
  }

  let number: Number
  let rule: Rule

  /// Whether all of a block fit, by its least and its greatest; the answer may be a needless no.
  func includesAll(_ block: UnsafeRawPointer, _ count: Int) -> Bool {
    guard count > 0 else { return true }
    // Halves have no loop of their own, and are rare.
    if number == .half { return unsafe firstOutside(block, count) == nil }
    // 16 bytes: two numbers of eight.
    var pair = InlineArray<2, UInt64>(repeating: 0)
    return unsafe withUnsafeMutableBytes(of: &pair) { pair in
      let least = unsafe pair.baseAddress.unsafelyUnwrapped
      let greatest = unsafe least + number.size
      unsafe number.storeNeutralExtremes(least, greatest, block)
      let hasNaN = unsafe swiftbuf_widen(number.index, block, count, least) != 0
      if hasNaN, case .line(_, isFloat: false) = rule { return false }
      // Between infinities, which fit floating point, may be finite numbers that do not.
      if case .line(_, isFloat: true) = rule,
        unsafe number.double(at: least).isInfinite || number.double(at: greatest).isInfinite
      {
        return unsafe firstOutside(block, count) == nil
      }
      return unsafe includes(least) && includes(greatest)
    }
  }

  /// The first of a block that does not fit.
  func firstOutside(_ block: UnsafeRawPointer, _ count: Int) -> Int? {
    for index in 0..<count where unsafe !includes(block + index &* number.size) { return index }
    return nil
  }

  /// Whether the number at an address fits.
  func includes(_ place: UnsafeRawPointer) -> Bool {
    switch rule {
    case .integers(let low, let high):
      if number == .uint64 { return unsafe place.loadUnaligned(as: UInt64.self) <= high }
      let value = unsafe number.integer(at: place)
      return value >= low && (value < 0 || UInt64(value) <= high)
    case .line(let line, let isFloat):
      let product = unsafe number.double(at: place) * line.scale
      let result = product + line.offset
      if isFloat { return !(abs(result) >= line.high) || result.isInfinite }
      return result >= line.low && result < line.high
    }
  }
}

extension Number {
  /// The number at an address, of which it must be an integer but `uint64`.
  func integer(at place: UnsafeRawPointer) -> Int64 {
    switch self {
    case .int8: unsafe Int64(place.loadUnaligned(as: Int8.self))
    case .uint8: unsafe Int64(place.loadUnaligned(as: UInt8.self))
    case .int16: unsafe Int64(place.loadUnaligned(as: Int16.self))
    case .uint16: unsafe Int64(place.loadUnaligned(as: UInt16.self))
    case .int32: unsafe Int64(place.loadUnaligned(as: Int32.self))
    case .uint32: unsafe Int64(place.loadUnaligned(as: UInt32.self))
    case .int64: unsafe place.loadUnaligned(as: Int64.self)
    case .uint64, .half, .float, .double: 0
    }
  }

  /// The number at an address, rounded where it takes more than 53 bits.
  func double(at place: UnsafeRawPointer) -> Double {
    switch self {
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64: unsafe Double(integer(at: place))
    case .uint64: unsafe Double(place.loadUnaligned(as: UInt64.self))
    case .half: unsafe Half(bits: place.loadUnaligned(as: UInt16.self)).double
    case .float: unsafe Double(place.loadUnaligned(as: Float.self))
    case .double: unsafe place.loadUnaligned(as: Double.self)
    }
  }

  /// Stores what the extremes of a block start from: the first integer; of floating point, where
  /// that may be a NaN, infinities.
  func storeNeutralExtremes(
    _ least: UnsafeMutableRawPointer, _ greatest: UnsafeMutableRawPointer,
    _ block: UnsafeRawPointer
  ) {
    switch self {
    case .float:
      unsafe least.storeBytes(of: Float.infinity, as: Float.self)
      unsafe greatest.storeBytes(of: -Float.infinity, as: Float.self)
    case .double:
      unsafe least.storeBytes(of: Double.infinity, as: Double.self)
      unsafe greatest.storeBytes(of: -Double.infinity, as: Double.self)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .half:
      unsafe memcpy(least, block, size)
      unsafe memcpy(greatest, block, size)
    }
  }

  /// The least and the greatest integer of a kind of integers.
  var integerRange: (low: Int64, high: UInt64) {
    let bits = UInt64(8 * size)
    return isSigned
      ? (Int64.min >> Int64(64 - bits), UInt64.max >> (65 - bits)) : (0, UInt64.max >> (64 - bits))
  }
}
