import CPython

/// What a consumer requests: the `PyBUF_*` flags, some of which include others (PEP 3118 and the C
/// API manual, "Buffer request types"). A flag counts as set only if all of its bits are.
public struct BufferRequest: OptionSet, Sendable {
  /// The `flags` of `PyObject_GetBuffer`.
  public let rawValue: CInt

  /// The request with these `flags`.
  public init(rawValue: CInt) { self.rawValue = rawValue }

  /// `PyBUF_WRITABLE`: writable memory.
  public static let writable = BufferRequest(rawValue: 0x001)
  /// `PyBUF_FORMAT`: the format of an element.
  public static let format = BufferRequest(rawValue: 0x004)
  /// `PyBUF_ND`: a shape; without it the consumer reads plain bytes.
  public static let nd = BufferRequest(rawValue: 0x008)
  /// `PyBUF_STRIDES`: shape and strides; without them the memory must be C-contiguous.
  public static let strides = BufferRequest(rawValue: 0x018)
  /// `PyBUF_C_CONTIGUOUS`: shape and strides of memory in C order.
  public static let cContiguous = BufferRequest(rawValue: 0x038)
  /// `PyBUF_F_CONTIGUOUS`: shape and strides of memory in Fortran order.
  public static let fContiguous = BufferRequest(rawValue: 0x058)
  /// `PyBUF_ANY_CONTIGUOUS`: either order.
  public static let anyContiguous = BufferRequest(rawValue: 0x098)
  /// `PyBUF_INDIRECT`: suboffsets, which no exporter here has.
  public static let indirect = BufferRequest(rawValue: 0x118)
  /// `PyBUF_FULL`: all information, and writable memory.
  public static let full = BufferRequest(rawValue: 0x11D)
  /// `PyBUF_FULL_RO`: all information.
  public static let fullReadOnly = BufferRequest(rawValue: 0x11C)
}

/// The properties of memory that decide whether a request is granted.
package struct BufferTraits: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let readOnly = BufferTraits(rawValue: 1)
  package static let cContiguous = BufferTraits(rawValue: 2)
  package static let fContiguous = BufferTraits(rawValue: 4)
}

extension BufferRequest {
  /// Why memory with these traits does not satisfy the request, or nil if it does: the rules of
  /// `memory_getbuf` in CPython's memoryobject.c, in the same order.
  ///
  /// - Complexity: O(1), a few bit tests.
  @inline(__always)
  package func refusal(by traits: BufferTraits) -> StaticString? {
    // Fast path: most memory is one writable run, contiguous in both orders, which only the last
    // rule can refuse.
    if traits != [.cContiguous, .fContiguous], let refusal = refusal(byUncommon: traits) {
      return refusal
    }
    if contains(.format), !contains(.nd) {
      return "a format was requested without a shape: plain bytes have no format"
    }
    return nil
  }

  @inline(__always)
  private func refusal(byUncommon traits: BufferTraits) -> StaticString? {
    if contains(.writable), traits.contains(.readOnly) {
      return "a writable buffer was requested, but the memory is read-only"
    }
    if !traits.contains(.cContiguous) {
      if contains(.cContiguous) {
        return "a C-contiguous buffer was requested, but the memory is not C-contiguous"
      }
      if contains(.anyContiguous), !traits.contains(.fContiguous) {
        return "a contiguous buffer was requested, but the memory is not contiguous"
      }
      if !contains(.strides) {
        return "a buffer without strides was requested, but the memory is not C-contiguous"
      }
    }
    if contains(.fContiguous), !traits.contains(.fContiguous) {
      return "a Fortran-contiguous buffer was requested, but the memory is not Fortran-contiguous"
    }
    return nil
  }
}
