import CPython

/// A block of memory that an array shares with the exporters that show it. The last of them frees
/// it, so that no view can outlive it, whatever the array does.
@safe
final class SharedBlock {
  /// Invariant: from `calloc` or `realloc`, and not yet freed.
  private var start: UnsafeMutableRawPointer

  private init(_ start: UnsafeMutableRawPointer) { unsafe self.start = start }

  deinit { unsafe free(start) }

  /// Resizes `block` to `size` bytes: the first `kept` stay, the others are zero. If the block has
  /// other owners, they keep it, and `block` becomes another one.
  ///
  /// - Returns: its first byte; nil, and nothing has changed, if there is no memory.
  static func resize(
    _ block: inout SharedBlock?, keeping kept: Int, to size: Int
  ) -> UnsafeMutableRawPointer? {
    if isKnownUniquelyReferenced(&block), let own = block {
      guard let moved = unsafe realloc(own.start, size) else { return nil }
      unsafe own.start = moved
      unsafe memset(moved + kept, 0, size - kept)
      return unsafe moved
    }
    guard let start = unsafe calloc(1, size) else { return nil }
    if let former = block { unsafe memcpy(start, former.start, kept) }
    block = unsafe SharedBlock(start)
    return unsafe start
  }
}

/// What keeps the memory of an instance that is a `BufferProvider`: the instance, and the block if
/// it is that of a `NativeArray`.
final class ProvidedMemory: Storage {
  /// nil if the memory is of another kind, or nothing is shown any more.
  var block: SharedBlock?

  init(_ block: SharedBlock?) {
    self.block = block
    super.init()
  }
}
