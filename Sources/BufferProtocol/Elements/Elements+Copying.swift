import CPython

// Copying elements between layouts. All pointers are to first elements. The caller has checked that
// both layouts are within live, pinned memory, and that the target is writable.

extension Elements {
  /// Whether a copy to `target` needs scratch memory, so that no element is overwritten before it
  /// has been read.
  @inline(__always)
  package func needsScratch(to target: Elements) -> Bool {
    unsafe !(layout.isCContiguous && target.layout.isCContiguous) && overlaps(target)
  }

  /// Copies all elements to `target`, which has the same shape and item size, as by `memmove`. Only
  /// for copies that need no scratch memory.
  @inline(__always)
  package func copy(to target: Elements) {
    if unsafe layout.isCContiguous, unsafe target.layout.isCContiguous {
      unsafe memmove(target.start, start, layout.byteCount)
    } else {
      unsafe copyApart(to: target)
    }
  }

  /// Copies all elements in C order to packed memory.
  package func copy(toPacked packed: UnsafeMutableRawPointer) {
    let size = unsafe layout.size
    let itemSize = unsafe layout.itemSize
    var next = unsafe packed
    unsafe layout.forEachRun { run, count in
      unsafe copyRun(next, itemSize, start + run.offset, run.stride, count, size, itemSize)
      unsafe next += count * itemSize
    }
  }

  /// The reverse: overwrites all elements from packed memory.
  package func copy(fromPacked packed: UnsafeRawPointer) {
    let size = unsafe layout.size
    let itemSize = unsafe layout.itemSize
    var next = unsafe packed
    unsafe layout.forEachRun { run, count in
      unsafe copyRun(start + run.offset, run.stride, next, itemSize, count, size, itemSize)
      unsafe next += count * itemSize
    }
  }

  /// Whether each element has the same bytes as the element of `other` at the same index. Both have
  /// the same shape.
  package func isInSamePlaces(as other: Elements) -> Bool {
    guard unsafe start == other.start, unsafe layout.itemSize == other.layout.itemSize else {
      return false
    }
    for dimension in unsafe 0..<layout.ndim where unsafe layout.length(dimension) > 1 {
      guard unsafe layout.stride(dimension) == other.layout.stride(dimension) else { return false }
    }
    return true
  }

  /// Calls `body` with packed elements at `packed`, of the same shape, and of `format` if it is
  /// given. Precondition: the product of the lengths and the size is an Int.
  package func withPacked(
    at packed: UnsafeMutableRawPointer, format: ElementFormat? = nil,
    _ body: (Elements) throws(Failure) -> Void
  ) throws(Failure) {
    var strides = InlineArray<64, Int>(repeating: 0)
    let ndim = unsafe min(layout.ndim, 64)
    let size = unsafe format?.size ?? layout.size
    let itemSize = unsafe format?.itemSize ?? layout.itemSize
    let shape = unsafe layout.shape
    unsafe try withUnsafeMutableBytes(of: &strides) { strides throws(Failure) in
      let strides = unsafe strides.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Int.self)
      _ = unsafe BufferLayout.fillStrides(
        strides, shape: shape, ndim: ndim, itemSize: itemSize)
      unsafe try body(
        Elements(
          start: packed,
          layout: BufferLayout(
            size: size, itemSize: itemSize, ndim: ndim, shape: shape, strides: strides)))
    }
  }

  @inline(never)
  private func copyApart(to target: Elements) {
    let size = unsafe layout.size
    unsafe layout.forEachRun(with: target.layout) { run, targetRun, count in
      unsafe copyRun(
        target.start + targetRun.offset, targetRun.stride, start + run.offset, run.stride, count,
        size, layout.itemSize)
    }
  }
}

/// Copies `count` elements from one run to another that does not overlap it.
@inline(never)
package func copyRun(
  _ target: UnsafeMutableRawPointer, _ targetStride: Int, _ source: UnsafeRawPointer,
  _ sourceStride: Int, _ count: Int, _ size: ElementSize, _ itemSize: Int
) {
  if targetStride == itemSize, sourceStride == itemSize {
    unsafe memcpy(target, source, count * itemSize)
    return
  }
  switch size {
  case .one: unsafe copyEach(UInt8.self, target, targetStride, source, sourceStride, count)
  case .two: unsafe copyEach(UInt16.self, target, targetStride, source, sourceStride, count)
  case .three: unsafe copyEach(UInt24.self, target, targetStride, source, sourceStride, count)
  case .four: unsafe copyEach(UInt32.self, target, targetStride, source, sourceStride, count)
  case .eight: unsafe copyEach(UInt64.self, target, targetStride, source, sourceStride, count)
  case .sixteen:
    unsafe copyEach(SIMD2<UInt64>.self, target, targetStride, source, sourceStride, count)
  case .other:
    for index in 0..<count {
      unsafe memcpy(target + index &* targetStride, source + index &* sourceStride, itemSize)
    }
  }
}

/// The same for elements of one value, whose size says all.
@inline(__always)
package func copyRun(
  _ target: UnsafeMutableRawPointer, _ targetStride: Int, _ source: UnsafeRawPointer,
  _ sourceStride: Int, _ count: Int, _ size: ElementSize
) { unsafe copyRun(target, targetStride, source, sourceStride, count, size, size.byteCount) }

@inline(__always)
private func copyEach<Bits: BitwiseCopyable>(
  _ type: Bits.Type, _ target: UnsafeMutableRawPointer, _ targetStride: Int,
  _ source: UnsafeRawPointer, _ sourceStride: Int, _ count: Int
) {
  // One channel of two, which the compiler makes vectors of.
  if targetStride == MemoryLayout<Bits>.size, sourceStride == 2 &* MemoryLayout<Bits>.size {
    for index in 0..<count {
      let place = index &* MemoryLayout<Bits>.size
      let bits = unsafe source.loadUnaligned(fromByteOffset: 2 &* place, as: Bits.self)
      unsafe target.storeBytes(of: bits, toByteOffset: place, as: Bits.self)
    }
    return
  }
  for index in 0..<count {
    let bits = unsafe source.loadUnaligned(fromByteOffset: index &* sourceStride, as: Bits.self)
    unsafe target.storeBytes(of: bits, toByteOffset: index &* targetStride, as: Bits.self)
  }
}
