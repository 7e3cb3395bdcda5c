import BufferProtocol
import CPython

// Copies of the memory: `copy()`, `copy.copy`, `copy.deepcopy`.

/// `copy()` and `__copy__()`.
func waveformCopy(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    let copy = try buffer.copiedMemory(buffer.object.type)
    if let state = try buffer.instanceState() {
      try copy.object.setInstanceState(state.object)
    }
    return copy
  }
}

/// `__deepcopy__(memo, /)`.
func waveformDeepCopy(_ self: PyObjectPointer?, _ memo: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self, memo) { buffer, memo throws(Failure) in
    let copy = try buffer.copiedMemory(buffer.object.type)
    if let state = try buffer.instanceState() {
      // Registered before its attributes are copied, because they may refer back to it.
      let identity = unsafe try OwnedObject(new: PyLong_FromVoidPtr(buffer.object.pointer))
      guard
        unsafe PyObject_SetItem(memo.pointer, identity.object.pointer, copy.object.pointer) == 0
      else { throw .pending }
      let deepcopy = try OwnedObject.imported("deepcopy", from: "copy")
      let copied = unsafe try OwnedObject(
        new: swiftbuf_call_2(deepcopy.object.pointer, state.object.pointer, memo.pointer))
      try copy.object.setInstanceState(copied.object)
    }
    return copy
  }
}

extension Buffer {
  /// An instance of `type` with its own C-contiguous memory, writable unless `readOnly`.
  func copiedMemory(_ type: Object, readOnly: Bool = false) throws(Failure) -> OwnedObject {
    try pinned { () throws(Failure) in
      var copy = try UnfinishedBuffer(type, ndim: ndim)
      for dimension in 0..<ndim { copy.set(dimension, length: layout.length(dimension)) }
      return unsafe try copy.filled(format, readOnly: readOnly) { start, _ throws(Failure) in
        unsafe try pinnedWithoutGIL { unsafe $0.copy(toPacked: start) }
      }
    }
  }

  /// The state that a Python subclass adds to the instance (`object.__getstate__`, since 3.11); nil
  /// if there is none.
  func instanceState() throws(Failure) -> OwnedObject? {
    guard !(object.type === waveformType) else { return nil }
    let state = unsafe try OwnedObject(
      new: swiftbuf_call_method(object.pointer, ("__getstate__" as StaticString).cString))
    if state.object.isNone { return nil }
    return state
  }
}

extension Object {
  /// The reverse of `__getstate__`, by the rules of `copy` (`copy._reconstruct`): the state goes to
  /// `__setstate__` if that exists, otherwise into `__dict__`. Of a pair, the first part goes there
  /// and the second into slots, by `setattr`.
  fileprivate func setInstanceState(_ state: Object) throws(Failure) {
    if let method = try attribute("__setstate__") {
      _ = unsafe try OwnedObject(new: swiftbuf_call(method.object.pointer, state.pointer))
      return
    }
    guard state.isTuple, unsafe PyTuple_Size(state.pointer) == 2,
      let attributes = unsafe PyTuple_GetItem(state.pointer, 0),
      let slots = unsafe PyTuple_GetItem(state.pointer, 1)
    else { return try updateDict(state) }
    unsafe try updateDict(Object(attributes))
    unsafe try setSlots(Object(slots))
  }

  private func updateDict(_ attributes: Object) throws(Failure) {
    if attributes.isNone { return }
    let dict = unsafe try OwnedObject(
      new: PyObject_GetAttrString(pointer, ("__dict__" as StaticString).cString))
    guard unsafe PyDict_Update(dict.object.pointer, attributes.pointer) == 0 else {
      throw .pending
    }
  }

  private func setSlots(_ slots: Object) throws(Failure) {
    if slots.isNone { return }
    // A copy of the items: setting an attribute can run code that changes the dict.
    let items = unsafe try OwnedObject(new: PyMapping_Items(slots.pointer))
    for index in 0..<(unsafe PyList_Size(items.object.pointer)) {
      guard let item = unsafe PyList_GetItem(items.object.pointer, index),
        let name = unsafe PyTuple_GetItem(item, 0), let value = unsafe PyTuple_GetItem(item, 1),
        unsafe PyObject_SetAttr(pointer, name, value) == 0
      else { throw .pending }
    }
  }
}
