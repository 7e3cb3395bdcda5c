import CPython

/// Code `?`: a byte that is true unless it is zero. Accepts any object, by its truth value.
package struct Truth: Element, Equatable {
  package let byte: UInt8

  package static var requirement: StaticString { "an object with a truth value" }
  package var byteSwapped: Truth { self }
  package func python() throws(Failure) -> OwnedObject { try OwnedObject(byte != 0) }
  package init(byte: UInt8) { self.byte = byte }
  package init(python object: Object) throws(Failure) {
    self.init(byte: try object.truth() ? 1 : 0)
  }

  package static func isEqual(_ left: Truth, _ right: Truth) -> Bool {
    (left.byte != 0) == (right.byte != 0)
  }
}

/// Code `c`: a bytes object of length 1.
package struct Character8: Element, Equatable {
  package let byte: UInt8

  package static var requirement: StaticString { "a bytes object of length 1" }
  package var byteSwapped: Character8 { self }

  /// Out of line: loops over other elements need no byte on the stack.
  @inline(never)
  package func python() throws(Failure) -> OwnedObject {
    var byte = CChar(bitPattern: byte)
    return unsafe try OwnedObject(new: PyBytes_FromStringAndSize(&byte, 1))
  }

  package init(python object: Object) throws(Failure) {
    guard unsafe swiftbuf_is_bytes(object.pointer) != 0 else {
      unsafe PyErr_SetNone(swiftbuf_type_error())
      throw .pending
    }
    guard unsafe PyBytes_Size(object.pointer) == 1,
      let text = unsafe PyBytes_AsString(object.pointer)
    else { throw .outOfRange }
    byte = unsafe UInt8(bitPattern: text[0])
  }
}
