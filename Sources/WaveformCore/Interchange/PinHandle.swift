import BufferProtocol
import CPython

/// A pin that a library in C holds: with it goes one reference, and both are taken with
/// the GIL and given back by whatever thread is done with the memory.
///
/// Invariant: `pointer` is that of a handle made by `init(pinning:)`, and `release` is called once.
@unsafe
struct PinHandle {
  let pointer: UnsafeMutableRawPointer

  /// Only the main interpreter's memory can be held: a thread that gives it back may be none of
  /// Python's, and for one of those `PyGILState_Ensure` takes the main interpreter's GIL, not that
  /// of the memory ("Bugs and caveats" of sub-interpreters in the C API manual). Before 3.12 it
  /// waits for ever in any other.
  ///
  /// - Throws: `.buffer` in any other interpreter.
  static func checkInterpreter() throws(Failure) {
    guard unsafe PyInterpreterState_GetID(PyInterpreterState_Get()) == 0 else {
      throw .buffer("DLPack and Arrow take memory of the main interpreter only")
    }
  }

  /// The memory stays, and cannot be released, until `release`. Precondition: the caller has pinned
  /// it, after
  /// `checkInterpreter`.
  init(pinning buffer: Buffer) {
    _ = unsafe buffer.pin()
    unsafe pointer = UnsafeMutableRawPointer(buffer.object.retained().take())
  }

  /// The handle with this `pointer`.
  init(pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  /// Gives it back, in a thread that runs the main interpreter or none. After the end of the
  /// interpreter there is nobody to give it to.
  func release() {
    guard Py_IsInitialized() != 0 else { return }
    let state = PyGILState_Ensure()
    let buffer = unsafe Buffer(pointer.assumingMemoryBound(to: PyObject.self))
    buffer.unpin()
    unsafe swiftbuf_release(buffer.object.pointer)
    PyGILState_Release(state)
  }
}
