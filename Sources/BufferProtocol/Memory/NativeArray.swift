import CPython

/// Elements of one type, one after the other and zero at first, in memory that Python can be shown.
///
/// Unlike an Array it says where they are, throws where there is no memory, and moves only when it
/// is resized. It belongs to one owner, such as a class that is a `BufferProvider`.
@safe
public struct NativeArray<Element: BufferElement>: ~Copyable {
  /// Invariant: `count` initialised elements from `calloc` or `realloc`; nil if there are none.
  private var start: UnsafeMutablePointer<Element>?
  /// How many elements there are.
  public private(set) var count = 0

  /// An array of `count` zeros.
  ///
  /// - Throws: a ValueError if the number is negative, a MemoryError if there is no memory for it.
  public init(count: Int) throws(Failure) {
    unsafe start = nil
    try resize(to: count)
  }

  deinit { unsafe free(start) }

  /// Has `newCount` elements, new ones zero. They may move. Where it throws, nothing has changed.
  ///
  /// - Throws: as the initialiser.
  public mutating func resize(to newCount: Int) throws(Failure) {
    guard newCount >= 0 else { throw .value("count: \(newCount) is negative") }
    let (size, overflow) = newCount.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard newCount > 0 else {
      unsafe free(start)
      unsafe start = nil
      count = 0
      return
    }
    guard !overflow, let block = unsafe start == nil ? calloc(1, size) : realloc(start, size)
    else { throw .memory("count: there is no memory for \(newCount) elements") }
    let moved = unsafe block.assumingMemoryBound(to: Element.self)
    if newCount > count, unsafe start != nil {
      unsafe memset(moved + count, 0, (newCount - count) * MemoryLayout<Element>.stride)
    }
    unsafe start = moved
    count = newCount
  }

  /// An element; an index without one ends the process, as in an Array.
  public subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "index out of range")
      return unsafe start.unsafelyUnwrapped[index]
    }
    set {
      precondition(index >= 0 && index < count, "index out of range")
      unsafe start.unsafelyUnwrapped[index] = newValue
    }
  }

  /// Calls `body` with the elements.
  public func withSpan<Result>(
    _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let elements = unsafe UnsafeBufferPointer(start: start, count: count)
    return unsafe try body(Span(_unsafeElements: elements))
  }

  /// Calls `body` with the elements, which it may change.
  public mutating func withMutableSpan<Result>(
    _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let elements = unsafe UnsafeMutableBufferPointer(start: start, count: count)
    var span = unsafe MutableSpan(_unsafeElements: elements)
    return try body(&span)
  }

  /// The elements in one dimension.
  public var memory: Memory<1> { unsafe Memory(start, shape: [count]) }

  /// The elements in rows, the last index changing fastest; `shape` has to have as many.
  public func memory<let ndim: Int>(shape: InlineArray<ndim, Int>) -> Memory<ndim> {
    var product = 1
    for dimension in 0..<ndim {
      let (next, overflow) = product.multipliedReportingOverflow(by: shape[dimension])
      product = overflow ? -1 : next
    }
    precondition(product == count, "a shape of another number of elements")
    return unsafe Memory(start, shape: shape)
  }
}
