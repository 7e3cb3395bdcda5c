import BufferProtocol
import CPython

// `__buffer__` and `__release_buffer__` (PEP 688). From 3.12 on the interpreter makes both out of
// the slots and these are not used; they are what it does, for 3.11.

/// `w.__buffer__(flags, /)`: a memoryview over an export with just these flags.
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

/// `w.__release_buffer__(buffer, /)`: gives back what `__buffer__` gave.
func waveformReleaseBuffer(_ self: PyObjectPointer?, _ view: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self, view) { buffer, view throws(Failure) in
    guard view.isMemoryview else { throw .type("view: \(view) is no memoryview") }
    // A released one raises the ValueError that says so.
    let shown = try view.memoryviewObject()
    guard shown.object === buffer.object else {
      throw .value("view: the memoryview's buffer is not this object's")
    }
    try view.releaseMemoryview()
    return .none
  }
}
