import BufferProtocol
import CPython

// Other views of the whole memory: `cast`, `toreadonly`.

private let castSignature = Signature("cast", ["format", "shape"], required: 1, positional: 2)

/// `cast(format, shape=None)`.
func waveformCast(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe method(self, castSignature, vector, given, names) { buffer, arguments throws(Failure) in
    try buffer.pinned { () throws(Failure) in
      let format = try ElementFormat(argument: arguments[required: 0])
      return try buffer.cast(format, shape: arguments[1].given)
    }
  }
}

/// `toreadonly()`.
func waveformToReadOnly(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe method(self) { buffer throws(Failure) in
    try buffer.pinned { () throws(Failure) in
      let view = try Buffer.allocate(buffer.waveformType, ndim: buffer.ndim)
      for dimension in 0..<buffer.ndim {
        Buffer(view).set(
          dimension, length: buffer.layout.length(dimension),
          stride: buffer.layout.stride(dimension))
      }
      Buffer(view).adoptView(of: buffer, offset: 0, buffer.format, readOnly: true)
      return view
    }
  }
}

extension Buffer {
  var isContiguous: Bool { !traits.isDisjoint(with: [.cContiguous, .fContiguous]) }

  /// The same bytes as elements of `format`, in one dimension unless `shape` says otherwise.
  fileprivate func cast(_ format: ElementFormat, shape: Object?) throws(Failure) -> OwnedObject {
    guard isContiguous else { throw .type("only a contiguous Waveform can be cast") }
    let view: OwnedObject
    if let shape {
      view = try Buffer.allocate(waveformType, shape: shape, tooLarge: Failure.type)
    } else {
      view = try Buffer.allocate(waveformType, ndim: 1)
      Buffer(view).set(0, length: byteCount / format.itemSize)
    }
    guard Buffer(view).layOut(format) == byteCount else {
      throw .type(
        "format, shape: \(byteCount) bytes are not those of '\(format)' in shape \(Buffer(view).layout)"
      )
    }
    Buffer(view).adoptView(of: self, offset: 0, format)
    return view
  }
}
