/// Elements in memory: the address of the first, and the layout of all of them from there.
@unsafe
package struct Elements {
  package let start: UnsafeMutableRawPointer
  package let layout: BufferLayout

  package init(start: UnsafeMutableRawPointer, layout: BufferLayout) {
    unsafe self.start = unsafe start
    unsafe self.layout = layout
  }

  /// The address range from the first to the last byte of any element.
  package var span: Range<UInt> {
    let extent = unsafe layout.extent
    let base = unsafe UInt(bitPattern: start)
    return
      (base &+ UInt(bitPattern: extent.lowerBound))..<(base
      &+ UInt(bitPattern: extent.upperBound))
  }

  /// Whether writing to one may change the other. Interleaved elements count too.
  package func overlaps(_ other: Elements) -> Bool {
    let (own, others) = unsafe (span, other.span)
    return !own.isEmpty && !others.isEmpty && own.overlaps(others)
  }
}

extension Elements {
  /// Calls `body` with the same elements and the dimensions reversed: its C order is the Fortran
  /// order of this one.
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
