import CPython

/// A share in an exporter's memory that a library in C holds: one export and one reference, taken with
/// the GIL and given back by whatever thread is done with the memory.
///
/// Invariant: `pointer` is what `take` returned, and `giveBack` is called once.
@unsafe
struct Hold {
  let pointer: UnsafeMutableRawPointer

  /// Only the main interpreter's memory can be held: a thread that gives it back may be none of Python's, and
  /// for one of those `PyGILState_Ensure` takes the main interpreter's GIL, not that of the memory ("Bugs and
  /// caveats" of sub-interpreters in the C API manual). Before 3.12 it waits for ever in any other.
  ///
  /// - Throws: `.buffer` in any other interpreter.
  static func checkInterpreter() throws(Failure) {
    guard unsafe PyInterpreterState_GetID(PyInterpreterState_Get()) == 0 else {
      throw .buffer("DLPack and Arrow take memory of the main interpreter only")
    }
  }

  /// The memory stays, and cannot be released, until it is given back. The caller has pinned it, after
  /// `checkInterpreter`.
  static func take(_ buffer: Buffer) -> Hold {
    _ = unsafe buffer.takeExport()
    return unsafe Hold(pointer: UnsafeMutableRawPointer(buffer.object.retained().take()))
  }

  /// Gives it back, in a thread that runs the main interpreter or none. After the end of the interpreter
  /// there is nobody to give it to.
  func giveBack() {
    guard Py_IsInitialized() != 0 else { return }
    let state = PyGILState_Ensure()
    let buffer = unsafe Buffer(pointer.assumingMemoryBound(to: PyObject.self))
    buffer.dropExport()
    unsafe swiftbuf_release(buffer.object.pointer)
    PyGILState_Release(state)
  }
}
