// A buffer of any shape consists of runs, each with a constant distance between elements. Loops
// over elements are written for one run; the functions here iterate over the runs.

/// Elements `stride` bytes apart, the first of them `offset` bytes from the start.
package struct Run {
  package let offset: Int
  package let stride: Int
}

extension BufferLayout {
  /// Calls `body` for each run in C order (last index fastest). Runs are as long as the layout
  /// allows: contiguous elements are one run.
  ///
  /// - Complexity: O(number of runs), not counting `body`.
  @inline(__always)
  package func forEachRun<E: Error>(
    _ body: (_ run: Run, _ count: Int) throws(E) -> Void
  ) throws(E) {
    try forEachRun(with: self) { (run, _, count) throws(E) in try body(run, count) }
  }

  /// The same for two buffers of the same shape, in step.
  @inline(__always)
  package func forEachRun<E: Error>(
    with other: BufferLayout, _ body: (_ run: Run, _ otherRun: Run, _ count: Int) throws(E) -> Void
  ) throws(E) {
    // Without elements there are no runs, however many rows the shape has.
    guard !isEmpty else { return }
    let (outer, count, inner) = mergedDimensions(with: other)
    let stride = ndim == 0 ? itemSize : stride(inner)
    let otherStride = ndim == 0 ? other.itemSize : other.stride(inner)
    try walk(dimension: 0, outer, 0, 0, other) { (offset, otherOffset) throws(E) in
      try body(
        Run(offset: offset, stride: stride), Run(offset: otherOffset, stride: otherStride), count)
    }
  }

  /// The number of outer dimensions, the number of elements of the inner ones together, and the
  /// dimension whose stride separates them. A dimension merges with the next one if, in both
  /// layouts, its elements continue where those of the next one end. A dimension of length 1 never
  /// prevents merging.
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

  /// Iterates over the outer dimensions, at most 64 levels deep.
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
