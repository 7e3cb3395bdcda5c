import CPython

/// `PyObject *`, as slots get and return it.
public typealias PyObjectPointer = UnsafeMutablePointer<PyObject>

/// A borrowed reference: somebody else keeps the object alive.
///
/// Invariant: the pointer is to a live object for as long as the `Object` is in use. An argument of
/// an entry point is kept by its caller; whatever else is borrowed says at the place who keeps it.
@safe @frozen
public struct Object {
  /// For calls of the C API.
  public let pointer: PyObjectPointer

  /// Borrows the object at `pointer`.
  @unsafe public init(_ pointer: PyObjectPointer) { unsafe self.pointer = pointer }

  /// A new strong reference to the object (`Py_NewRef`).
  public func retained() -> OwnedObject {
    unsafe swiftbuf_retain(pointer)
    return unsafe OwnedObject(owning: pointer)
  }

  /// The object's type (`Py_TYPE`), kept by the object.
  public var type: Object { unsafe Object(swiftbuf_type(pointer)) }

  /// Whether both are the same object (`is`).
  public static func === (left: Object, right: Object) -> Bool {
    unsafe left.pointer == right.pointer
  }

  /// None.
  public static var none: Object { unsafe Object(swiftbuf_none()) }
  package static var ellipsis: Object { unsafe Object(swiftbuf_ellipsis()) }
  package static var notImplemented: Object { unsafe Object(swiftbuf_not_implemented()) }
  /// Whether it is None.
  public var isNone: Bool { self === .none }
}

/// A strong reference: given back (`Py_DECREF`) when the value goes out of scope, whichever way.
///
/// A name keeps it to the end of its scope. A temporary is given back as soon as its `object` has
/// been read, so `object` is only ever read of a name.
@safe @frozen
public struct OwnedObject: ~Copyable {
  /// The object, borrowed from this reference.
  public let object: Object

  /// Takes over a reference that the caller owns.
  @unsafe public init(owning pointer: PyObjectPointer) { unsafe object = Object(pointer) }

  /// Takes over what a C function returned as a "new reference"; NULL means that it set an
  /// exception.
  @unsafe public init(new pointer: PyObjectPointer?) throws(Failure) {
    guard let pointer = unsafe pointer else { throw .pending }
    unsafe object = Object(pointer)
  }

  deinit { unsafe swiftbuf_release(object.pointer) }

  /// Hands the reference over to C code, which then owns it.
  public consuming func take() -> PyObjectPointer {
    let pointer = unsafe object.pointer
    discard self
    return unsafe pointer
  }
}
