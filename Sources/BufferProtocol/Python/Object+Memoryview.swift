import CPython

extension Object {
  /// A memoryview of this exporter, with an export of its own (`PyMemoryView_FromObject`).
  ///
  /// - Throws: a TypeError if it is not an exporter; what it raises when it refuses.
  public func memoryview() throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(new: PyMemoryView_FromObject(pointer))
  }

  package var isMemoryview: Bool { unsafe swiftbuf_is_memoryview(pointer) != 0 }

  /// Whether it is a memoryview that the garbage collector has cleared while its export was still
  /// in use, as CPython 3.11 and 3.12 up to 3.12.6 do (python/cpython issue 77894). It has lost its
  /// managed buffer, and any use of it reads from NULL.
  package var isBrokenMemoryview: Bool {
    guard isMemoryview,
      let slot = unsafe swiftbuf_type_slot(type.pointer, Py_tp_traverse)
    else { return false }
    // Its managed buffer is the only object that a memoryview visits.
    var visited: CInt = 0
    let traverse = unsafe unsafeBitCast(slot, to: traverseproc.self)
    _ = unsafe traverse(
      pointer,
      { _, visited in
        unsafe visited?.storeBytes(of: 1, as: CInt.self)
        return 0
      }, &visited)
    return visited == 0
  }

  /// `memoryview.obj`; a ValueError if it is released.
  package func memoryviewObject() throws(Failure) -> OwnedObject { try requiredAttribute("obj") }

  /// `memoryview.release()`.
  package func releaseMemoryview() throws(Failure) {
    _ = unsafe try OwnedObject(
      new: swiftbuf_call_method(pointer, ("release" as StaticString).cString))
  }
}
