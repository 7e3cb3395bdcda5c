import BufferProtocol
import CPython

// `__buffer__` and `__release_buffer__` (PEP 688). From 3.12 on the interpreter derives both from
// the slots; these give Python 3.11 the same behaviour.

/// `w.__buffer__(flags, /)`: a memoryview of an export with exactly these flags.
func waveformBuffer(_ self: PyObjectPointer?, _ flags: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    let flags = unsafe try Object(flags.unsafelyUnwrapped).size(
      argument: "flags", overflow: Failure.overflow)
    guard let request = CInt(exactly: flags) else {
      throw .overflow("flags: \(flags) is too large for buffer flags")
    }
    return try BufferProxy.memoryview(of: buffer, BufferRequest(rawValue: request))
  }
}

/// `w.__release_buffer__(buffer, /)`: releases a memoryview from `__buffer__`.
func waveformReleaseBuffer(_ self: PyObjectPointer?, _ view: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self, view) { buffer, view throws(Failure) in
    guard view.isMemoryview else { throw .type("view: \(view) is not a memoryview") }
    // Raises the ValueError if it is already released.
    let shown = try view.memoryviewObject()
    guard shown.object === buffer.object else {
      throw .value("view: the memoryview's buffer is not this object")
    }
    try view.releaseMemoryview()
    return .none
  }
}
