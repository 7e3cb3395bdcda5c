import CPython

extension Buffer: MethodReceiver {
  /// A method without arguments, or a getter; of a released exporter, a ValueError.
  @inline(__always)
  public static func method(
    _ self: PyObjectPointer?, _ body: (Buffer) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      let buffer = unsafe Buffer(slot: self)
      try buffer.check()
      return try body(buffer)
    }
  }
}
