import CPython

/// What a consumer asks of a buffer: the `PyBUF_*` flags, which contain each other (PEP 3118 and
/// the C API manual, "Buffer request types"). A flag counts as given only if all of its bits are.
public struct BufferRequest: OptionSet, Sendable {
  public let rawValue: CInt

  public init(rawValue: CInt) { self.rawValue = rawValue }

  public static let writable = BufferRequest(rawValue: 0x001)
  public static let format = BufferRequest(rawValue: 0x004)
  /// A shape; without it the consumer reads plain bytes.
  public static let nd = BufferRequest(rawValue: 0x008)
  public static let strides = BufferRequest(rawValue: 0x018)
  public static let cContiguous = BufferRequest(rawValue: 0x038)
  public static let fContiguous = BufferRequest(rawValue: 0x058)
  public static let anyContiguous = BufferRequest(rawValue: 0x098)
  public static let indirect = BufferRequest(rawValue: 0x118)
  /// Everything there is to know, and memory that may be written.
  public static let full = BufferRequest(rawValue: 0x11D)
  /// Everything there is to know.
  public static let fullReadOnly = BufferRequest(rawValue: 0x11C)
}

/// What a request can meet: the properties of exported memory that decide it.
public struct BufferTraits: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let readOnly = BufferTraits(rawValue: 1)
  public static let cContiguous = BufferTraits(rawValue: 2)
  public static let fContiguous = BufferTraits(rawValue: 4)
}

extension BufferRequest {
  /// Why memory of these traits cannot be had like this, or nil if it can: the rules of
  /// `memory_getbuf` in CPython's memoryobject.c, in its order.
  ///
  /// - Complexity: O(1), a handful of bit tests.
  @inline(__always)
  public func refusal(by traits: BufferTraits) -> StaticString? {
    if contains(.writable), traits.contains(.readOnly) {
      return "a writable buffer was asked for, and this memory is read-only"
    }
    if !traits.contains(.cContiguous) {
      if contains(.cContiguous) {
        return "a C-contiguous buffer was asked for, and this memory is not C-contiguous"
      }
      if contains(.anyContiguous), !traits.contains(.fContiguous) {
        return "a contiguous buffer was asked for, and this memory is not contiguous"
      }
      if !contains(.strides) {
        return "a buffer without strides was asked for, and this memory is not C-contiguous"
      }
    }
    if contains(.fContiguous), !traits.contains(.fContiguous) {
      return "a Fortran-contiguous buffer was asked for, and this memory is not Fortran-contiguous"
    }
    if contains(.format), !contains(.nd) {
      return "a format was asked for without a shape: plain bytes have no format"
    }
    return nil
  }
}
