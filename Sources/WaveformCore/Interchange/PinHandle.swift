import BufferProtocol
import CPython

/// A pin and a reference that a C library holds. They are taken with the GIL, and released by
/// whichever thread is done with the memory.
///
/// Invariant: `pointer` comes from a handle made by `init(pinning:)`, and `release` is called once.
@unsafe
struct PinHandle {
  let pointer: UnsafeMutableRawPointer

  /// Only memory of the main interpreter can be held. The thread that releases it may not be a
  /// Python thread, and there `PyGILState_Ensure` takes the main interpreter's GIL, whichever
  /// interpreter owns the memory ("Bugs and caveats" of sub-interpreters in the C API manual).
  /// Before 3.12 it waits forever in any other interpreter.
  ///
  /// - Throws: `.buffer` in any other interpreter.
  static func checkInterpreter() throws(Failure) {
    guard unsafe PyInterpreterState_GetID(PyInterpreterState_Get()) == 0 else {
      throw .buffer("DLPack and Arrow support only memory of the main interpreter")
    }
  }

  /// Keeps the memory from being released until `release`. Precondition: the caller has pinned it,
  /// after `checkInterpreter`.
  init(pinning buffer: Buffer) {
    _ = unsafe buffer.pin()
    unsafe pointer = UnsafeMutableRawPointer(buffer.object.retained().take())
  }

  /// The handle with this `pointer`.
  init(pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  /// Releases the memory, in a thread that runs the main interpreter or no interpreter. After the
  /// interpreter has ended it does nothing.
  func release() {
    guard Py_IsInitialized() != 0 else { return }
    let state = PyGILState_Ensure()
    let buffer = unsafe Buffer(pointer.assumingMemoryBound(to: PyObject.self))
    buffer.unpin()
    unsafe swiftbuf_release(buffer.object.pointer)
    PyGILState_Release(state)
  }
}
