import BufferProtocol
import CPython

// Other views of the whole memory: `cast`, `toreadonly`.

private let castSignature = Signature("cast", ["format", "shape"], required: 1, positional: 2)

/// `cast(format, shape=None)`.
func waveformCast(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.method(self, castSignature, vector, given, names) {
    buffer, arguments throws(Failure) in
    unsafe try buffer.pinned { elements throws(Failure) in
      let format = try ElementFormat(argument: arguments[required: 0])
      return unsafe try buffer.cast(elements, format, shape: arguments[1].given)
    }
  }
}

/// `toreadonly()`.
func waveformToReadOnly(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    unsafe try buffer.pinned { elements throws(Failure) in
      var view = try UnfinishedBuffer(buffer.waveformType, ndim: buffer.ndim)
      for dimension in 0..<buffer.ndim {
        view.set(
          dimension, length: buffer.layout.length(dimension),
          stride: buffer.layout.stride(dimension))
      }
      return unsafe try view.view(
        of: buffer, from: elements.start, buffer.format, readOnly: true)
    }
  }
}

extension Buffer {
  var isContiguous: Bool { !traits.isDisjoint(with: [.cContiguous, .fContiguous]) }

  /// The same bytes as elements of `format`, in one dimension unless `shape` says otherwise.
  fileprivate func cast(
    _ elements: Elements, _ format: ElementFormat, shape: Object?
  ) throws(Failure) -> OwnedObject {
    guard isContiguous else { throw .type("only a contiguous Waveform can be cast") }
    var view: UnfinishedBuffer
    if let shape {
      view = try UnfinishedBuffer.make(waveformType, shape: shape, tooLarge: Failure.type)
    } else {
      view = try UnfinishedBuffer.make(waveformType, length: byteCount / format.itemSize)
    }
    guard view.layOut(format) == byteCount else {
      throw .type(
        "format, shape: \(byteCount) bytes are not those of '\(format)' in shape \(view.layout)"
      )
    }
    return unsafe try view.view(of: self, from: elements.start, format)
  }
}
