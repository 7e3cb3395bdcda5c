import BufferProtocol
import CPython

// `__buffer__` and `__release_buffer__` (PEP 688). From 3.12 on the interpreter makes both out of the slots
// and these are not used; they are what it does, for 3.11.

/// `w.__buffer__(flags, /)`: a memoryview over an export with just these flags.
func waveformBuffer(_ self: PyObjectPointer?, _ flags: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    let flags = unsafe try Object(flags.unsafelyUnwrapped).size(
      argument: "flags", overflow: Failure.overflow)
    guard let request = CInt(exactly: flags) else {
      throw .overflow("flags: \(flags) is too large for buffer flags")
    }
    return try BufferGate.memoryview(of: buffer, BufferRequest(rawValue: request))
  }
}

/// `w.__release_buffer__(view, /)`: gives back what `__buffer__` gave.
func waveformReleaseBuffer(_ self: PyObjectPointer?, _ view: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    let view = unsafe Object(view.unsafelyUnwrapped)
    guard view.isMemoryview else { throw .type("view: \(view) is no memoryview") }
    // One that has been released stands on nothing any more, which is fine.
    guard let shown = try view.shownObject(), !shown.object.isNone else { return .none }
    guard shown.object === buffer.object else {
      throw .value("view: the memoryview's buffer is not this object's")
    }
    return unsafe try OwnedObject(
      new: swiftbuf_call_method(view.pointer, ("release" as StaticString).cString))
  }
}

extension Object {
  /// The `obj` of a memoryview, nil of a released one.
  fileprivate func shownObject() throws(Failure) -> OwnedObject? {
    if let shown = unsafe PyObject_GetAttrString(pointer, ("obj" as StaticString).cString) {
      return unsafe OwnedObject(owning: shown)
    }
    guard Failure.forget(.value) else { throw .pending }
    return nil
  }
}
