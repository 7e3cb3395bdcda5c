import BufferProtocol
import CPython

// The attributes of `memoryview`, with the same names and meanings, and `exports`.

func waveformObj(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    // Another thread may release the memory, and the owner with it.
    try buffer.pinned { () throws(Failure) in (buffer.shownObject ?? .none).retained() }
  }
}

func waveformFormat(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try OwnedObject(buffer.format.text) }
}

func waveformItemSize(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try OwnedObject(buffer.format.itemSize) }
}

func waveformNBytes(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try OwnedObject(buffer.byteCount) }
}

func waveformNDim(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try OwnedObject(buffer.ndim) }
}

func waveformShape(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try buffer.layout.shapeTuple() }
}

func waveformStrides(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try buffer.layout.stridesTuple() }
}

/// Always empty: the memory is one block.
func waveformSubOffsets(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { _ throws(Failure) in
    try .tuple(0) { _ throws(Failure) in .none }
  }
}

func waveformReadOnly(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try OwnedObject(buffer.isReadOnly) }
}

func waveformCContiguous(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer?
{
  unsafe Buffer.method(self) { buffer throws(Failure) in
    try OwnedObject(buffer.traits.contains(.cContiguous))
  }
}

func waveformFContiguous(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer?
{
  unsafe Buffer.method(self) { buffer throws(Failure) in
    try OwnedObject(buffer.traits.contains(.fContiguous))
  }
}

func waveformContiguous(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try OwnedObject(buffer.isContiguous) }
}

/// Also 0 after a release, when there can be no exports.
func waveformExports(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in unsafe try OwnedObject(Buffer(slot: self).exports) }
}

func waveformRepr(_ self: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    let type = buffer.object.type
    let module = try type.requiredAttribute("__module__")
    let name = try type.requiredAttribute("__qualname__")
    guard !buffer.isReleased else {
      return unsafe try OwnedObject(
        new: swiftbuf_describe_released(module.object.pointer, name.object.pointer))
    }
    let shape = try buffer.layout.shapeTuple()
    return unsafe try OwnedObject(
      new: swiftbuf_describe(
        module.object.pointer, name.object.pointer, buffer.format.text.cString,
        shape.object.pointer, buffer.isReadOnly ? 1 : 0))
  }
}

/// `sys.getsizeof` adds the size of the garbage collector's header.
func waveformSizeOf(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    let type = try buffer.object.type.requiredAttribute("__basicsize__")
    return try OwnedObject(type.object.size(argument: "__basicsize__") + buffer.ownedByteCount)
  }
}
