import CPython

/// A type of one element, with the memory layout of native byte order, and its conversion from and
/// to Python. The caller has checked that the memory is valid; an element only moves and converts.
package protocol Element: BitwiseCopyable {
  /// The same element in the other byte order.
  var byteSwapped: Self { get }

  /// The value as a Python object.
  func python() throws(Failure) -> OwnedObject

  /// The element for a Python object, by the rules of `memoryview` (`pack_single` in CPython's
  /// memoryobject.c). If the object is not valid, its own exception is set and pending.
  init(python object: Object) throws(Failure)

  /// Equality of values: NaN differs from itself, -0.0 equals 0.0.
  static func isEqual(_ left: Self, _ right: Self) -> Bool

  /// Whether two packed runs in the machine's byte order have equal values.
  static func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool

  /// What a Python object must be, for the error that says it is not.
  static var requirement: StaticString { get }
}

extension Element {
  /// Reads the element at `address`, which need not be aligned.
  @inline(__always)
  package static func load(_ address: UnsafeRawPointer, swapped: Bool) -> Self {
    let element = unsafe address.loadUnaligned(as: Self.self)
    return swapped ? element.byteSwapped : element
  }

  @inline(__always)
  package func store(_ address: UnsafeMutableRawPointer, swapped: Bool) {
    unsafe address.storeBytes(of: swapped ? byteSwapped : self, as: Self.self)
  }
}

extension Element {
  package static func areEqual(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    for index in 0..<count {
      let offset = index &* MemoryLayout<Self>.size
      let element = unsafe load(left + offset, swapped: false)
      guard unsafe isEqual(element, load(right + offset, swapped: false)) else { return false }
    }
    return true
  }

  /// The same for types whose values are equal exactly if their bits are.
  package static func areEqualBits(
    _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    unsafe memcmp(left, right, count &* MemoryLayout<Self>.size) == 0
  }
}

extension Element where Self: Equatable {
  @inline(__always)
  package static func isEqual(_ left: Self, _ right: Self) -> Bool { left == right }
}
