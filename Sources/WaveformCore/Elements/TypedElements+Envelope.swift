import BufferProtocol

// The data that an oscilloscope draws: the minimum and maximum of each group of samples.

extension TypedElements {
  /// Writes the envelope to `target`: the minimum and maximum, in native byte order, for each of
  /// `bins` parts of the first dimension and each index of the others, in C order.
  ///
  /// Bin `i` starts at sample `i * samples / bins`, rounded down. A NaN counts only if there is no
  /// other value.
  ///
  /// The elements can be ordered and have one dimension or more; `bins` is in `1...length(0)`, and
  /// `target` has room for two elements for each bin and index.
  ///
  /// - Complexity: O(elements), in one pass over the memory: each bin is finished before the next
  ///   one.
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
      // The product `i * samples` may overflow an Int, so the edges are counted up.
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

/// Widens the extremes at `target` by a block, or initializes them from the first.
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
    // There are only NaNs: use one of them.
    if extremes.isEmpty {
      unsafe extremes.minimum = E.load(block, swapped: false)
      extremes.maximum = extremes.minimum
    }
    unsafe extremes.minimum.store(target, swapped: false)
    unsafe extremes.maximum.store(maximumPlace, swapped: false)
  }
}

extension BufferLayout {
  /// The layout of the elements at one index of the first dimension, relative to its first element.
  fileprivate var ofOneIndex: BufferLayout {
    unsafe BufferLayout(size: size, ndim: ndim - 1, shape: shape + 1, strides: strides + 1)
  }
}
