import CPython

// What the interpreter asks of every exporter between construction and deallocation (C API manual,
// "Supporting Cyclic Garbage Collection").

/// `tp_traverse`.
package func bufferTraverse(
  _ self: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit else { return 0 }
  let buffer = unsafe Buffer(slot: self)
  // Instances of heap types hold a reference to their type (since Python 3.9).
  let status = unsafe visit(buffer.object.type.pointer, context)
  guard status == 0 else { return status }
  return buffer.owner.visit { object in unsafe visit(object.pointer, context) }
}

/// `tp_clear`: breaks a cycle through `obj`. Memory with exports must stay: either their holders
/// are part of the cycle too, or it is not garbage.
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
