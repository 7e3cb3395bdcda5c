import CPython

// From a method call to its Swift body: arguments are matched with parameters.

/// The `self` of a method. A type that says how its methods begin gets every kind of method.
public protocol MethodReceiver {
  /// A method without arguments, or a getter.
  static func method(
    _ self: PyObjectPointer?, _ body: (Self) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer?
}

extension MethodReceiver {
  /// A method with one positional argument (`METH_O`), or a slot of two operands.
  @inline(__always)
  public static func method(
    _ self: PyObjectPointer?, _ argument: PyObjectPointer?,
    _ body: (Self, Object) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe method(self) { receiver throws(Failure) in
      unsafe try body(receiver, Object(argument.unsafelyUnwrapped))
    }
  }

  /// A method with the parameters of `signature` (`METH_FASTCALL | METH_KEYWORDS`).
  @inline(__always)
  public static func method<let count: Int>(
    _ self: PyObjectPointer?, _ signature: Signature<count>,
    _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int, _ names: PyObjectPointer?,
    _ body: (Self, Arguments<count>) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe method(self) { receiver throws(Failure) in
      unsafe try body(receiver, Arguments(signature, vector, given, names))
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
