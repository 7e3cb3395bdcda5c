import CPython

// From the call of a type to its Swift body.

/// Makes an instance (`tp_new`) from the parameters of `signature`.
@inline(__always)
public func constructor<let count: Int>(
  _ type: PyObjectPointer?, _ tuple: PyObjectPointer?, _ dict: PyObjectPointer?,
  _ signature: Signature<count>,
  _ body: (_ type: Object, Arguments<count>) throws(Failure) -> OwnedObject
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    unsafe try body(
      Object(type.unsafelyUnwrapped), Arguments(signature, tuple: tuple, dict: dict))
  }
}

/// The same by `tp_vectorcall`, whose count of arguments has a flag in its highest bit
/// (`PyVectorcall_NARGS`).
@inline(__always)
public func constructor<let count: Int>(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?, _ signature: Signature<count>,
  _ body: (_ type: Object, Arguments<count>) throws(Failure) -> OwnedObject
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    unsafe try body(
      Object(type.unsafelyUnwrapped), Arguments(signature, vector, given & Int.max, names))
  }
}
