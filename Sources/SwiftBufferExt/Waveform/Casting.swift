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

  /// The same bytes as elements of `format`, in one dimension unless `shape` is given.
  fileprivate func cast(
    _ elements: Elements, _ format: ElementFormat, shape: Object?
  ) throws(Failure) -> OwnedObject {
    guard isContiguous else { throw .type("only a contiguous Waveform can be cast") }
    var view: UnfinishedBuffer
    if let shape {
      view = try UnfinishedBuffer.make(
        waveformType, shape: shape, lowest: -1, tooLarge: Failure.type)
      try view.inferLength(byteCount, format)
    } else {
      view = try UnfinishedBuffer.make(waveformType, length: byteCount / format.itemSize)
    }
    guard view.layOut(format) == byteCount else {
      throw view.refusal(byteCount, format)
    }
    return unsafe try view.view(of: self, from: elements.start, format)
  }
}

extension UnfinishedBuffer {
  /// Replaces a length of -1 by the one that follows from the number of bytes, as in
  /// `numpy.reshape`.
  fileprivate mutating func inferLength(
    _ byteCount: Int, _ format: ElementFormat
  ) throws(Failure) {
    var unknown: Int?
    var known = format.itemSize
    var overflows = false
    for dimension in 0..<layout.ndim {
      let length = layout.length(dimension)
      if length >= 0 {
        let (product, overflow) = known.multipliedReportingOverflow(by: length)
        known = product
        overflows = overflows || overflow
      } else if unknown == nil {
        unknown = dimension
      } else {
        throw .value("shape: only one length may be -1, got \(layout)")
      }
    }
    guard let unknown else { return }
    guard !overflows, known > 0, byteCount % known == 0 else { throw refusal(byteCount, format) }
    set(unknown, length: byteCount / known)
  }

  fileprivate func refusal(_ byteCount: Int, _ format: ElementFormat) -> Failure {
    .type("format, shape: \(byteCount) bytes do not match format '\(format)' and shape \(layout)")
  }
}
