import BufferProtocol
import CPython

// `len(w)`, `bool(w)`.

func waveformLength(_ self: PyObjectPointer?) -> Int {
  let buffer = unsafe Buffer(slot: self)
  var length = -1
  _ = returningStatus { () throws(Failure) in
    try buffer.check()
    guard buffer.ndim > 0 else { throw .type("a 0-dimensional Waveform has no length") }
    length = buffer.layout.length(0)
  }
  return length
}

/// `bool(w)`. Without dimensions it has no length, and is true because it has one element.
func waveformTruth(_ self: PyObjectPointer?) -> CInt {
  let buffer = unsafe Buffer(slot: self)
  guard returningStatus({ () throws(Failure) in try buffer.check() }) == 0 else { return -1 }
  return buffer.ndim == 0 || buffer.layout.length(0) != 0 ? 1 : 0
}
