import BufferProtocol
import CPython
import WaveformCore

// Pictures: `_repr_svg_`, `plot`, and what the summary of `python -m swiftbuf` counts. They are drawn
// by Python modules that the first picture imports.

/// `_repr_svg_()`, which Jupyter calls: the picture of `swiftbuf._plot`, or None.
func waveformSVG(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let svg = try OwnedObject.imported("svg", from: "swiftbuf._plot")
    return unsafe try OwnedObject(
      new: swiftbuf_call(svg.object.pointer, self.unsafelyUnwrapped))
  }
}

private let plotSignature = Signature(
  "plot", ["channels", "rate", "range", "axis"], required: 0, positional: 0)

/// `plot(*, channels=None, rate=None, range=None, axis=0)`.
func waveformPlot(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let arguments = unsafe try Arguments(plotSignature, vector, given, names)
    let plot = try OwnedObject.imported("plot", from: "swiftbuf._plot")
    return unsafe try OwnedObject(
      new: swiftbuf_call_5(
        plot.object.pointer, self.unsafelyUnwrapped, arguments[required: 0].pointer,
        arguments[required: 1].pointer, arguments[required: 2].pointer,
        arguments[required: 3].pointer))
  }
}

private let statisticsSignature = Signature(
  "_statistics", ["waveform", "scale"], required: 2, positional: 2, positionalOnly: 2)

/// `_statistics(waveform, scale, /)`: a function of the module, for the summary of
/// `python -m swiftbuf`.
func moduleStatistics(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let arguments = unsafe try Arguments(statisticsSignature, vector, given, names)
    let scale = try arguments[required: 1].double(argument: "scale")
    guard let buffer = Buffer(arguments[required: 0]) else {
      throw .type("waveform: \(arguments[required: 0]) is not a Waveform")
    }
    try buffer.check()
    try buffer.checkOrder()
    let total = unsafe try buffer.pinned { elements throws(Failure) in
      unsafe try buffer.typed(elements).statistics(scale: scale)
    }
    let (sum, squares) = (total.sum, total.squares)
    let counts: InlineArray<3, Int> = [total.numbers, total.lowest, total.highest]
    return try .tuple(5) { index throws(Failure) in
      switch index {
      case 0: try .tuple(4) { part throws(Failure) in try OwnedObject(sum[part]) }
      case 1: try .tuple(8) { part throws(Failure) in try OwnedObject(squares[part]) }
      case let index: try OwnedObject(counts[index - 2])
      }
    }
  }
}
