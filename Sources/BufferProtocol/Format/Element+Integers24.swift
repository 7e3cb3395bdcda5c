import CPython

// Integers of three bytes, as in sound files (24-bit WAV) and biosignals (BDF). No processor has
// such numbers, so they become 32-bit numbers when they are loaded.

/// Three bytes in memory, which need no alignment.
private typealias ThreeBytes = (UInt8, UInt8, UInt8)

private var isBigEndian: Bool { UInt16(1).bigEndian == 1 }

/// Code `u3`.
package struct UInt24: Element, Equatable {
  private let bytes: ThreeBytes

  package static var requirement: StaticString { UInt32.requirement }
  package static func == (left: UInt24, right: UInt24) -> Bool { left.value == right.value }
  package var byteSwapped: UInt24 { UInt24(bytes: (bytes.2, bytes.1, bytes.0)) }
  package func python() throws(Failure) -> OwnedObject { try value.python() }

  package init(python object: Object) throws(Failure) {
    let value = try UInt32(python: object)
    guard value >> 24 == 0 else { throw .outOfRange }
    self.init(truncating: value)
  }

  private init(bytes: ThreeBytes) { self.bytes = bytes }

  /// The number in the lower 24 bits.
  package init(truncating value: UInt32) {
    let parts = isBigEndian ? value.byteSwapped >> 8 : value
    bytes = (
      UInt8(truncatingIfNeeded: parts), UInt8(truncatingIfNeeded: parts >> 8),
      UInt8(truncatingIfNeeded: parts >> 16)
    )
  }

  package var value: UInt32 {
    let parts = UInt32(bytes.0) | UInt32(bytes.1) << 8 | UInt32(bytes.2) << 16
    return isBigEndian ? parts.byteSwapped >> 8 : parts
  }
}

/// Code `i3`, two's complement.
package struct Int24: Element, Equatable {
  private let bits: UInt24

  package static var requirement: StaticString { UInt24.requirement }
  package var byteSwapped: Int24 { Int24(bits: bits.byteSwapped) }
  package func python() throws(Failure) -> OwnedObject { try value.python() }

  package init(python object: Object) throws(Failure) {
    let value = try Int32(python: object)
    guard value >> 23 == value >> 31 else { throw .outOfRange }
    self.init(truncating: value)
  }

  private init(bits: UInt24) { self.bits = bits }

  /// The number in the lower 24 bits; the highest is the sign.
  package init(truncating value: Int32) {
    bits = UInt24(truncating: UInt32(bitPattern: value))
  }

  package var value: Int32 { Int32(bitPattern: bits.value << 8) >> 8 }
}
