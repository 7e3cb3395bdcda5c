/// Elements in memory: where the first is, and where the others are from there.
@unsafe
package struct Elements {
  package let start: UnsafeMutableRawPointer
  package let layout: BufferLayout

  package init(start: UnsafeMutableRawPointer, layout: BufferLayout) {
    unsafe self.start = unsafe start
    unsafe self.layout = layout
  }

  /// The bytes that any element touches.
  package var span: Range<UInt> {
    let extent = unsafe layout.extent
    let base = unsafe UInt(bitPattern: start)
    return
      (base &+ UInt(bitPattern: extent.lowerBound))..<(base
      &+ UInt(bitPattern: extent.upperBound))
  }

  /// Whether writing to one may change the other. Interleaved elements that never meet count too.
  package func overlaps(_ other: Elements) -> Bool {
    unsafe !span.isEmpty && !other.span.isEmpty && span.overlaps(other.span)
  }
}

extension Elements {
  /// Calls `body` with the same elements and the dimensions in reverse: its C order is this one's
  /// Fortran order.
  package func withReversedDimensions<Result>(_ body: (Elements) -> Result) -> Result {
    var lengths = InlineArray<64, Int>(repeating: 0)
    var strides = InlineArray<64, Int>(repeating: 0)
    for dimension in unsafe 0..<min(layout.ndim, 64) {
      unsafe lengths[layout.ndim - 1 - dimension] = unsafe layout.length(dimension)
      unsafe strides[layout.ndim - 1 - dimension] = unsafe layout.stride(dimension)
    }
    return unsafe lengths.span.withUnsafeBufferPointer { lengths in
      unsafe strides.span.withUnsafeBufferPointer { strides in
        guard let lengths = lengths.baseAddress, let strides = strides.baseAddress else {
          return unsafe body(self)
        }
        return unsafe body(
          Elements(
            start: start,
            layout: BufferLayout(
              size: layout.size, itemSize: layout.itemSize, ndim: layout.ndim, shape: lengths,
              strides: strides)))
      }
    }
  }
}
