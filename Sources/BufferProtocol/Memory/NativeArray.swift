import CPython

/// An array of elements of one type, zeroed at first, whose memory can be exported to Python.
///
/// Unlike an Array, it gives the address of its elements, throws if there is not enough memory, and
/// moves only when it is resized. It has one owner, such as a class that is a `BufferProvider`.
/// `resize` never frees or moves memory that has views: it allocates other memory for the array.
@safe
public struct NativeArray<Element: BufferElement>: ~Copyable {
  /// The memory, shared with the exporters of it; nil if there are no elements.
  private var block: SharedBlock?
  /// Invariant: `count` initialised elements at the start of `block`; nil if there are none.
  private var start: UnsafeMutablePointer<Element>?
  /// The number of elements.
  public private(set) var count = 0

  /// An array without elements, for a property that `resize` gives some.
  ///
  /// An initialiser that throws before all properties are set leaks its instance in Embedded Swift
  /// (6.3): give the property this value where it is declared, and call `resize` in the initialiser.
  public init() {
    block = nil
    unsafe start = nil
  }

  /// An array of `count` zeros. The caller need not have the GIL.
  ///
  /// - Throws: a ValueError if the number is negative, a MemoryError if there is no memory for it.
  public init(count: Int) throws(Failure) {
    block = nil
    unsafe start = nil
    try resize(to: count)
  }

  /// Changes the number of elements. New ones are zero. If it throws, nothing has changed.
  ///
  /// The elements may move. Views of the memory keep showing the old elements, and the array
  /// continues in a copy. `- Python: moves` makes that a BufferError instead.
  ///
  /// - Throws: as `init(count:)`.
  public mutating func resize(to newCount: Int) throws(Failure) {
    guard newCount >= 0 else { throw .withGIL { .value("count: \(newCount) is negative") } }
    let (size, overflow) = newCount.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard newCount > 0 else {
      unsafe start = nil
      count = 0
      block = nil
      return
    }
    let kept = min(count, newCount) * MemoryLayout<Element>.stride
    guard !overflow, let moved = unsafe SharedBlock.resize(&block, keeping: kept, to: size)
    else { throw .withGIL { .memory("count: there is no memory for \(newCount) elements") } }
    unsafe start = moved.assumingMemoryBound(to: Element.self)
    count = newCount
  }

  /// An element; an index out of range ends the process, as in an Array.
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
  public var memory: Memory<1> {
    unsafe Memory(start, Element.format, shape: [count], keptBy: block)
  }

  /// The elements in rows, the last index changing fastest; `shape` must have the same number.
  public func memory<let ndim: Int>(shape: InlineArray<ndim, Int>) -> Memory<ndim> {
    var product = 1
    for dimension in 0..<ndim {
      let (next, overflow) = product.multipliedReportingOverflow(by: shape[dimension])
      product = overflow ? -1 : next
    }
    precondition(product == count, "a shape of another number of elements")
    return unsafe Memory(start, Element.format, shape: shape, keptBy: block)
  }
}
