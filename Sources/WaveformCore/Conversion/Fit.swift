import BufferProtocol
import CPython
import VectorLoops

/// Checks which numbers of a source fit the target.
struct Fit {
  /// The condition on a number.
  enum Rule {
    /// An integer between two others.
    case integers(low: Int64, high: UInt64)
    /// The result of a product and a sum satisfies a condition.
    case line(swiftbuf_line, Result)
  }

  enum Result: UInt8 {
    /// In `low..<high`.
    case integer
    /// Less than `high` in magnitude, infinite or a NaN.
    case float
    /// Anything but a NaN.
    case number
  }

  let number: Number
  let rule: Rule

  /// Whether all of a block fit, by its minimum and maximum; the answer may be a false no.
  func includesAll(_ block: UnsafeRawPointer, _ count: Int) -> Bool {
    guard count > 0 else { return true }
    // Halves have no loop of their own, and are rare. An infinite factor turns only zero into a
    // NaN.
    if number == .half || !hasFiniteLine { return unsafe firstOutside(block, count) == nil }
    switch rule {
    case .integers(let low, let high): return unsafe includesAll(block, count, low, high)
    case .line(let line, .number) where !number.isInteger && line.scale != 0:
      // Only a NaN becomes one: infinity does of a factor of zero.
      return unsafe swiftbuf_has_nan(number.index, block, count) == 0
    case .line(let line, let kind): return unsafe includesAll(block, count, line, kind)
    }
  }

  /// The range of every target is a number of lower bits, with the sign among them or without: once
  /// negative numbers are moved up, no other bits may be set.
  private func includesAll(
    _ block: UnsafeRawPointer, _ count: Int, _ low: Int64, _ high: UInt64
  ) -> Bool {
    let summand = number.isSigned && low < 0 ? high &+ 1 : 0
    let greatest = summand == 0 ? min(high, number.integerRange.high) : high &+ summand
    let all = unsafe swiftbuf_all_bits(CInt(number.sizeLog), block, count, summand)
    return all & ~greatest == 0
  }

  private func includesAll(
    _ block: UnsafeRawPointer, _ count: Int, _ line: swiftbuf_line, _ kind: Result
  ) -> Bool {
    // 16 bytes: two numbers of up to eight bytes.
    var pair = InlineArray<2, UInt64>(repeating: 0)
    return unsafe withUnsafeMutableBytes(of: &pair) { pair in
      let least = unsafe pair.baseAddress.unsafelyUnwrapped
      let greatest = unsafe least + number.size
      unsafe number.storeNeutralExtremes(least, block)
      let hasNaN = unsafe swiftbuf_widen(number.index, block, count, least) != 0
      let ends = unsafe (
        Self.result(number.double(at: least), line), Self.result(number.double(at: greatest), line)
      )
      switch kind {
      case .integer, .number:
        return !hasNaN && includes(result: ends.0) && includes(result: ends.1)
      case .float:
        // Infinities fit floating point, but finite numbers between them may not.
        guard ends.0.isFinite, ends.1.isFinite else {
          return unsafe firstOutside(block, count) == nil
        }
        return includes(result: ends.0) && includes(result: ends.1)
      }
    }
  }

  /// The first number of a block that does not fit.
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
    case .line(let line, _):
      return unsafe includes(result: Self.result(number.double(at: place), line))
    }
  }

  /// Whether the result for a number fits.
  func includes(result: Double) -> Bool {
    guard case .line(let line, let kind) = rule else { return true }
    switch kind {
    case .integer: return result >= line.low && result < line.high
    case .float: return !(abs(result) >= line.high) || result.isInfinite
    case .number: return !result.isNaN
    }
  }

  /// The product and the sum, each rounded, as in the loops.
  static func result(_ value: Double, _ line: swiftbuf_line) -> Double {
    let product = value * line.scale
    return product + line.offset
  }

  var isOfIntegers: Bool {
    switch rule {
    case .integers: true
    case .line: false
    }
  }

  var hasFiniteLine: Bool {
    guard case .line(let line, _) = rule else { return true }
    return line.scale.isFinite && line.offset.isFinite
  }
}

extension Number {
  /// The number at an address, which must be an integer other than `uint64`.
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

  /// The number at an address, rounded if it needs more than 53 bits.
  func double(at place: UnsafeRawPointer) -> Double {
    switch self {
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64: unsafe Double(integer(at: place))
    case .uint64: unsafe Double(place.loadUnaligned(as: UInt64.self))
    case .half: unsafe Half(bits: place.loadUnaligned(as: UInt16.self)).double
    case .float: unsafe Double(place.loadUnaligned(as: Float.self))
    case .double: unsafe place.loadUnaligned(as: Double.self)
    }
  }

  /// The least and the greatest integer of a kind of integers.
  var integerRange: (low: Int64, high: UInt64) {
    let bits = UInt64(8 * size)
    return isSigned
      ? (Int64.min >> Int64(64 - bits), UInt64.max >> (65 - bits)) : (0, UInt64.max >> (64 - bits))
  }
}
