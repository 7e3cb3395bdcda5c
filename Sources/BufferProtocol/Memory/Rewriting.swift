import CPython

// In place: one value for all elements, and the other byte order.

extension Elements {
  /// Writes the one element at `pattern` to every place.
  package func fill(with pattern: UnsafeRawPointer) {
    let size = unsafe layout.itemSize
    unsafe layout.forEachRun { run, count in
      let target = unsafe start + run.offset
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
