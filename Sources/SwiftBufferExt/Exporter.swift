import BufferProtocol
import CPython

// The type `swiftbuf.Exporter`: classes derived from it export what their `__buffer__` returns (PEP
// 688). From Python 3.12 on the language does that for every class, and Exporter is an empty base.
// On 3.11 it has the slots that 3.12 gives to such classes, and they do the same
// (`slot_bf_getbuffer` in typeobject.c).

func makeExporterType(_ module: Object) throws(Failure) -> OwnedObject {
  let flags: TypeFlags = [.subclassable, .immutable]
  guard Py_Version < 0x030C_0000 else {
    return unsafe try makeType(
      "swiftbuf.Exporter", module: module, size: MemoryLayout<PyObject>.size, flags: flags,
      slots: [.documentation(Manual.exporter)])
  }
  return unsafe try makeType(
    "swiftbuf.Exporter", module: module, size: MemoryLayout<PyObject>.size, flags: flags,
    slots: [
      .documentation(Manual.exporter), .getBuffer(exporterGetBuffer),
      .releaseBuffer(exporterReleaseBuffer),
    ])
}

/// `bf_getbuffer` of a class with `__buffer__`.
private func exporterGetBuffer(
  _ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?, _ flags: CInt
) -> CInt {
  guard let view = unsafe view else { return -1 }
  unsafe view.pointee.obj = nil
  return succeeding { () throws(Failure) in
    let exporter = unsafe Object(self.unsafelyUnwrapped)
    // No requests: CPython 3.12 says so too ("PyBUF_READ and PyBUF_WRITE").
    guard flags != PyBUF_READ, flags != PyBUF_WRITE else {
      throw .type("flags: \(Int(flags)) is no buffer request")
    }
    guard let method = try exporter.specialMethod("__buffer__") else {
      throw .type("a bytes-like object is required, not \(exporter)")
    }
    let argument = try OwnedObject(Int(flags))
    let shown = unsafe try OwnedObject(
      new: swiftbuf_call(method.object.pointer, argument.object.pointer))
    guard shown.object.isMemoryview else {
      throw .type("__buffer__ returned non-memoryview object")
    }
    unsafe try BufferLender.lend(
      shown.object, for: exporter, BufferRequest(rawValue: flags), to: view)
  }
}

/// `bf_releasebuffer`: never called, as views refer to a lender. It says that exports have to be
/// given back: NumPy keeps the export of a type that has it, and gives that of any other back at
/// once.
private func exporterReleaseBuffer(
  _ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?
) {}
