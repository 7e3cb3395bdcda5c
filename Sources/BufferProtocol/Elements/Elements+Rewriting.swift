import CPython

// Operations in place: setting all elements to one value, and reversing the byte order.

extension Elements {
  /// Copies the element at `pattern` to every element.
  package func fill(with pattern: UnsafeRawPointer) {
    let size = unsafe layout.size
    let itemSize = unsafe layout.itemSize
    unsafe layout.forEachRun { run, count in
      let target = unsafe start + run.offset
      if unsafe fillWords(target, pattern, run.stride, count, size) { return }
      switch size {
      case .one: unsafe fillEach(UInt8.self, pattern, target, run.stride, count)
      case .two: unsafe fillEach(UInt16.self, pattern, target, run.stride, count)
      case .three: unsafe fillEach(UInt24.self, pattern, target, run.stride, count)
      case .four: unsafe fillEach(UInt32.self, pattern, target, run.stride, count)
      case .eight: unsafe fillEach(UInt64.self, pattern, target, run.stride, count)
      case .sixteen: unsafe fillEach(SIMD2<UInt64>.self, pattern, target, run.stride, count)
      case .other:
        for index in 0..<count { unsafe memcpy(target + index &* run.stride, pattern, itemSize) }
      }
    }
  }

  /// Reverses the bytes of every component (both halves of a complex number).
  package func swapBytes(componentSize: ElementSize) {
    let step = componentSize.byteCount
    let components = unsafe step > 0 ? layout.itemSize / step : 0
    unsafe layout.forEachRun { run, count in
      let target = unsafe start + run.offset
      // Packed elements are one run of components; otherwise each component has its own run.
      if unsafe run.stride == layout.itemSize {
        unsafe swapRun(target, step, count * components, componentSize)
      } else {
        for component in 0..<components {
          unsafe swapRun(target + component * step, run.stride, count, componentSize)
        }
      }
    }
  }
}

/// Fills a packed run of a minimum length by repeating a word; false if the run is not one.
private func fillWords(
  _ target: UnsafeMutableRawPointer, _ pattern: UnsafeRawPointer, _ stride: Int, _ count: Int,
  _ size: ElementSize
) -> Bool {
  let step = size.byteCount
  guard size != .other, stride == step, count >= bytesWorthFilling / step,
    let word = unsafe pattern.repeatedWord(size)
  else { return false }
  let byteCount = count &* step
  guard unsafe swiftbuf_fill_words(target, word, byteCount / 8) != 0 else { return false }
  for offset in Swift.stride(from: byteCount & ~7, to: byteCount, by: step) {
    unsafe memcpy(target + offset, pattern, step)
  }
  return true
}

/// The least size, as measured: for fewer bytes the loop ends before this instruction starts.
private let bytesWorthFilling = 1 << 12

extension UnsafeRawPointer {
  /// The element repeated to fill eight bytes; nil if that takes a part of one.
  fileprivate func repeatedWord(_ size: ElementSize) -> UInt64? {
    switch size {
    case .one: unsafe UInt64(load(as: UInt8.self)) &* 0x0101_0101_0101_0101
    case .two: unsafe UInt64(loadUnaligned(as: UInt16.self)) &* 0x0001_0001_0001_0001
    case .four: unsafe UInt64(loadUnaligned(as: UInt32.self)) &* 0x0000_0001_0000_0001
    case .eight: unsafe loadUnaligned(as: UInt64.self)
    case .three, .sixteen, .other: nil
    }
  }
}

private func fillEach<Bits: BitwiseCopyable>(
  _ type: Bits.Type, _ pattern: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ stride: Int,
  _ count: Int
) {
  let bits = unsafe pattern.loadUnaligned(as: Bits.self)
  // The compiler vectorizes this because the stride is constant.
  if stride == MemoryLayout<Bits>.size {
    for index in 0..<count {
      unsafe target.storeBytes(
        of: bits, toByteOffset: index &* MemoryLayout<Bits>.size, as: Bits.self)
    }
  } else {
    for index in 0..<count {
      unsafe target.storeBytes(of: bits, toByteOffset: index &* stride, as: Bits.self)
    }
  }
}

private func swapRun(
  _ target: UnsafeMutableRawPointer, _ stride: Int, _ count: Int, _ size: ElementSize
) {
  var target = unsafe target
  var count = count
  let step = size.byteCount
  if stride == step {
    let done = unsafe Int(swiftbuf_swap_vectors(target, count &* step, step))
    unsafe target += done
    count &-= done / step
  }
  switch size {
  case .two: unsafe swapEach(UInt16.self, target, stride, count)
  case .three: unsafe swapEach(UInt24.self, target, stride, count)
  case .four: unsafe swapEach(UInt32.self, target, stride, count)
  case .eight: unsafe swapEach(UInt64.self, target, stride, count)
  case .one: break  // One byte has no order.
  case .sixteen, .other: break  // No component is that large (`ElementKind.componentSize`).
  }
}

@inline(__always)
private func swapEach<Bits: SwappableBits>(
  _ type: Bits.Type, _ target: UnsafeMutableRawPointer, _ stride: Int, _ count: Int
) {
  if stride == MemoryLayout<Bits>.size {
    for index in 0..<count { unsafe swapOne(type, target + index &* MemoryLayout<Bits>.size) }
  } else {
    for index in 0..<count { unsafe swapOne(type, target + index &* stride) }
  }
}

@inline(__always)
private func swapOne<Bits: SwappableBits>(
  _ type: Bits.Type, _ place: UnsafeMutableRawPointer
) {
  let bits = unsafe place.loadUnaligned(as: Bits.self)
  unsafe place.storeBytes(of: bits.byteSwapped, as: Bits.self)
}

/// The bits of a component.
private protocol SwappableBits: BitwiseCopyable {
  var byteSwapped: Self { get }
}

extension UInt16: SwappableBits {}
extension UInt24: SwappableBits {}
extension UInt32: SwappableBits {}
extension UInt64: SwappableBits {}
