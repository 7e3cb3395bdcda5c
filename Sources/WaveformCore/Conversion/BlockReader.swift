import BufferProtocol
import VectorLoops

/// Reads elements of a run as packed numbers in native byte order.
///
/// Invariant: `scratch` has two slots, and a block is not larger than a slot unless it is read in
/// place.
@unsafe
struct BlockReader {
  let stride: Int
  let size: ElementSize
  let numbers: Numbers
  /// Whether the caller will overwrite the source, so that its loops must not read it in place.
  let isCopied: Bool
  let scratch: ConversionScratch

  private var itemSize: Int { unsafe size.byteCount }

  var isInPlace: Bool {
    unsafe !isCopied && stride == itemSize && numbers.encoding == .plain
  }

  /// The numbers of `count` elements from `start` on, valid until the next read: in place, in a
  /// slot, or in `target`.
  func read(
    _ start: UnsafeRawPointer, _ count: Int, into target: UnsafeMutableRawPointer? = nil
  ) -> UnsafeRawPointer {
    if unsafe isInPlace { return unsafe start }
    var packed = unsafe start
    if unsafe stride != itemSize || (isCopied && numbers.encoding == .plain) {
      let gathered = unsafe scratch.slot(1)
      unsafe copyRun(gathered, itemSize, start, stride, count, size)
      unsafe packed = UnsafeRawPointer(gathered)
    }
    let number = unsafe numbers.number
    let decoded = unsafe target ?? scratch.slot(0)
    var line = swiftbuf_line()
    line.mask = 0xFF
    switch unsafe numbers.encoding {
    case .plain: return unsafe packed
    case .swapped:
      unsafe swiftbuf_swap(CInt(number.sizeLog))?(
        packed, decoded, count &* numbers.components, &line)
    case .truth: unsafe swiftbuf_truth(0)?(packed, decoded, count, &line)
    case .three: unsafe widening(0)?(packed, decoded, count, &line)
    case .threeSwapped: unsafe widening(1)?(packed, decoded, count, &line)
    }
    return UnsafeRawPointer(decoded)
  }

  /// The loop that expands three bytes, in native (0) or swapped order (1), to four.
  private func widening(_ order: CInt) -> swiftbuf_loop? {
    unsafe numbers.number.isSigned ? swiftbuf_i24(order) : swiftbuf_u24(order)
  }
}

extension BlockReader {
  /// Calls `body` with the numbers of block after block of `count` elements from `start` on, until
  /// it answers that this was enough. Blocks that it converts in scratch memory are as short as a
  /// slot.
  ///
  /// - Throws: what ends `work`.
  @inline(__always)
  func forEachBlock(
    _ start: UnsafeRawPointer, _ count: Int, _ work: LongWork, isConverted: Bool = false,
    _ body: (UnsafeRawPointer, Int) -> Bool
  ) throws(Failure) {
    let inScratch = unsafe ConversionScratch.longest(components: numbers.components)
    let longest = unsafe isInPlace && !isConverted ? 1 << 16 : inScratch
    var next = unsafe start
    var left = count
    while left > 0 {
      let length = min(left, longest)
      let isEnough = unsafe body(read(next, length), length)
      try work.did(length)
      guard !isEnough else { return }
      unsafe next += length &* stride
      left &-= length
    }
  }
}

/// The reverse: writes packed numbers to the elements of a run.
@unsafe
struct BlockWriter {
  let stride: Int
  let size: ElementSize
  let numbers: Numbers
  let scratch: ConversionScratch

  private var itemSize: Int { unsafe size.byteCount }

  /// Whether numbers can be written directly to the target.
  var isInPlace: Bool {
    guard unsafe stride == itemSize else { return false }
    switch unsafe numbers.encoding {
    case .plain, .truth: return true
    case .swapped, .three, .threeSwapped: return false
    }
  }

  /// Writes `count` elements from `start` on. The numbers are packed, and not in the second slot.
  func write(_ packed: UnsafeRawPointer, _ count: Int, to start: UnsafeMutableRawPointer) {
    let isPacked = unsafe stride == itemSize
    let encoded = unsafe isPacked ? start : scratch.slot(1)
    var line = swiftbuf_line()
    let number = unsafe numbers.number
    switch unsafe numbers.encoding {
    case .plain, .truth:
      unsafe copyRun(start, stride, packed, itemSize, count, size)
      return
    case .swapped:
      unsafe swiftbuf_swap(CInt(number.sizeLog))?(
        packed, encoded, count &* numbers.components, &line)
    case .three: unsafe swiftbuf_to_24(0)?(packed, encoded, count, &line)
    case .threeSwapped: unsafe swiftbuf_to_24(1)?(packed, encoded, count, &line)
    }
    if !isPacked { unsafe copyRun(start, stride, encoded, itemSize, count, size) }
  }
}
