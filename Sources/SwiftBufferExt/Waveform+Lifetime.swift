import BufferProtocol
import CPython

// Birth is in `Waveform+Construction.swift`; here is what the interpreter asks of an instance
// afterwards, up to its end (C API manual, "Supporting Cyclic Garbage Collection").

func waveformTraverse(
  _ self: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit else { return 0 }
  let buffer = unsafe Buffer(slot: self)
  // An instance of a heap type holds a reference to its type (3.9 on).
  let status = unsafe visit(buffer.object.type.pointer, context)
  guard status == 0 else { return status }
  return buffer.visitOwner { object in unsafe visit(object.pointer, context) }
}

/// Breaks a cycle through `obj`. While something stands on the memory it must stay; that something
/// is in the cycle too, or the cycle is alive.
func waveformClear(_ self: PyObjectPointer?) -> CInt {
  let buffer = unsafe Buffer(slot: self)
  if buffer.exports == 0 { buffer.releaseMemory() }
  return 0
}

func waveformDealloc(_ self: PyObjectPointer?) {
  let buffer = unsafe Buffer(slot: self)
  unsafe PyObject_GC_UnTrack(UnsafeMutableRawPointer(buffer.object.pointer))
  unsafe PyObject_ClearWeakRefs(buffer.object.pointer)
  buffer.releaseMemory()
  buffer.freeDimensions()
  unsafe swiftbuf_free(buffer.object.pointer)
}

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
