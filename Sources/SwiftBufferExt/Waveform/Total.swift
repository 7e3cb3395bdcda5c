import BufferProtocol
import CPython
import WaveformCore

/// `_total(waveform, /)`: a function of the module, for the mean in `python -m swiftbuf`.
func moduleTotal(_ module: PyObjectPointer?, _ waveform: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let waveform = unsafe Object(waveform.unsafelyUnwrapped)
    guard let buffer = Buffer(waveform) else {
      throw .type("waveform: \(waveform) is not a Waveform")
    }
    try buffer.check()
    try buffer.checkOrder()
    let total = unsafe try buffer.pinned { elements throws(Failure) in
      unsafe try buffer.typed(elements).total()
    }
    return try .tuple(2) { index throws(Failure) in
      index == 0 ? try total.sum.python() : try OwnedObject(total.count)
    }
  }
}

extension Total.Sum {
  fileprivate func python() throws(Failure) -> OwnedObject {
    switch self {
    case .double(let value): return try OwnedObject(value)
    case .integer(let high, let low):
      if high == Int64(bitPattern: low) >> 63 { return try OwnedObject(Int(bitPattern: UInt(low))) }
      let upper = unsafe try OwnedObject(new: PyLong_FromLongLong(high))
      let bits = try OwnedObject(64)
      let shifted = unsafe try OwnedObject(
        new: PyNumber_Lshift(upper.object.pointer, bits.object.pointer))
      let lower = unsafe try OwnedObject(new: PyLong_FromUnsignedLongLong(low))
      return unsafe try OwnedObject(
        new: PyNumber_Or(shifted.object.pointer, lower.object.pointer))
    }
  }
}
