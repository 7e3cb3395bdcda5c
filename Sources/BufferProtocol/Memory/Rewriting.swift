import CPython

// In place: one value for all elements, and the other byte order.

extension Elements {
  /// Writes the one element at `pattern` to every place.
  package func fill(with pattern: UnsafeRawPointer) {
    let size = unsafe layout.itemSize
    unsafe layout.forEachRun { run, count in
      let target = unsafe start + run.offset
      if unsafe fillWords(target, pattern, run.stride, count, size) { return }
      switch size {
      case 1: unsafe fillEach(UInt8.self, pattern, target, run.stride, count)
      case 2: unsafe fillEach(UInt16.self, pattern, target, run.stride, count)
      case 4: unsafe fillEach(UInt32.self, pattern, target, run.stride, count)
      case 8: unsafe fillEach(UInt64.self, pattern, target, run.stride, count)
      default: unsafe fillEach(SIMD2<UInt64>.self, pattern, target, run.stride, count)
      }
    }
  }

  /// Reverses the bytes of every component (of each half of a complex number).
  package func swapBytes(componentSize: Int) {
    let components = unsafe layout.itemSize / componentSize
    unsafe layout.forEachRun { run, count in
      let target = unsafe start + run.offset
      // Packed elements are a run of components; apart, each component has a run of its own.
      if unsafe run.stride == layout.itemSize {
        unsafe swapRun(target, componentSize, count * components, componentSize)
      } else {
        for component in 0..<components {
          unsafe swapRun(target + component * componentSize, run.stride, count, componentSize)
        }
      }
    }
  }
}

/// Fills a packed run of some length by words of the pattern; false if this is none.
private func fillWords(
  _ target: UnsafeMutableRawPointer, _ pattern: UnsafeRawPointer, _ stride: Int, _ count: Int,
  _ size: Int
) -> Bool {
  guard stride == size, size <= 8, count >= bytesWorthFilling / size else { return false }
  var word: UInt64 = 0
  for _ in 0..<(8 / size) {
    unsafe word = word << UInt64(8 &* size & 63) | pattern.loadWord(size)
  }
  let byteCount = count &* size
  guard unsafe swiftbuf_fill_words(target, word, byteCount / 8) != 0 else { return false }
  for offset in Swift.stride(from: byteCount & ~7, to: byteCount, by: size) {
    unsafe memcpy(target + offset, pattern, size)
  }
  return true
}

/// From how many bytes on, as measured: for less, the loop is done before the instruction starts.
private let bytesWorthFilling = 1 << 12

extension UnsafeRawPointer {
  /// The unsigned integer of `size` bytes here.
  fileprivate func loadWord(_ size: Int) -> UInt64 {
    switch size {
    case 1: unsafe UInt64(load(as: UInt8.self))
    case 2: unsafe UInt64(loadUnaligned(as: UInt16.self))
    case 4: unsafe UInt64(loadUnaligned(as: UInt32.self))
    default: unsafe loadUnaligned(as: UInt64.self)
    }
  }
}

private func fillEach<Bits: BitwiseCopyable>(
  _ type: Bits.Type, _ pattern: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ stride: Int,
  _ count: Int
) {
  let bits = unsafe pattern.loadUnaligned(as: Bits.self)
  // The constant stride is what the compiler vectorizes.
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
  _ target: UnsafeMutableRawPointer, _ stride: Int, _ count: Int, _ size: Int
) {
  var target = unsafe target
  var count = count
  if stride == size {
    let done = unsafe Int(swiftbuf_swap_vectors(target, count &* size, size))
    unsafe target += done
    count &-= done / size
  }
  switch size {
  case 2: unsafe swapEach(UInt16.self, target, stride, count)
  case 4: unsafe swapEach(UInt32.self, target, stride, count)
  case 8: unsafe swapEach(UInt64.self, target, stride, count)
  default: break  // One byte has no order.
  }
}

@inline(__always)
private func swapEach<Bits: FixedWidthInteger & BitwiseCopyable>(
  _ type: Bits.Type, _ target: UnsafeMutableRawPointer, _ stride: Int, _ count: Int
) {
  if stride == MemoryLayout<Bits>.size {
    for index in 0..<count { unsafe swapOne(type, target + index &* MemoryLayout<Bits>.size) }
  } else {
    for index in 0..<count { unsafe swapOne(type, target + index &* stride) }
  }
}

@inline(__always)
private func swapOne<Bits: FixedWidthInteger & BitwiseCopyable>(
  _ type: Bits.Type, _ place: UnsafeMutableRawPointer
) {
  let bits = unsafe place.loadUnaligned(as: Bits.self)
  unsafe place.storeBytes(of: bits.byteSwapped, as: Bits.self)
}
