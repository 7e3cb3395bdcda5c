import BufferProtocol
import CPython
import VectorLoops

// The data that an oscilloscope draws: the minimum and maximum of each group of samples.

extension TypedElements {
  /// Writes the envelope to `target`: the minimum and maximum, in native byte order, for each of
  /// `bins` parts of the first dimension and each index of the others, in C order.
  ///
  /// Bin `i` starts at sample `i * samples / bins`, rounded down. A NaN counts only if there is no
  /// other value.
  ///
  /// The elements can be ordered and have one dimension or more; `bins` is in `1...length(0)`, and
  /// `target` has room for two elements for each bin and index. The caller has pinned the memory.
  ///
  /// - Complexity: O(elements), in one pass over the memory: each bin is finished before the next
  ///   one.
  package func writeEnvelope(
    bins: Int, to target: UnsafeMutableRawPointer
  ) throws(Failure) {
    let byteCount = unsafe elements.layout.byteCount
    unsafe try withStretchReader { reader throws(Failure) in
      try LongWork.run(byteCount: byteCount) { work throws(Failure) in
        unsafe try writeEnvelope(bins: bins, reader, to: target, work)
      }
    }
  }

  /// Calls `body` with a reader along the first dimension. Samples that are read in place need no
  /// scratch.
  private func withStretchReader(
    _ body: (StretchReader) throws(Failure) -> Void
  ) throws(Failure) {
    let layout = unsafe elements.layout
    let isTruth = unsafe format.kind == .truth
    let numbers = unsafe Numbers(isTruth ? .uint8 : format)
    guard numbers.encoding != .plain || layout.stride(0) != layout.itemSize else {
      let reader = unsafe BlockReader(
        stride: layout.itemSize, size: layout.size, numbers: numbers, isCopied: false,
        scratch: .none(elements.start))
      return unsafe try body(StretchReader(reader: reader, isTruth: isTruth))
    }
    unsafe try ConversionScratch.with(slots: 2, elements: layout.length(0), components: 1) {
      scratch throws(Failure) in
      let reader = unsafe BlockReader(
        stride: layout.stride(0), size: layout.size, numbers: numbers, isCopied: false,
        scratch: scratch)
      unsafe try body(StretchReader(reader: reader, isTruth: isTruth))
    }
  }

  private func writeEnvelope(
    bins: Int, _ reader: StretchReader, to target: UnsafeMutableRawPointer, _ work: LongWork
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
          unsafe try reader.writeExtremes(start, count, to: next, work)
          unsafe next += 2 &* layout.itemSize
        }
      }
      first &+= count
    }
  }
}

/// Finds the extremes of stretches of samples.
@unsafe
private struct StretchReader {
  let reader: BlockReader
  /// Whether the bytes that are read are truth values: any but zero comes out as 1.
  let isTruth: Bool

  /// Writes the extremes of `count` elements from `start` on, one or more.
  func writeExtremes(
    _ start: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer, _ work: LongWork
  ) throws(Failure) {
    // Two numbers of up to eight bytes.
    var pair = InlineArray<2, UInt64>(repeating: 0)
    unsafe try withUnsafeMutableBytes(of: &pair) { pair throws(Failure) in
      let pair = unsafe pair.baseAddress.unsafelyUnwrapped
      unsafe try widen(pair, by: start, count, work)
      unsafe store(pair, to: target)
    }
  }

  private func widen(
    _ pair: UnsafeMutableRawPointer, by start: UnsafeRawPointer, _ count: Int, _ work: LongWork
  ) throws(Failure) {
    let number = unsafe reader.numbers.number
    var isFirst = true
    var hasNaN = false
    unsafe try reader.forEachBlock(start, count, work) { block, length in
      if isFirst { unsafe number.storeNeutralExtremes(pair, block) }
      isFirst = false
      if unsafe swiftbuf_widen(number.index, block, length, pair) != 0 { hasNaN = true }
      return false
    }
    // Nothing but NaNs: one of them.
    if hasNaN, unsafe number.areNeutralExtremes(pair) {
      unsafe number.storeBoth(pair, reader.read(start, 1))
    }
  }

  /// The numbers as elements in the machine's byte order.
  private func store(_ pair: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    switch unsafe reader.numbers.encoding {
    case .plain, .swapped, .truth:
      unsafe memcpy(target, pair, 2 &* reader.size.byteCount)
      guard unsafe isTruth else { return }
      for offset in 0..<2 {
        let byte = unsafe pair.load(fromByteOffset: offset, as: UInt8.self)
        unsafe target.storeBytes(of: min(byte, 1), toByteOffset: offset, as: UInt8.self)
      }
    case .three, .threeSwapped:
      var line = swiftbuf_line()
      unsafe swiftbuf_to_24(0)?(pair, target, 2, &line)
    }
  }
}

extension BufferLayout {
  /// The layout of what one index of the first dimension selects, counted from its first element.
  fileprivate var ofOneIndex: BufferLayout {
    unsafe BufferLayout(
      size: size, itemSize: itemSize, ndim: ndim - 1, shape: shape + 1, strides: strides + 1)
  }
}
