import CPython

// How a call of anything but an exporter's method gets to its Swift body.

/// A function of a module, or a class method, with the parameters of `signature` (`METH_FASTCALL |
/// METH_KEYWORDS`). `owner` is the module or the class.
@inline(__always)
public func function<let count: Int>(
  _ owner: PyObjectPointer?, _ signature: Signature<count>,
  _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int, _ names: PyObjectPointer?,
  _ body: (_ owner: Object, Arguments<count>) throws(Failure) -> OwnedObject
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    unsafe try body(Object(owner.unsafelyUnwrapped), Arguments(signature, vector, given, names))
  }
}

/// A function of a module that takes nothing (`METH_NOARGS`).
@inline(__always)
public func function(
  _ owner: PyObjectPointer?, _ body: (_ owner: Object) throws(Failure) -> OwnedObject
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in unsafe try body(Object(owner.unsafelyUnwrapped)) }
}

/// A function of a module that takes one object by position (`METH_O`).
@inline(__always)
public func function(
  _ owner: PyObjectPointer?, _ argument: PyObjectPointer?,
  _ body: (_ owner: Object, _ argument: Object) throws(Failure) -> OwnedObject
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    unsafe try body(Object(owner.unsafelyUnwrapped), Object(argument.unsafelyUnwrapped))
  }
}

/// What makes an instance (`tp_new`) from the parameters of `signature`.
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
package func constructor<let count: Int>(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?, _ signature: Signature<count>,
  _ body: (_ type: Object, Arguments<count>) throws(Failure) -> OwnedObject
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let type = unsafe Object(type.unsafelyUnwrapped)
    let given = given & Int.max
    if let arguments = unsafe Arguments(positional: vector, given, names, signature) {
      return try body(type, arguments)
    }
    return unsafe try body(type, Arguments(signature, vector, given, names))
  }
}
