import CPython

extension Object {
  /// A memoryview of this exporter, with an export of its own (`PyMemoryView_FromObject`).
  ///
  /// - Throws: a TypeError if it is none; what it raises when it refuses.
  public func memoryview() throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(new: PyMemoryView_FromObject(pointer))
  }

  package var isMemoryview: Bool { unsafe swiftbuf_is_memoryview(pointer) != 0 }

  /// Whether it is a memoryview that the garbage collector has taken apart while its export was
  /// still in use, as CPython 3.11 and 3.12 up to 3.12.6 do (python/cpython issue 77894). It has
  /// lost its managed buffer, and every use of it reads from NULL.
  package var isBrokenMemoryview: Bool {
    guard isMemoryview,
      let slot = unsafe swiftbuf_type_slot(type.pointer, Py_tp_traverse)
    else { return false }
    // Its managed buffer is the only thing that a memoryview shows to the collector.
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

  /// `memoryview.obj`; a ValueError of a released one.
  package func memoryviewObject() throws(Failure) -> OwnedObject { try requiredAttribute("obj") }

  /// `memoryview.release()`.
  package func releaseMemoryview() throws(Failure) {
    _ = unsafe try OwnedObject(
      new: swiftbuf_call_method(pointer, ("release" as StaticString).cString))
  }
}
