import BufferProtocol

// What an oscilloscope draws from: of each stretch of samples the least and the greatest.

extension TypedElements {
  /// Writes the envelope to `target`: for each of `bins` parts of the first dimension and each
  /// index of the others, in C order, the least and the greatest element, in the machine's byte
  /// order.
  ///
  /// Bin `i` starts at sample `i * samples / bins`, rounded down. A NaN counts only where there is
  /// nothing else.
  ///
  /// The elements have an order and one dimension or more; `bins` is in `1...length(0)`, and
  /// `target` has room for two elements for each bin and index.
  ///
  /// - Complexity: O(elements), in one pass over the memory: a bin is done before the next is
  /// begun.
  package func writeEnvelope(
    bins: Int, to target: UnsafeMutableRawPointer, _ work: LongWork
  ) throws(Failure) {
    let layout = unsafe elements.layout
    let (samples, stride) = (layout.length(0), layout.stride(0))
    let (quotient, remainder) = samples.quotientAndRemainder(dividingBy: bins)
    var next = unsafe target
    var first = 0
    var excess = 0
    for _ in 0..<bins {
      // The product `i * samples` need not fit an Int, so the edges are counted up.
      var count = quotient
      excess &+= remainder
      if excess >= bins {
        excess &-= bins
        count &+= 1
      }
      try layout.ofOneIndex.forEachRun { (run, columns) throws(Failure) in
        for index in 0..<columns {
          let start = unsafe elements.start + run.offset + index &* run.stride + first &* stride
          let column = unsafe Column(start: start, stride: stride, count: count, format: format)
          var isFirst = true
          unsafe try column.forEachBlock(work) { (block, count) throws(Failure) in
            unsafe try widen(next, isFirst: isFirst, by: block, count)
            isFirst = false
          }
          unsafe next += 2 &* layout.itemSize
        }
      }
      first &+= count
    }
  }

  @inline(never)
  private func widen(
    _ target: UnsafeMutableRawPointer, isFirst: Bool, by block: UnsafeRawPointer, _ count: Int
  ) throws(Failure) {
    _ = unsafe try format.kind.visitOrdered(
      Widen(target: target, isFirst: isFirst, block: block, count: count))
  }
}

/// Widens the extremes at `target` by a block, or sets them to those of the first.
@unsafe
private struct Widen: @unsafe OrderedVisitor {
  let target: UnsafeMutableRawPointer
  let isFirst: Bool
  let block: UnsafeRawPointer
  let count: Int

  func visit<E: OrderedElement>(_ type: E.Type) throws(Failure) {
    let maximumPlace = unsafe target + MemoryLayout<E>.size
    var extremes = Extremes<E>()
    if unsafe !isFirst {
      unsafe extremes.widen(
        minimum: E.load(target, swapped: false), maximum: E.load(maximumPlace, swapped: false))
    }
    unsafe E.widen(&extremes, by: block, count)
    // Nothing but NaNs: one of them.
    if extremes.isEmpty {
      unsafe extremes.minimum = E.load(block, swapped: false)
      extremes.maximum = extremes.minimum
    }
    unsafe extremes.minimum.store(target, swapped: false)
    unsafe extremes.maximum.store(maximumPlace, swapped: false)
  }
}

extension BufferLayout {
  /// The layout of what one index of the first dimension selects, counted from its first element.
  fileprivate var ofOneIndex: BufferLayout {
    unsafe BufferLayout(size: size, ndim: ndim - 1, shape: shape + 1, strides: strides + 1)
  }
}
