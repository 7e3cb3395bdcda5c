import CPython

/// `PyObject *`, as slots get and return it.
public typealias PyObjectPointer = UnsafeMutablePointer<PyObject>

/// A borrowed reference: other code keeps the object alive.
///
/// Invariant: the pointer is to a live object while the `Object` is in use. The caller of an entry
/// point keeps its arguments alive; for other borrowed objects, a comment names what keeps them.
@safe @frozen
public struct Object {
  /// For calling the C API.
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

/// A strong reference, released (`Py_DECREF`) at the end of its scope on every path.
///
/// A variable keeps it to the end of its scope. A temporary is released as soon as its `object` has
/// been read, so read `object` only from a variable.
@safe @frozen
public struct OwnedObject: ~Copyable {
  /// The object, borrowed from this reference.
  public let object: Object

  /// Takes over a reference that the caller owns.
  @unsafe public init(owning pointer: PyObjectPointer) { unsafe object = Object(pointer) }

  /// Takes over a "new reference" that a C function returned; NULL means that it set an exception.
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
