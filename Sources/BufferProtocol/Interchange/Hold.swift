import CPython

/// A share in an exporter's memory that a library in C holds: one export and one reference, taken with
/// the GIL and given back by whatever thread is done with the memory.
///
/// Invariant: `pointer` is what `take` returned, and `giveBack` is called once.
@unsafe
struct Hold {
  let pointer: UnsafeMutableRawPointer

  /// The memory stays, and cannot be released, until it is given back. The caller has pinned it.
  static func take(_ buffer: Buffer) -> Hold {
    _ = unsafe buffer.takeExport()
    return unsafe Hold(pointer: UnsafeMutableRawPointer(buffer.object.retained().take()))
  }

  /// Gives it back. After the end of the interpreter there is nobody to give it to.
  func giveBack() {
    guard Py_IsInitialized() != 0 else { return }
    let state = PyGILState_Ensure()
    let buffer = unsafe Buffer(pointer.assumingMemoryBound(to: PyObject.self))
    buffer.dropExport()
    unsafe swiftbuf_release(buffer.object.pointer)
    PyGILState_Release(state)
  }
}
