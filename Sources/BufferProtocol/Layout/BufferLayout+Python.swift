import CPython

extension BufferLayout {
  /// The lengths as a tuple of ints (`memoryview.shape`).
  package func shapeTuple() throws(Failure) -> OwnedObject {
    try .tuple(ndim) { dimension throws(Failure) in try OwnedObject(length(dimension)) }
  }

  /// The strides as a tuple of ints, in bytes (`memoryview.strides`).
  package func stridesTuple() throws(Failure) -> OwnedObject {
    try .tuple(ndim) { dimension throws(Failure) in try OwnedObject(stride(dimension)) }
  }
}
