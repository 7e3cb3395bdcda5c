import CPython

extension BufferLayout {
  /// The lengths as a tuple of ints (`memoryview.shape`).
  package func shapeTuple() throws(Failure) -> OwnedObject {
    unsafe try .tuple(UnsafeBufferPointer(start: shape, count: ndim))
  }

  /// The strides as a tuple of ints, in bytes (`memoryview.strides`).
  package func stridesTuple() throws(Failure) -> OwnedObject {
    unsafe try .tuple(UnsafeBufferPointer(start: strides, count: ndim))
  }
}
