import CPython

/// New memory for elements, aligned to 64 bytes (a cache line, and the widest vector), or to more
/// on request.
///
/// Invariant: `start` is a cell of a slab, in a block of the C library (`malloc`), or the start of
/// pages of its own (`mmap`). The holder of the block frees it exactly once.
@safe
package struct Block {
  package let start: UnsafeMutableRawPointer
  /// For `malloc`, the block, which is a few bytes larger. For a cell, the address of its slab plus
  /// one, which is never the address of a block. nil for pages.
  let heap: UnsafeMutableRawPointer?
  private let byteCount: Int

  package static let alignment = 64

  /// An address for memory without elements, because nil means "released". It is never read,
  /// written or freed.
  package static var nowhere: UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(bitPattern: alignment).unsafelyUnwrapped
  }

  /// From this size on, zeros come from the kernel in pages: they need no writing, and the memory
  /// goes back to the system at once. The C library would clear memory that it reuses.
  static let pagesFrom = 1 << 20

  /// From this size on, huge pages are requested, as NumPy does (`npy_alloc_cache`, alloc.c): there
  /// are fewer page faults when large data is loaded.
  static let hugePagesFrom = 1 << 22

  /// `malloc` aligns to 16 bytes, so the next multiple of 64 is at most 48 away. That is faster
  /// than `posix_memalign`, which splits blocks.
  private static let alignmentOfMalloc = 16

  /// - Parameter zeroed: false if every byte is written before it can be read.
  /// - Complexity: O(1) for pages, otherwise O(`byteCount`) if zeroed.
  @inline(__always)
  package init(
    _ byteCount: Int, zeroed: Bool, _ alignment: Alignment = .ordinary
  ) throws(Failure) {
    guard alignment.byteCount <= Self.alignment,
      let (cell, slab) = unsafe BlockPool.take(byteCount)
    else {
      try self.init(large: byteCount, zeroed: zeroed, alignment)
      return
    }
    unsafe self.init(
      start: cell, heap: UnsafeMutableRawPointer(slab) + 1, byteCount: byteCount)
    if zeroed { unsafe memset(cell, 0, byteCount) }
  }

  @inline(never)
  private init(large byteCount: Int, zeroed: Bool, _ alignment: Alignment) throws(Failure) {
    self.byteCount = byteCount
    if zeroed, byteCount >= Self.pagesFrom {
      guard let pages = unsafe swiftbuf_map_pages(byteCount) else { throw .noMemory(byteCount) }
      unsafe start = pages
      unsafe heap = nil
    } else {
      let slack = alignment.byteCount - Self.alignmentOfMalloc
      let (size, overflow) = byteCount.addingReportingOverflow(slack)
      guard !overflow, let heap = unsafe zeroed ? calloc(1, size) : malloc(size) else {
        throw .noMemory(byteCount)
      }
      unsafe self.heap = heap
      unsafe start = heap.alignedUp(toMultipleOf: alignment.byteCount)
    }
    if byteCount >= Self.hugePagesFrom {
      let page = unsafe start.alignedUp(toMultipleOf: Mapping.pageSize)
      unsafe swiftbuf_advise_huge_pages(page, byteCount - (page - start))
    }
  }

  /// The block that an exporter has stored as these three values.
  @unsafe
  init(start: UnsafeMutableRawPointer, heap: UnsafeMutableRawPointer?, byteCount: Int) {
    unsafe self.start = start
    unsafe self.heap = heap
    self.byteCount = byteCount
  }

  package func free() {
    guard let heap = unsafe heap else {
      unsafe munmap(start, byteCount)
      return
    }
    if UInt(bitPattern: heap) & 1 != 0 {
      unsafe BlockPool.give(start, to: (heap - 1).assumingMemoryBound(to: BlockPool.Slab.self))
    } else {
      unsafe CPython.free(heap)
    }
  }
}

/// Calls `body` with memory that lives for one operation. Values are prepared there first, so that
/// a target changes completely or not at all.
package func withScratch<Result>(
  _ byteCount: Int, _ body: (UnsafeMutableRawPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
  let block = try Block(byteCount, zeroed: false)
  defer { block.free() }
  return unsafe try body(block.start)
}

extension Failure {
  package static func noMemory(_ byteCount: Int) -> Failure {
    .memory("cannot allocate \(byteCount) bytes")
  }
}
