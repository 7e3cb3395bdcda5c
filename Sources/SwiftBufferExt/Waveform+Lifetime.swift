import BufferProtocol
import CPython

/// `sys.getsizeof` adds the garbage collector's own head.
func waveformSizeOf(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    let type = unsafe try OwnedObject(
      new: PyObject_GetAttrString(
        buffer.object.type.pointer, ("__basicsize__" as StaticString).cString))
    return try OwnedObject(type.object.size(argument: "__basicsize__") + buffer.ownedByteCount)
  }
}

extension Buffer {
  /// The type `swiftbuf.Waveform` itself, of which views are: the first immutable one among the
  /// bases, because classes made in Python never are. It is the interpreter's own, so no global can
  /// hold it.
  var waveformType: Object {
    var type = object.type
    while unsafe swiftbuf_type_flags(type.pointer) & UInt(Py_TPFLAGS_IMMUTABLETYPE) == 0,
      let base = unsafe swiftbuf_base_type(type.pointer)
    { type = unsafe Object(base) }
    return type
  }

  /// The buffer behind an object whose class exports by our own function, not by a `__buffer__` of
  /// its own.
  init?(_ object: Object) {
    let slot = unsafe swiftbuf_type_slot(object.type.pointer, Py_bf_getbuffer)
    let ours = unsafe unsafeBitCast(
      bufferGet
        as @convention(c) (PyObjectPointer?, UnsafeMutablePointer<Py_buffer>?, CInt) -> CInt,
      to: UnsafeMutableRawPointer.self)
    guard unsafe slot == ours else { return nil }
    unsafe self.init(object.pointer)
  }
}
