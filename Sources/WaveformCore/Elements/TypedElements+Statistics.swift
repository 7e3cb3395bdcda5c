import BufferProtocol
import VectorLoops

extension ElementFormat {
  /// Whether its elements have an order: all but characters and complex numbers.
  package var hasOrder: Bool {
    kind != .character && !isDescribed && kind.componentSize == kind.size
  }
}

/// The sums and counts from which a summary computes mean and RMS.
package struct Statistics {
  private var sums = swiftbuf_sums()

  /// The number of elements that are not NaN.
  package var numbers: Int { Int(truncatingIfNeeded: sums.numbers) }
  /// How many elements are the least and the greatest value of their type: the limits of an integer
  /// type, the infinities of a floating-point type.
  package var lowest: Int { Int(truncatingIfNeeded: sums.lowest) }
  package var highest: Int { Int(truncatingIfNeeded: sums.highest) }

  /// Numbers that add up to the sum of all finite elements, and to the sum of their squares.
  package var sum: InlineArray<4, Double> {
    let (low, high) = sums.sum
    return [low.sum, low.lost, high.sum, high.lost]
  }
  package var squares: InlineArray<8, Double> {
    let (a, b, c, d) = sums.squares
    return [a.sum, a.lost, b.sum, b.lost, c.sum, c.lost, d.sum, d.lost]
  }

  /// Adds a block of numbers that were converted for it: integers to `int64`, all others to
  /// `double`.
  fileprivate mutating func add(
    _ block: UnsafeRawPointer, _ count: Int, of numbers: Numbers, scale: Double
  ) {
    switch numbers.number {
    case .half, .float, .double: unsafe swiftbuf_add_doubles(block, count, scale, &sums)
    case .int64: unsafe swiftbuf_add_i64(block, count, &sums)
    case .uint64: unsafe swiftbuf_add_u64(block, count, &sums)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32:
      let (low, high) = numbers.integerRange
      unsafe swiftbuf_add_short(block, count, low, Int64(bitPattern: high), &sums)
    }
  }
}

extension TypedElements {
  /// The statistics of all elements, which have an order. Those of integers are exact. Those of
  /// floating point are of elements times `scale`, a power of two that keeps the squares within the
  /// range of a Double; what rounding loses of a sum is summed too.
  ///
  /// The caller has pinned the memory; large memory is read without the GIL.
  package func statistics(scale: Double) throws(Failure) -> Statistics {
    let elements = unsafe elements
    let numbers = unsafe Numbers(format)
    var chain = unsafe Chain(numbers)
    unsafe chain.convert(to: numbers.number.isInteger ? .int64 : .double)
    var total = Statistics()
    // Allocated with the GIL, because running out of memory raises.
    unsafe try ConversionScratch.with(slots: 5, elements: elements.layout.count, components: 1) {
      scratch throws(Failure) in
      try LongWork.run(byteCount: unsafe elements.layout.byteCount) { work throws(Failure) in
        unsafe try elements.layout.forEachRun { (run, count) throws(Failure) in
          let reader = unsafe BlockReader(
            stride: run.stride, size: elements.layout.size, numbers: numbers, isCopied: false,
            scratch: scratch)
          unsafe try reader.forEachBlock(
            elements.start + run.offset, count, work, isConverted: chain.count > 0
          ) { block, length in
            let made = unsafe chain.run(
              block, length, to: scratch.slot(4), scratch: scratch.from(2))
            unsafe total.add(made, length, of: numbers, scale: scale)
            return false
          }
        }
      }
    }
    return total
  }
}
