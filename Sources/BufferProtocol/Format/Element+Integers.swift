import CPython

/// An integer element. Accepts objects with `__index__`, but no float, as `memoryview` does.
package protocol IntegerElement: Element, FixedWidthInteger {}

extension IntegerElement {
  package static var requirement: StaticString { "an integer" }
}

extension IntegerElement where Self: SignedInteger {
  package func python() throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(new: PyLong_FromLongLong(Int64(self)))
  }

  package init(python object: Object) throws(Failure) {
    let wide = unsafe try object.withInteger { integer throws(Failure) in
      let value = unsafe PyLong_AsLongLong(integer)
      if value == -1, unsafe PyErr_Occurred() != nil { throw .pending }
      return value
    }
    guard let value = Self(exactly: wide) else { throw .outOfRange }
    self = value
  }
}

extension IntegerElement where Self: UnsignedInteger {
  package func python() throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(new: PyLong_FromUnsignedLongLong(UInt64(self)))
  }

  package init(python object: Object) throws(Failure) {
    let wide = unsafe try object.withInteger { integer throws(Failure) in
      let value = unsafe PyLong_AsUnsignedLongLong(integer)
      if value == UInt64.max, unsafe PyErr_Occurred() != nil { throw .pending }
      return value
    }
    guard let value = Self(exactly: wide) else { throw .outOfRange }
    self = value
  }
}

extension Int8: IntegerElement {}
extension UInt8: IntegerElement {}
extension Int16: IntegerElement {}
extension UInt16: IntegerElement {}
extension Int32: IntegerElement {}
extension UInt32: IntegerElement {}
extension Int64: IntegerElement {}
extension UInt64: IntegerElement {}

extension Object {
  /// Calls `body` with the object if it is an int, otherwise with its `__index__`
  /// (`PyNumber_Index`).
  @inline(__always)
  func withInteger<Result>(
    _ body: (PyObjectPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if isInt { return unsafe try body(pointer) }
    let integer = unsafe try OwnedObject(new: PyNumber_Index(pointer))
    return unsafe try body(integer.object.pointer)
  }
}

extension Failure {
  /// Keeps the exception that the C API has set for an int that does not fit a C type.
  package static var outOfRange: Failure {
    unsafe PyErr_SetNone(swiftbuf_overflow_error())
    return .pending
  }
}
