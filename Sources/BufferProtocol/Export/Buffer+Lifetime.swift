import CPython

// What the interpreter asks of every exporter after it was made, up to its end (C API manual,
// "Supporting Cyclic Garbage Collection").

/// `tp_traverse`.
package func bufferTraverse(
  _ self: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit else { return 0 }
  let buffer = unsafe Buffer(slot: self)
  // An instance of a heap type holds a reference to its type (3.9 on).
  let status = unsafe visit(buffer.object.type.pointer, context)
  guard status == 0 else { return status }
  return buffer.owner.visit { object in unsafe visit(object.pointer, context) }
}

/// `tp_clear`: breaks a cycle through `obj`. Memory with exports must stay: what
/// holds them is in the cycle too, or the cycle is alive.
package func bufferClear(_ self: PyObjectPointer?) -> CInt {
  _ = unsafe Buffer(slot: self).releaseIfFree()
  return 0
}

/// `tp_dealloc`.
package func bufferDealloc(_ self: PyObjectPointer?) {
  let buffer = unsafe Buffer(slot: self)
  unsafe PyObject_GC_UnTrack(UnsafeMutableRawPointer(buffer.object.pointer))
  if unsafe buffer.fields.pointee.weakReferences != nil {
    unsafe PyObject_ClearWeakRefs(buffer.object.pointer)
  }
  buffer.releaseMemory()
  buffer.freeDimensions()
  unsafe swiftbuf_free(buffer.object.pointer)
}
