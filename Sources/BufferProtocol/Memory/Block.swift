import CPython

/// Fresh memory for elements: aligned to 64 bytes (a cache line, and the widest vector there is).
///
/// Invariant: `start` is what `allocate` returned and nobody has given back; whoever holds the
/// block gives it back exactly once, with the size that it was asked for.
package enum Block {
  package static let alignment = 64

  /// From here on memory comes from the kernel in pages: zero without being written, and given back
  /// at once.
  static let pagesFrom = 1 << 20

  /// NumPy asks for huge pages from here on (`npy_alloc_cache`, alloc.c): fewer faults for large
  /// loads.
  static let hugePagesFrom = 1 << 22

  package static func isPages(_ byteCount: Int) -> Bool { byteCount >= pagesFrom }

  /// - Parameter zeroed: false where every byte is written before anybody can read it.
  /// - Complexity: O(1) in pages, else O(`byteCount`) if zeroed.
  package static func allocate(_ byteCount: Int, zeroed: Bool) throws(Failure)
    -> UnsafeMutableRawPointer
  {
    guard isPages(byteCount) else { return unsafe try heap(byteCount, zeroed: zeroed) }
    guard let pages = unsafe swiftbuf_map_pages(byteCount) else { throw .noMemory(byteCount) }
    if byteCount >= hugePagesFrom {
      // Advice: a kernel without huge pages refuses it, and nothing is lost.
      _ = unsafe madvise(pages, byteCount, MADV_HUGEPAGE)
    }
    return unsafe pages
  }

  private static func heap(
    _ byteCount: Int, zeroed: Bool
  ) throws(Failure) -> UnsafeMutableRawPointer {
    var start: UnsafeMutableRawPointer?
    // One byte at least, so that an empty buffer has an address of its own.
    guard unsafe posix_memalign(&start, alignment, max(byteCount, 1)) == 0,
      let start = unsafe start
    else { throw .noMemory(byteCount) }
    if zeroed { unsafe memset(start, 0, byteCount) }
    return unsafe start
  }

  package static func free(_ start: UnsafeMutableRawPointer, _ byteCount: Int) {
    if isPages(byteCount) {
      unsafe munmap(start, byteCount)
    } else {
      unsafe CPython.free(start)
    }
  }
}

/// Calls `body` with memory that lives for the length of one operation: values are made here first,
/// so that a target changes as a whole or not at all.
package func withScratch<Result>(
  _ byteCount: Int, _ body: (UnsafeMutableRawPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
  let start = unsafe try Block.allocate(byteCount, zeroed: false)
  defer { unsafe Block.free(start, byteCount) }
  return unsafe try body(start)
}

extension Failure {
  package static func noMemory(_ byteCount: Int) -> Failure {
    .memory("cannot allocate \(byteCount) bytes")
  }
}
