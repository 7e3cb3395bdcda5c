import BufferProtocol
import CPython
import WaveformCore

// DLPack (the array API standard, "Data interchange mechanisms"): `__dlpack__`,
// `__dlpack_device__`.

private let signature = Signature(
  "__dlpack__", ["stream", "max_version", "dl_device", "copy"], required: 0, positional: 0)

/// `__dlpack__(*, stream=None, max_version=None, dl_device=None, copy=None)`.
func waveformDLPack(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.method(self, signature, vector, given, names) { buffer, arguments throws(Failure) in
    if let stream = arguments[0].given {
      throw .buffer("stream: \(stream) is not None; CPU memory has no streams")
    }
    let version = try arguments[1].given.map { value throws(Failure) in
      try value.pair(argument: "max_version")
    }
    let device = try arguments[2].given.map { value throws(Failure) in
      try value.pair(argument: "dl_device")
    }
    if let device, device != (1, 0) {
      throw .buffer("dl_device: (\(device.0), \(device.1)) is not the CPU (1, 0)")
    }
    let isCopied =
      try arguments[3].given.map { value throws(Failure) in try value.truth() } ?? false
    let request = DLPackRequest(isVersioned: (version?.0 ?? 0) >= 1, isCopied: isCopied)
    let copy = isCopied ? try buffer.copiedMemory(buffer.waveformType) : buffer.object.retained()
    let shown = unsafe Buffer(copy.object.pointer)
    // Converting the arguments can run any code, which may have released the memory.
    return try shown.pinned { () throws(Failure) in try shown.dlpackCapsule(request) }
  }
}

/// `__dlpack_device__()`: `kDLCPU`, the first.
func waveformDLPackDevice(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { _ throws(Failure) in
    try .tuple(2) { index throws(Failure) in try OwnedObject(index == 0 ? 1 : 0) }
  }
}

extension Object {
  /// A pair of ints, as in DLPack versions and devices.
  fileprivate func pair(argument name: StaticString) throws(Failure) -> (Int, Int) {
    guard isTuple, unsafe PyTuple_Size(pointer) == 2,
      let first = unsafe PyTuple_GetItem(pointer, 0),
      let second = unsafe PyTuple_GetItem(pointer, 1)
    else { throw .type("\(name): \(self) is not a tuple of two integers") }
    return unsafe try (
      Object(first).size(argument: name), Object(second).size(argument: name)
    )
  }
}
