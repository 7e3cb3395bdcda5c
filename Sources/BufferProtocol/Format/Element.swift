import CPython

/// A type of one element, as it lies in memory in the machine's byte order, and its way to Python
/// and back. The caller has checked that the memory is there; an element only moves and converts.
protocol Element: BitwiseCopyable {
  /// The same element in the other byte order.
  var byteSwapped: Self { get }

  /// The value as a Python object.
  func python() throws(Failure) -> OwnedObject

  /// The element of a Python object, by the rules of `memoryview` (`pack_single` in CPython's
  /// memoryobject.c): what the object is not fit for is its own exception, set and pending.
  init(python object: Object) throws(Failure)

  /// Equality of values: NaN differs from itself, -0.0 equals 0.0.
  static func isEqual(_ left: Self, _ right: Self) -> Bool

  /// Whether equal values have equal bits and the other way round.
  static var bitsAreTheValue: Bool { get }

  /// What a Python object must be, for the sentence that says it is not.
  static var requirement: StaticString { get }
}

extension Element {
  /// Reads the element at `address`, which need not be aligned.
  @inline(__always)
  static func load(_ address: UnsafeRawPointer, swapped: Bool) -> Self {
    let element = unsafe address.loadUnaligned(as: Self.self)
    return swapped ? element.byteSwapped : element
  }

  @inline(__always)
  func store(_ address: UnsafeMutableRawPointer, swapped: Bool) {
    unsafe address.storeBytes(of: swapped ? byteSwapped : self, as: Self.self)
  }
}

extension Element {
  static var bitsAreTheValue: Bool { false }
}

extension Element where Self: Equatable {
  @inline(__always)
  static func isEqual(_ left: Self, _ right: Self) -> Bool { left == right }
}
