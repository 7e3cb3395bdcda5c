import BufferProtocol
import CPython

// `release()`, and the `with` statement, which calls it at its end.

/// `release()`.
func waveformRelease(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    unsafe try Buffer(slot: self).release()
    return .none
  }
}

/// `__enter__()`.
func waveformEnter(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    buffer.object.retained()
  }
}

/// `__exit__(*exception)`: does not suppress the exception.
func waveformExit(
  _ self: PyObjectPointer?, _: UnsafePointer<PyObjectPointer?>?, _: Int, _: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe waveformRelease(self, nil)
}

extension Buffer {
  fileprivate func release() throws(Failure) {
    // A running operation counts as an export, so its memory cannot be released.
    let exports = releaseIfFree()
    guard exports == 0 else {
      throw .buffer("cannot release: memory is in use (exports=\(exports))")
    }
  }
}
