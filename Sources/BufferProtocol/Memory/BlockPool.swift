import CPython

/// Small blocks: cells of one size, next to each other in slabs. Each is aligned to 64 bytes
/// without padding, and is allocated and freed in a few instructions (as in CPython's
/// `obmalloc.c`).
///
/// The pool belongs to the first interpreter that uses it, whose GIL guards it: objects never leave
/// their interpreter. All other interpreters and free-threaded builds use blocks of the C library.
enum BlockPool {
  /// The size of the largest cells in bytes; there is a list of slabs for each multiple of 64 up to
  /// here.
  static let largest = 2048
  private static let slabSize = 1 << 15

  /// The head of a slab, in its first 64 bytes.
  @unsafe struct Slab {
    /// The neighbours in the list of slabs with free cells.
    var next: UnsafeMutablePointer<Slab>?
    var previous: UnsafeMutablePointer<Slab>?
    /// Free cells: each starts with the address of the next.
    var free: UnsafeMutableRawPointer?
    /// Cells from here on have never been used.
    var fresh: UnsafeMutableRawPointer
    var usedCount: Int32
    var freshCount: Int32
    let cellSize: Int
    /// The block of the C library.
    let heap: UnsafeMutableRawPointer

    var isFull: Bool { unsafe free == nil && freshCount == 0 }
  }

  nonisolated(unsafe) private static var owner: UnsafeMutableRawPointer?
  nonisolated(unsafe) private static var slabs = unsafe InlineArray<
    32, UnsafeMutablePointer<Slab>?
  >(repeating: nil)

  /// A cell of at least `byteCount` bytes, and its slab; nil if none is available.
  @inline(__always)
  static func take(
    _ byteCount: Int
  ) -> (cell: UnsafeMutableRawPointer, slab: UnsafeMutablePointer<Slab>)? {
    guard byteCount <= largest, unsafe swiftbuf_belongs_to_interpreter(&owner) != 0 else {
      return nil
    }
    let list = max(byteCount - 1, 0) / Block.alignment
    guard let slab = unsafe slabs[list] ?? (unsafe makeSlab(list)) else { return nil }
    let cell: UnsafeMutableRawPointer
    if let free = unsafe slab.pointee.free {
      unsafe cell = free
      unsafe slab.pointee.free = free.load(as: UnsafeMutableRawPointer?.self)
    } else {
      unsafe cell = slab.pointee.fresh
      unsafe slab.pointee.fresh += slab.pointee.cellSize
      unsafe slab.pointee.freshCount -= 1
    }
    unsafe slab.pointee.usedCount += 1
    if unsafe slab.pointee.isFull { unsafe unlink(slab) }
    return unsafe (cell, slab)
  }

  /// Returns a cell to its slab, and the slab to the C library if that was its last cell in use and
  /// other cells of this size are free.
  @inline(__always)
  static func give(_ cell: UnsafeMutableRawPointer, to slab: UnsafeMutablePointer<Slab>) {
    let wasFull = unsafe slab.pointee.isFull
    unsafe cell.storeBytes(of: slab.pointee.free, as: UnsafeMutableRawPointer?.self)
    unsafe slab.pointee.free = cell
    unsafe slab.pointee.usedCount -= 1
    if wasFull { unsafe link(slab) }
    if unsafe slab.pointee.usedCount == 0,
      unsafe slab.pointee.next != nil || slab.pointee.previous != nil
    {
      unsafe unlink(slab)
      unsafe free(slab.pointee.heap)
    }
  }

  @inline(never)
  private static func makeSlab(_ list: Int) -> UnsafeMutablePointer<Slab>? {
    guard let heap = unsafe malloc(slabSize) else { return nil }
    let start = unsafe heap.alignedUp(toMultipleOf: Block.alignment)
    let cells = unsafe start + Block.alignment
    let cellSize = (list + 1) * Block.alignment
    let slab = unsafe start.bindMemory(to: Slab.self, capacity: 1)
    unsafe slab.initialize(
      to: Slab(
        fresh: cells, usedCount: 0,
        freshCount: Int32(truncatingIfNeeded: (heap + slabSize - cells) / cellSize),
        cellSize: cellSize, heap: heap))
    unsafe link(slab)
    return unsafe slab
  }

  @inline(never)
  private static func link(_ slab: UnsafeMutablePointer<Slab>) {
    let list = unsafe slab.pointee.cellSize / Block.alignment - 1
    unsafe slab.pointee.next = unsafe slabs[list]
    unsafe slabs[list]?.pointee.previous = slab
    unsafe slabs[list] = slab
  }

  @inline(never)
  private static func unlink(_ slab: UnsafeMutablePointer<Slab>) {
    if let previous = unsafe slab.pointee.previous {
      unsafe previous.pointee.next = unsafe slab.pointee.next
    } else {
      unsafe slabs[slab.pointee.cellSize / Block.alignment - 1] = unsafe slab.pointee.next
    }
    unsafe slab.pointee.next?.pointee.previous = unsafe slab.pointee.previous
    unsafe slab.pointee.next = nil
    unsafe slab.pointee.previous = nil
  }
}
