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

  /// The kind of Python object that is required, for errors.
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

extension Element where Self: Equatable {
  @inline(__always)
  package static func isEqual(_ left: Self, _ right: Self) -> Bool { left == right }
}
