import BufferProtocol
import CPython
import WaveformCore

// The Arrow PyCapsule interface: `__arrow_c_schema__`, `__arrow_c_array__`.

private let signature = Signature(
  "__arrow_c_array__", ["requested_schema"], required: 0, positional: 1)

/// `__arrow_c_schema__()`.
func waveformArrowSchema(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in try buffer.arrowSchemaCapsule() }
}

/// `__arrow_c_array__(requested_schema=None)`. A producer that cannot convert may ignore the
/// request: memory is exported as it is, never converted.
func waveformArrowArray(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.method(self, signature, vector, given, names) { buffer, _ throws(Failure) in
    try buffer.pinned { () throws(Failure) in
      let schema = try buffer.arrowSchemaCapsule()
      let array = try buffer.arrowArrayCapsule()
      return unsafe try OwnedObject(
        new: swiftbuf_tuple_2(schema.object.pointer, array.object.pointer))
    }
  }
}
