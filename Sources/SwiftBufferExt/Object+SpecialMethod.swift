import BufferProtocol
import CPython

// Special methods are looked up on the class, not on the instance (language reference, "Special
// method lookup"); the C API's own look-up, `_PyType_Lookup`, is private.

extension Object {
  /// The method `name` of the object's class, bound to the object; nil if no class of its MRO has
  /// it.
  func specialMethod(_ name: StaticString) throws(Failure) -> OwnedObject? {
    var method: OwnedObject?
    try forEachClass { (type) throws(Failure) in
      let dict = unsafe try OwnedObject(
        new: PyObject_GetAttrString(type.pointer, ("__dict__" as StaticString).cString))
      let key = try OwnedObject(name)
      guard unsafe PySequence_Contains(dict.object.pointer, key.object.pointer) == 1 else {
        return false
      }
      let found = unsafe try OwnedObject(
        new: PyObject_GetItem(dict.object.pointer, key.object.pointer))
      method = try found.object.bound(to: self)
      return true
    }
    return method
  }

  /// `swiftbuf.Exporter`, of which the object's class is derived.
  func exporterType() throws(Failure) -> Object? {
    var exporterType: Object?
    try forEachClass { (type) throws(Failure) in
      let flags = unsafe swiftbuf_type_flags(type.pointer)
      let isOurs =
        flags & UInt(Py_TPFLAGS_IMMUTABLETYPE) != 0
        && flags & UInt(Py_TPFLAGS_HEAPTYPE) != 0
      guard isOurs, let state = unsafe swiftbuf_type_state(type.pointer) else {
        PyErr_Clear()
        return false
      }
      exporterType = type
      return unsafe state.assumingMemoryBound(to: ModuleState.self).pointee.lenderType != nil
    }
    return exporterType
  }

  /// Goes through the classes of the MRO until `body` says that it has found what it looks for.
  private func forEachClass(_ body: (Object) throws(Failure) -> Bool) throws(Failure) {
    let mro = unsafe try OwnedObject(
      new: PyObject_GetAttrString(type.pointer, ("__mro__" as StaticString).cString))
    for index in 0..<(unsafe PyTuple_Size(mro.object.pointer)) {
      guard let type = unsafe PyTuple_GetItem(mro.object.pointer, index) else { throw .pending }
      if unsafe try body(Object(type)) { return }
    }
  }

  /// The attribute of a class as an instance sees it (`tp_descr_get`).
  private func bound(to instance: Object) throws(Failure) -> OwnedObject {
    guard let slot = unsafe swiftbuf_type_slot(type.pointer, Py_tp_descr_get) else {
      return retained()
    }
    let get = unsafe unsafeBitCast(slot, to: TernaryFunction.self)
    return unsafe try OwnedObject(new: get(pointer, instance.pointer, instance.type.pointer))
  }
}

private typealias TernaryFunction =
  @convention(c) (PyObjectPointer?, PyObjectPointer?, PyObjectPointer?) -> PyObjectPointer?
