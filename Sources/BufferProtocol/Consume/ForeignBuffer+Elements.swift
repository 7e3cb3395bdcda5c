import CPython

extension ForeignBuffer {
  /// Calls `body` with the elements, read as `format`, in their place.
  ///
  /// - Complexity: O(1), not counting `body`.
  package func withElements<Result: ~Copyable>(
    _ format: ElementFormat, _ body: (TypedElements) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // An exporter without elements may have no address.
    let start = unsafe view.pointee.buf ?? Block.nowhere
    if let shape = unsafe view.pointee.shape, let strides = unsafe view.pointee.strides {
      let layout = unsafe BufferLayout(
        format: format, ndim: ndim, shape: shape, strides: strides)
      return unsafe try body(
        TypedElements(elements: Elements(start: start, layout: layout), format: format))
    }
    return try withLayout(format) { layout throws(Failure) in
      unsafe try body(
        TypedElements(elements: Elements(start: start, layout: layout), format: format))
    }
  }

  /// The layout of an export that leaves out its shape or strides.
  @inline(never)
  private func withLayout<Result: ~Copyable>(
    _ format: ElementFormat, _ body: (BufferLayout) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var numbers = InlineArray<128, Int>(repeating: 0)
    let ndim = min(ndim, BufferLayout.maximumDimensions)
    forEachDimension(itemSize: format.itemSize) { dimension, length, stride in
      guard dimension < ndim else { return }
      numbers[dimension] = length
      numbers[ndim + dimension] = stride
    }
    return unsafe try numbers.span.withUnsafeBufferPointer { numbers throws(Failure) in
      let shape = unsafe numbers.baseAddress.unsafelyUnwrapped
      return unsafe try body(
        BufferLayout(format: format, ndim: ndim, shape: shape, strides: shape + ndim))
    }
  }
}
