import BufferProtocol
import CPython
import WaveformCore

private let envelopeSignature = Signature("envelope", ["bins"], required: 1, positional: 1)

/// `envelope(bins)`.
func waveformEnvelope(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.method(self, envelopeSignature, vector, given, names) {
    buffer, arguments throws(Failure) in
    // Converting the number can run any code.
    unsafe try buffer.pinned { elements throws(Failure) in
      unsafe try buffer.envelope(elements, bins: arguments[required: 0].size(argument: "bins"))
    }
  }
}

extension Buffer {
  /// The caller has pinned the memory.
  fileprivate func envelope(_ elements: Elements, bins: Int) throws(Failure) -> OwnedObject {
    try checkOrder()
    guard ndim > 0, ndim < BufferLayout.maximumDimensions else {
      throw .type("bins: an envelope needs 1 to 63 dimensions")
    }
    let samples = layout.length(0)
    guard bins > 0, bins <= samples else {
      throw .value("bins: \(bins) is not in the range from 1 to the \(samples) samples")
    }
    var envelope = try UnfinishedBuffer(waveformType, ndim: ndim + 1)
    envelope.set(0, length: bins)
    for dimension in 1..<ndim { envelope.set(dimension, length: layout.length(dimension)) }
    envelope.set(ndim, length: 2)
    let typed = unsafe typed(elements)
    return unsafe try envelope.filled(format.isSwapped ? format.byteSwapped : format) {
      start, _ throws(Failure) in
      unsafe try typed.writeEnvelope(bins: bins, to: start)
    }
  }

  /// TypeError if elements have no least and greatest.
  @inline(never)
  func checkOrder() throws(Failure) {
    guard format.hasOrder else {
      throw .type("format: '\(format)' elements cannot be ordered\(fieldAdvice: format)")
    }
  }
}
