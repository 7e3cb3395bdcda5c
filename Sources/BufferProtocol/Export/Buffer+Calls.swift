import CPython

// From a method call to its Swift body: arguments are matched with parameters, and a released
// exporter raises a ValueError.

extension Buffer {
  /// A method without arguments, or a getter.
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

  /// A method with one positional argument (`METH_O`).
  @inline(__always)
  public static func method(
    _ self: PyObjectPointer?, _ argument: PyObjectPointer?,
    _ body: (Buffer, Object) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe method(self) { buffer throws(Failure) in
      unsafe try body(buffer, Object(argument.unsafelyUnwrapped))
    }
  }

  /// A method with the parameters of `signature` (`METH_FASTCALL | METH_KEYWORDS`).
  @inline(__always)
  public static func method<let count: Int>(
    _ self: PyObjectPointer?, _ signature: Signature<count>,
    _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int, _ names: PyObjectPointer?,
    _ body: (Buffer, Arguments<count>) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe method(self) { buffer throws(Failure) in
      unsafe try body(buffer, Arguments(signature, vector, given, names))
    }
  }

  /// A class method with the parameters of `signature` (`METH_CLASS | METH_FASTCALL |
  /// METH_KEYWORDS`).
  @inline(__always)
  public static func classMethod<let count: Int>(
    _ type: PyObjectPointer?, _ signature: Signature<count>,
    _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int, _ names: PyObjectPointer?,
    _ body: (_ type: Object, Arguments<count>) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      unsafe try body(Object(type.unsafelyUnwrapped), Arguments(signature, vector, given, names))
    }
  }
}
