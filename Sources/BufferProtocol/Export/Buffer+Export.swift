import CPython

// The one pair of functions behind every exporter here, for the slots `bf_getbuffer` and
// `bf_releasebuffer` (C API manual, "Buffer Object Structures"). Neither allocates, and neither
// touches any reference count except the exporter's. `view.obj` is NULL after a refusal, as PEP
// 3118 requires.

/// `bf_getbuffer`: grants what `request` asks for, or raises a BufferError and sets `view.obj` to
/// NULL.
package func bufferGet(
  _ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?, _ flags: CInt
) -> CInt {
  let buffer = unsafe Buffer(slot: self)
  let request = BufferRequest(rawValue: flags)
  // The pin comes first: without a GIL, the fields may be read only while it is held.
  guard let view = unsafe view, let start = unsafe buffer.pin() else {
    return unsafe refuse(buffer, view, request)
  }
  guard request.refusal(by: buffer.traits) == nil else {
    buffer.unpin()
    return unsafe refuse(buffer, view, request)
  }
  unsafe view.pointee.buf = start
  unsafe view.pointee.len = buffer.byteCount
  unsafe view.pointee.itemsize = buffer.format.size.byteCount
  unsafe view.pointee.readonly = buffer.isReadOnly ? 1 : 0
  unsafe view.pointee.suboffsets = nil
  unsafe view.pointee.internal = nil
  unsafe view.pointee.format = request.contains(.format) ? buffer.inlineFormatText : nil
  if request.contains(.nd) {
    // "If ndim is 0 [...] shape, strides and suboffsets MUST be NULL."
    let ndim = buffer.ndim
    let shape = unsafe buffer.fields.pointee.dimensions
    unsafe view.pointee.ndim = CInt(truncatingIfNeeded: ndim)
    unsafe view.pointee.shape = shape
    unsafe view.pointee.strides = request.contains(.strides) ? shape.map { unsafe $0 + ndim } : nil
  } else {
    // Plain bytes. CPython takes more than one dimension as a promise of a shape.
    unsafe view.pointee.ndim = 1
    unsafe view.pointee.shape = nil
    unsafe view.pointee.strides = nil
  }
  // The view's reference, which PyBuffer_Release drops. It keeps this object, and thereby the
  // memory.
  unsafe view.pointee.obj = buffer.object.retained().take()
  guard buffer.format.isDescribed else { return 0 }
  return unsafe describe(buffer, view, request)
}

/// The fields of an export of records or strings, whose format is described elsewhere. Out of line
/// and last, because all other exports then need no stack frame.
@inline(never)
private func describe(
  _ buffer: Buffer, _ view: UnsafeMutablePointer<Py_buffer>, _ request: BufferRequest
) -> CInt {
  unsafe view.pointee.itemsize = buffer.format.itemSize
  if request.contains(.format) { unsafe view.pointee.format = buffer.formatText }
  return 0
}

/// Raises the error. Out of line: a granted request then needs no stack frame for messages.
@inline(never)
private func refuse(
  _ buffer: Buffer, _ view: UnsafeMutablePointer<Py_buffer>?, _ request: BufferRequest
) -> CInt {
  unsafe view?.pointee.obj = nil
  return returningStatus { () throws(Failure) in
    guard unsafe view != nil else {
      throw .buffer("view: NULL was passed, which PEP 3118 forbids")
    }
    try buffer.check()
    if let refusal = request.refusal(by: buffer.traits) {
      // A copy is in C order.
      let copyHelps = request.refusal(by: buffer.traits.union(.cContiguous)) == nil
      throw copyHelps && buffer.hasCopy
        ? .buffer("\(refusal); a copy() is") : .buffer("\(refusal)")
    }
    // Without a GIL, another thread has just begun to release or move the memory.
    throw buffer.released
  }
}

extension Buffer {
  /// Whether its type has a method `copy`.
  fileprivate var hasCopy: Bool {
    do throws(Failure) {
      return try object.type.attribute("copy") != nil
    } catch {
      error.forget()
      return false
    }
  }
}

/// `bf_releasebuffer`: one view fewer. PyBuffer_Release drops the reference afterwards.
package func bufferRelease(_ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?) {
  unsafe Buffer(slot: self).unpin()
}

// The same for types whose storages are notified of views (`Storage`).

/// `bf_getbuffer` that notifies the storage, and takes the view back if the storage throws.
func observedBufferGet(
  _ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?, _ flags: CInt
) -> CInt {
  guard unsafe bufferGet(self, view, flags) == 0 else { return -1 }
  let buffer = unsafe Buffer(slot: self)
  let status = returningStatus { () throws(Failure) in
    try buffer.storage(as: Storage.self)
      .viewTaken(of: buffer, BufferRequest(rawValue: flags))
  }
  if status != 0 {
    buffer.unpin()
    unsafe view?.pointee.obj = nil
    unsafe swiftbuf_release(buffer.object.pointer)
  }
  return status
}

/// `bf_releasebuffer` that notifies the storage after the view has been uncounted.
func observedBufferRelease(_ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?) {
  unsafe bufferRelease(self, view)
  let buffer = unsafe Buffer(slot: self)
  guard case .storage(let storage) = buffer.owner else { return }
  unsafe storage.takeUnretainedValue().viewReturned(to: buffer)
}
