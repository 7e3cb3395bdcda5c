import CPython

/// Elements that are collected one after the other, in memory of the C library: running out of it
/// is a MemoryError, where a Swift array would trap.
///
/// For elements without references: none is deinitialized.
///
/// Invariant: `start` is nil or a block with room for `capacity` elements, the first `count` of
/// which are initialized.
@safe
struct GrowingRun<Element>: ~Copyable {
  private(set) var start: UnsafeMutablePointer<Element>?
  private(set) var count = 0
  private var capacity = 0

  init() {}

  deinit { unsafe free(start) }

  /// Precondition: `index` is one of `0..<count`.
  subscript(_ index: Int) -> Element {
    get { unsafe start.unsafelyUnwrapped[index] }
    set { unsafe start.unsafelyUnwrapped[index] = newValue }
  }

  mutating func append(_ element: Element) throws(Failure) {
    if count == capacity {
      let larger = max(2 &* capacity, 16)
      let byteCount = larger &* MemoryLayout<Element>.stride
      guard let grown = unsafe realloc(start, byteCount) else { throw .noMemory(byteCount) }
      unsafe start = grown.assumingMemoryBound(to: Element.self)
      capacity = larger
    }
    unsafe (start.unsafelyUnwrapped + count).initialize(to: element)
    count &+= 1
  }
}

extension GrowingRun where Element == UInt8 {
  mutating func append(_ text: FormatText) throws(Failure) {
    for index in 0..<text.count { try append(unsafe text[index]) }
  }

  mutating func append(_ text: StaticString) throws(Failure) {
    unsafe try append(FormatText(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a number in decimal, which is not negative.
  mutating func append(decimal number: Int) throws(Failure) {
    if number > 9 { try append(decimal: number / 10) }
    try append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10))
  }
}
