import BufferProtocol

/// What the mean, the RMS and the counts of a summary are made of.
package struct Statistics {
  package var sum = 0.0
  /// The sum of the squares of all elements, each times the scale that was asked for.
  package var squares = 0.0
  /// How many elements are not NaN.
  package var numbers = 0
  /// How many are the least and the greatest value of their type: the limits of an integer type, the
  /// infinities of a floating-point type.
  package var lowest = 0
  package var highest = 0

  package init() {}
}

extension TypedElements {
  /// The statistics of all elements without NaNs. Blocks are summed separately, so rounding grows
  /// with the number of blocks and not with that of elements.
  ///
  /// `scale` is a power of two that keeps the squares within the range of a Double.
  package func statistics(scale: Double, _ work: LongWork) throws(Failure) -> Statistics {
    var total = Statistics()
    unsafe try elements.layout.forEachRun { (run, count) throws(Failure) in
      let column = unsafe Column(
        start: elements.start + run.offset, stride: run.stride, count: count, format: format)
      unsafe try column.forEachBlock(work) { (block, count) throws(Failure) in
        let summation = unsafe Summation(block: block, count: count, scale: scale)
        guard let part = unsafe try format.kind.visitOrdered(summation) else { return }
        total.sum += part.sum
        total.squares += part.squares
        total.numbers &+= part.numbers
        total.lowest &+= part.lowest
        total.highest &+= part.highest
      }
    }
    return total
  }
}

/// The statistics of a packed block in the machine's byte order.
@unsafe
private struct Summation: @unsafe OrderedVisitor {
  let block: UnsafeRawPointer
  let count: Int
  let scale: Double

  func visit<E: OrderedElement>(_ type: E.Type) throws(Failure) -> Statistics {
    var part = Statistics()
    for index in 0..<(unsafe count) {
      let element = unsafe E.load(block + index &* MemoryLayout<E>.size, swapped: false)
      let value = element.double
      guard !value.isNaN else { continue }
      part.sum += value
      let scaled = unsafe value * scale
      part.squares += scaled * scaled
      part.numbers &+= 1
      if !E.lowest.isLess(than: element) { part.lowest &+= 1 }
      if !element.isLess(than: E.highest) { part.highest &+= 1 }
    }
    return part
  }
}
