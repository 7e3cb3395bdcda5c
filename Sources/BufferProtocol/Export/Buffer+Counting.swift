import CPython

// What stands on the memory is counted, and memory goes only when the count is zero. In builds without
// a GIL the count is atomic and is closed first; counts.h has both kinds.

extension Buffer {
  /// One export more.
  ///
  /// - Returns: the first element; nil, and nothing is counted, if the memory has been given back.
  @inline(__always)
  func takeExport() -> UnsafeMutableRawPointer? {
    guard unsafe swiftbuf_count_up(&fields.pointee.exports) != 0 else { return nil }
    guard let start = unsafe start else {
      dropExport()
      return nil
    }
    return unsafe start
  }

  /// One export less.
  @inline(__always)
  func dropExport() { unsafe swiftbuf_count_down(&fields.pointee.exports) }

  /// Keeps the memory for the few instructions that an element takes. Under the GIL nobody else runs
  /// meanwhile, and this costs nothing.
  ///
  /// - Returns: false, and nothing is kept, if another thread has given the memory back.
  @inline(__always)
  package func hold() -> Bool {
    swiftbuf_is_free_threaded() == 0 ? true : unsafe takeExport() != nil
  }

  /// The end of `hold`.
  @inline(__always)
  package func letGo() {
    if swiftbuf_is_free_threaded() != 0 { dropExport() }
  }

  /// Gives the memory back if nothing stands on it, once, whichever thread comes first.
  ///
  /// - Returns: how many exports there are: zero if the memory is gone.
  package func releaseIfFree() -> Int {
    guard !isReleased else { return 0 }
    let standing = closeExports()
    if standing == 0 { releaseMemory() }
    return max(standing, 0)
  }

  /// From here to `reopenExports` nobody gets an export.
  ///
  /// - Returns: zero if that is so; how many exports there are; or less than zero if another thread
  ///   has done it.
  func closeExports() -> Int { unsafe swiftbuf_count_close(&fields.pointee.exports) }

  func reopenExports() { unsafe swiftbuf_count_reopen(&fields.pointee.exports) }
}
