import CPython

// Writing whole elements. Bytes of a record that belong to no field are written to by none of it:
// they may be data that the format leaves out.

extension TypedElements {
  /// Copies all elements to `target`, which has the same shape and format, as by `memmove`; only
  /// where it needs no scratch.
  @inline(never)
  package func copy(to target: Elements) {
    guard unsafe format.hasGaps else { return unsafe elements.copy(to: target) }
    let format = unsafe format
    let (start, targetStart) = unsafe (elements.start, target.start)
    unsafe elements.layout.forEachRun(with: target.layout) { run, targetRun, count in
      for index in 0..<count {
        unsafe format.copyFields(
          from: start + run.offset + index &* run.stride,
          to: targetStart + targetRun.offset + index &* targetRun.stride)
      }
    }
  }

  /// Overwrites all elements from packed memory.
  @inline(never)
  package func write(packed: UnsafeRawPointer) {
    guard unsafe format.hasGaps else { return unsafe elements.copy(fromPacked: packed) }
    var next = unsafe packed
    unsafe forEachElement { element in
      unsafe format.copyFields(from: next, to: element)
      unsafe next += format.itemSize
    }
  }

  /// Writes the one element at `pattern` to every place.
  @inline(never)
  package func fill(with pattern: UnsafeRawPointer) {
    guard unsafe format.hasGaps else { return unsafe elements.fill(with: pattern) }
    unsafe forEachElement { unsafe format.copyFields(from: pattern, to: $0) }
  }

  /// Calls `body` with the address of each element, in C order.
  @inline(__always)
  private func forEachElement(_ body: (UnsafeMutableRawPointer) -> Void) {
    let start = unsafe elements.start
    unsafe elements.layout.forEachRun { run, count in
      for index in 0..<count { unsafe body(start + run.offset + index &* run.stride) }
    }
  }
}
