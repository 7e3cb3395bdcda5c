// Walking: a buffer of any shape is a number of runs, each of elements at one distance from each
// other. Loops over elements are written for a run; here is how to get from run to run.

/// A row of elements that lie `stride` bytes apart, the first of them `offset` bytes from the
/// start.
package struct Run {
  package let offset: Int
  package let stride: Int
}

extension BufferLayout {
  /// Calls `body` for each run in C order (last index fastest), with as many elements in each run
  /// as the layout allows: one run only if it is contiguous.
  ///
  /// - Complexity: O(number of runs), plus what `body` does.
  @inline(__always)
  package func forEachRun<E: Error>(
    _ body: (_ run: Run, _ count: Int) throws(E) -> Void
  ) throws(E) {
    try forEachRun(with: self) { (run, _, count) throws(E) in try body(run, count) }
  }

  /// The same for two buffers of one shape, side by side.
  @inline(__always)
  package func forEachRun<E: Error>(
    with other: BufferLayout, _ body: (_ run: Run, _ otherRun: Run, _ count: Int) throws(E) -> Void
  ) throws(E) {
    // Nothing is nothing, however many rows of it there are.
    guard !isEmpty else { return }
    let (outer, count, inner) = mergedDimensions(with: other)
    let stride = ndim == 0 ? itemSize : stride(inner)
    let otherStride = ndim == 0 ? other.itemSize : other.stride(inner)
    try walk(dimension: 0, outer, 0, 0, other) { (offset, otherOffset) throws(E) in
      try body(
        Run(offset: offset, stride: stride), Run(offset: otherOffset, stride: otherStride), count)
    }
  }

  /// How many of the first dimensions stay outside, how many elements the others have together, and
  /// the dimension along which they lie: from the last one on, those whose elements go on where the
  /// next one's end, in both layouts. A dimension of length 1 is in nobody's way.
  private func mergedDimensions(
    with other: BufferLayout
  ) -> (outer: Int, count: Int, inner: Int) {
    guard ndim > 0 else { return (0, 1, 0) }
    var inner = ndim - 1
    while inner > 0, length(inner) == 1 { inner -= 1 }
    var outer = inner
    var count = length(inner)
    let stride = stride(inner)
    let otherStride = other.stride(inner)
    while outer > 0,
      length(outer - 1) == 1
        || (self.stride(outer - 1) == count &* stride
          && other.stride(outer - 1) == count &* otherStride)
    {
      outer -= 1
      count *= length(outer)
    }
    return (outer, count, inner)
  }

  /// Goes through the outer dimensions; at most 64 deep.
  private func walk<E: Error>(
    dimension: Int, _ outer: Int, _ offset: Int, _ otherOffset: Int, _ other: BufferLayout,
    _ body: (Int, Int) throws(E) -> Void
  ) throws(E) {
    guard dimension < outer else { return try body(offset, otherOffset) }
    for index in 0..<length(dimension) {
      try walk(
        dimension: dimension + 1, outer, offset &+ index &* stride(dimension),
        otherOffset &+ index &* other.stride(dimension), other, body)
    }
  }
}
