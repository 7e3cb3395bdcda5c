import CPython

// Floating point. Accepts objects with `__float__` or `__index__` (`PyFloat_AsDouble`), but never a
// str.

extension Double: Element {
  package static var requirement: StaticString { "a real number" }
  package var byteSwapped: Double { Double(bitPattern: bitPattern.byteSwapped) }
  package func python() throws(Failure) -> OwnedObject {
    try OwnedObject(self)
  }

  package init(python object: Object) throws(Failure) {
    let value = unsafe PyFloat_AsDouble(object.pointer)
    if value == -1, unsafe PyErr_Occurred() != nil { throw .pending }
    self = value
  }
}

extension Float: Element {
  package static var requirement: StaticString { Double.requirement }
  package var byteSwapped: Float { Float(bitPattern: bitPattern.byteSwapped) }
  package func python() throws(Failure) -> OwnedObject { try Double(self).python() }

  /// A number that is too large becomes infinite, as in `memoryview`.
  package init(python object: Object) throws(Failure) { self.init(try Double(python: object)) }
}

/// An IEEE 754 binary16 number, stored as its bits: `Float16` needs functions of the C compiler's
/// runtime library that older systems lack.
package struct Half: Element {
  package let bits: UInt16

  package static var requirement: StaticString { Double.requirement }
  package var byteSwapped: Half { Half(bits: bits.byteSwapped) }
  package func python() throws(Failure) -> OwnedObject { try double.python() }
  package static func isEqual(_ left: Half, _ right: Half) -> Bool { left.double == right.double }

  package init(bits: UInt16) { self.bits = bits }

  /// A number that is too large is an error, as in `memoryview` and `struct`.
  package init(python object: Object) throws(Failure) {
    let value = try Double(python: object)
    guard let half = Half(rounding: value) else { throw .outOfRange }
    self = half
  }

  /// The value, which is exact as a Double.
  package var double: Double {
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10) & 0x1F
    let fraction = UInt64(bits & 0x3FF)
    switch exponent {
    case 0: return sign * Double(fraction) * 0x1p-24
    case 0x1F:
      let high: UInt64 = bits & 0x8000 == 0 ? 0x7FF : 0xFFF
      return Double(bitPattern: high << 52 | fraction << 42)
    default:
      let biased = UInt64(exponent - 15 + 1023)
      return Double(bitPattern: UInt64(bits & 0x8000) << 48 | biased << 52 | fraction << 42)
    }
  }

  /// The nearest half, ties to even (IEEE 754, 4.3.1); nil for a finite number that rounds to
  /// infinity.
  package init?(rounding value: Double) {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 48) & 0x8000
    let magnitude = value.bitPattern & 0x7FFF_FFFF_FFFF_FFFF
    let exponent = Int(magnitude >> 52) - 1023
    let fraction = magnitude & 0xF_FFFF_FFFF_FFFF
    if exponent == 1024 {
      // Infinity, or a NaN: its payload keeps the bits that fit, but at least one.
      var payload = UInt16(truncatingIfNeeded: fraction >> 42)
      if fraction != 0, payload == 0 { payload = 0x200 }
      bits = sign | 0x7C00 | payload
    } else if exponent < -25 {
      bits = sign
    } else if exponent > 15 {
      return nil
    } else {
      // A subnormal half shifts out more bits. A carry out of the fraction increments the exponent.
      let shift = exponent < -14 ? UInt64(42 + (-14 - exponent)) : 42
      let whole = exponent < -14 ? fraction | 1 << 52 : fraction
      let base = exponent < -14 ? 0 : UInt64(exponent + 15) << 10
      let rest = whole & (1 << shift - 1)
      let tie: UInt64 = 1 << (shift - 1)
      var rounded = base + whole >> shift
      if rest > tie || (rest == tie && rounded & 1 == 1) { rounded += 1 }
      guard rounded < 0x7C00 else { return nil }
      bits = sign | UInt16(truncatingIfNeeded: rounded)
    }
  }
}
