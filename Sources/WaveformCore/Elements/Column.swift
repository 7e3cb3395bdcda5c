import BufferProtocol

/// Elements at a constant distance, read in blocks that are packed and in native byte order. So
/// loops over elements are written only for such blocks.
@unsafe
struct Column {
  let start: UnsafeRawPointer
  let stride: Int
  let count: Int
  let format: ElementFormat

  /// The most elements of a block.
  private static var longest: Int { 1 << 16 }

  /// Calls `body` with one block after the other: in place if packed and native, otherwise a copy.
  ///
  /// - Throws: what interrupts `work`.
  @inline(__always)
  func forEachBlock(
    _ work: LongWork, _ body: (UnsafeRawPointer, Int) throws(Failure) -> Void
  ) throws(Failure) {
    let isInPlace = unsafe stride == format.itemSize && !format.isSwapped
    var scratch = InlineArray<128, UInt64>(repeating: 0)
    unsafe try withUnsafeMutableBytes(of: &scratch) { scratch throws(Failure) in
      let copied = unsafe scratch.baseAddress.unsafelyUnwrapped
      let longest = unsafe isInPlace ? Self.longest : scratch.count / format.itemSize
      var first = 0
      while unsafe first < count {
        let length = unsafe min(longest, count &- first)
        let run = unsafe start + first &* stride
        if !isInPlace { unsafe copy(run, length, toPacked: copied) }
        unsafe try body(isInPlace ? run : UnsafeRawPointer(copied), length)
        try work.did(length)
        first &+= length
      }
    }
  }

  /// Copies elements to packed memory, in native byte order.
  @inline(never)
  private func copy(
    _ run: UnsafeRawPointer, _ length: Int, toPacked block: UnsafeMutableRawPointer
  ) {
    var (length, stride, packed) = unsafe (length, stride, format.itemSize)
    let source = unsafe Elements(
      start: UnsafeMutableRawPointer(mutating: run),
      layout: BufferLayout(format: format, ndim: 1, shape: &length, strides: &stride))
    unsafe source.copy(toPacked: block)
    guard unsafe format.isSwapped else { return }
    let copied = unsafe Elements(
      start: block,
      layout: BufferLayout(format: format, ndim: 1, shape: &length, strides: &packed))
    unsafe copied.swapBytes(componentSize: format.kind.componentSize)
  }
}
