import BufferProtocol
import CPython
import VectorLoops

/// The sum of elements, and how many they are, both without NaNs.
package struct Total {
  package enum Sum {
    /// Of integers, exactly: `high * 2**64 + low`.
    case integer(high: Int64, low: UInt64)
    case double(Double)
  }

  package fileprivate(set) var sum: Sum
  package fileprivate(set) var count = 0
  /// What the sum of floating point has lost by rounding (Neumaier's method).
  fileprivate var lost = 0.0
}

extension TypedElements {
  /// The total of elements that have an order. The caller has pinned the memory: much is summed
  /// without the GIL.
  ///
  /// Floating point is summed in float64, by blocks of four sums each, and what is lost where
  /// blocks are added is added at the end: so rounding does not grow with the number of elements.
  package func total() throws(Failure) -> Total {
    let (elements, numbers) = unsafe (elements, Numbers(format))
    var chain = unsafe Chain(numbers)
    let number = numbers.number
    unsafe chain.convert(to: !number.isInteger ? .double : number.isSigned ? .int64 : .uint64)
    var total = Total(sum: number.isInteger ? .integer(high: 0, low: 0) : .double(0))
    // Taken with the GIL, as running out of memory raises.
    unsafe try withScratch(5 &* ConversionScratch.slotBytes) { scratch throws(Failure) in
      try LongWork.run(byteCount: unsafe elements.layout.byteCount) { work throws(Failure) in
        unsafe try elements.layout.forEachRun { (run, count) throws(Failure) in
          let reader = unsafe BlockReader(
            stride: run.stride, size: elements.layout.size, numbers: numbers, isCopied: false,
            scratch: scratch)
          unsafe try reader.forEachBlock(
            elements.start + run.offset, count, isDirect: false, work
          ) { block, length in
            let made = unsafe chain.run(
              block, length, to: scratch + 4 &* ConversionScratch.slotBytes,
              scratch: scratch + 2 &* ConversionScratch.slotBytes)
            unsafe total.add(made, length, chain.number)
            return false
          }
        }
      }
    }
    total.addLost()
    return total
  }
}

extension Total {
  /// Adds a block of float64 or of integers of 64 bits.
  fileprivate mutating func add(_ block: UnsafeRawPointer, _ count: Int, _ number: Number) {
    switch sum {
    case .integer(let high, let low):
      var (upper, lower): (Int64, UInt64) = (0, 0)
      unsafe swiftbuf_sum_integers(block, count, number.isSigned ? 1 : 0, &upper, &lower)
      let shifted = lower.addingReportingOverflow(UInt64(bitPattern: upper) << 32)
      let result = low.addingReportingOverflow(shifted.partialValue)
      let carry: Int64 = (shifted.overflow ? 1 : 0) + (result.overflow ? 1 : 0)
      sum = .integer(high: high &+ (upper >> 32) &+ carry, low: result.partialValue)
      self.count &+= count
    case .double(let known):
      var part = 0.0
      self.count &+= unsafe swiftbuf_sum_doubles(block, count, &part)
      let result = known + part
      // Of the smaller one the lower digits are lost.
      lost += abs(known) >= abs(part) ? (known - result) + part : (part - result) + known
      sum = .double(result)
    }
  }

  fileprivate mutating func addLost() {
    switch sum {
    case .integer: return
    case .double(let known):
      // Of infinities nothing is known to be lost.
      if known.isFinite { sum = .double(known + lost) }
    }
  }
}
