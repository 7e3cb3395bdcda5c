import BufferProtocol
import CPython

// The type `swiftbuf.Exporter`: classes derived from it export what their `__buffer__` returns (PEP
// 688). From Python 3.12 on the language does this for every class, and Exporter is an empty base
// class. On 3.11 it has the slots that 3.12 gives to such classes, with the same behaviour
// (`slot_bf_getbuffer` in typeobject.c).

func makeExporterBase(_ module: Module) throws(Failure) -> OwnedObject {
  let flags: TypeFlags = [.subclassable, .immutable]
  guard Py_Version < 0x030C_0000 else {
    return try makeType(
      "swiftbuf.Exporter", module: module, size: swiftbuf_head_size(), flags: flags,
      slots: [.documentation(Manual.exporter)])
  }
  return unsafe try makeType(
    "swiftbuf.Exporter", module: module, size: swiftbuf_head_size(), flags: flags,
    slots: [
      .documentation(Manual.exporter), .getBuffer(exporterGetBuffer),
      .releaseBuffer(exporterReleaseBuffer),
    ])
}

/// `bf_getbuffer`: the buffer that `__buffer__` returns or that a native base class exports.
func exporterGetBuffer(
  _ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?, _ flags: CInt
) -> CInt {
  guard let view = unsafe view else {
    _ = Failure.buffer("view: NULL was passed, which PEP 3118 forbids")
    return -1
  }
  unsafe view.pointee.obj = nil
  var status: CInt = 0
  let outcome = returningStatus { () throws(Failure) in
    let exporter = unsafe Object(self.unsafelyUnwrapped)
    // These are modes of PyMemoryView_GetContiguous, not requests; 3.12 refuses them too.
    guard flags != PyBUF_READ, flags != PyBUF_WRITE else {
      PyErr_BadInternalCall()
      throw .pending
    }
    if let method = try exporter.pythonMethod("__buffer__") {
      let argument = try OwnedObject(Int(flags))
      let shown = unsafe try OwnedObject(
        new: swiftbuf_call(method.object.pointer, argument.object.pointer))
      guard shown.object.isMemoryview else {
        throw .type("__buffer__ returned non-memoryview object")
      }
      unsafe try BufferWrapper.lend(
        shown.object, for: exporter, BufferRequest(rawValue: flags), to: view)
    } else if let native = try exporter.nativeExporter(),
      let slot = unsafe swiftbuf_type_slot(native.pointer, swiftbuf_getbuffer_slot())
    {
      status = unsafe unsafeBitCast(slot, to: GetBufferFunction.self)(exporter.pointer, view, flags)
    } else {
      throw .type("a bytes-like object is required, not \(exporter)")
    }
  }
  return outcome == 0 ? status : outcome
}

/// `bf_releasebuffer`, for views that refer to the object itself, as those of a native class do.
/// (Other views refer to a wrapper.)
///
/// Every exporter here has this slot, also because NumPy keeps an export only if the type has it,
/// and otherwise releases the export at once.
private func exporterReleaseBuffer(
  _ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?
) {
  let exporter = unsafe Object(self.unsafelyUnwrapped)
  exporter.keepingException { () throws(Failure) in
    guard let native = try exporter.nativeExporter() else { return }
    // A Waveform's view may have been made only to be passed to `__release_buffer__`.
    if let waveform = Buffer(exporter, exportedBy: native), unsafe !BufferProxy.isForRelease(view),
      let method = try exporter.pythonMethod("__release_buffer__")
    {
      let shown = try BufferProxy.memoryview(
        of: waveform, .fullReadOnly, forRelease: true)
      defer {
        exporter.keepingException { () throws(Failure) in try shown.object.releaseMemoryview() }
      }
      _ = unsafe try OwnedObject(new: swiftbuf_call(method.object.pointer, shown.object.pointer))
    }
  }
  exporter.keepingException { () throws(Failure) in
    guard let native = try exporter.nativeExporter(),
      let slot = unsafe swiftbuf_type_slot(native.pointer, swiftbuf_releasebuffer_slot())
    else { return }
    unsafe unsafeBitCast(slot, to: ReleaseBufferFunction.self)(exporter.pointer, view)
  }
}

extension Object {
  /// Runs Python code for a release (`releasebuffer_call_python`). An exception may be in flight;
  /// it is restored afterwards. An exception raised here cannot propagate.
  func keepingException(_ body: () throws(Failure) -> Void) {
    var type: PyObjectPointer?
    var value: PyObjectPointer?
    var traceback: PyObjectPointer?
    unsafe PyErr_Fetch(&type, &value, &traceback)
    do throws(Failure) {
      try body()
    } catch {
      unsafe PyErr_WriteUnraisable(pointer)
    }
    unsafe PyErr_Restore(type, value, traceback)
  }
}
