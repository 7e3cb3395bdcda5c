import BufferProtocol
import CPython

// Operations on all elements in place: `fill`, `byteswap`.

/// `fill(value, /)`.
func waveformFill(_ self: PyObjectPointer?, _ value: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    try buffer.checkWritable()
    try buffer.pinned { () throws(Failure) in
      unsafe try buffer.fill(Object(value.unsafelyUnwrapped))
    }
    return .none
  }
}

/// `byteswap()`.
func waveformByteSwap(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    try buffer.checkWritable()
    unsafe try buffer.pinnedWithoutGIL { unsafe buffer.typed($0).swapBytes() }
    return .none
  }
}
