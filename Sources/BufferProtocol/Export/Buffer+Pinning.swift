import CPython

// The count of exports. A pin is one export: it keeps the memory, the layout and the owner as they
// are. A buffer view, a slice, a capsule and an operation under way hold one each. In builds
// without a GIL the count is atomic, and is closed before the memory is freed (counts.h).

extension Buffer {
  /// Takes a pin, which `unpin` gives back. Outside of this file only exports that outlive a call
  /// need it; everything else has `pinned`.
  ///
  /// - Returns: the first element; nil, and nothing is counted, if the object is released.
  @inline(__always)
  package func pin() -> UnsafeMutableRawPointer? {
    guard unsafe swiftbuf_count_up(&fields.pointee.exports) != 0 else { return nil }
    guard let start = unsafe start else {
      unpin()
      return nil
    }
    return unsafe start
  }

  /// Gives a pin back.
  @inline(__always)
  package func unpin() { unsafe swiftbuf_count_down(&fields.pointee.exports) }

  /// Calls `body` with the elements. Until it returns the memory can be neither released nor moved,
  /// whatever callbacks do, and other threads while the GIL is given up (`withoutGIL`). It counts
  /// as one export.
  ///
  /// - Throws: what `body` throws; `.value` if the object is released.
  @inline(__always)
  package func pinned<Result: ~Copyable>(
    _ body: (Elements) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let start = unsafe pin() else { throw released }
    defer { unpin() }
    return unsafe try body(Elements(start: start, layout: layout))
  }

  /// The same, without the GIL if it is much memory.
  package func pinnedWithoutGIL<Result>(
    _ body: (Elements) -> Result
  ) throws(Failure) -> Result {
    unsafe try pinned { elements throws(Failure) in
      byteCount < bytesWorthReleasingTheGIL
        ? unsafe body(elements) : withoutGIL { unsafe body(elements) }
    }
  }

  /// The same without an exception: nil if the object is released, or what `body` returns.
  @inline(__always)
  package func pinnedOrNil<Result>(_ body: (Elements) -> Result?) -> Result? {
    guard let start = unsafe pin() else { return nil }
    defer { unpin() }
    return unsafe body(Elements(start: start, layout: layout))
  }

  /// The same for a `body` of a few instructions, none of which runs Python code: under the GIL
  /// nothing can come between, and nothing is counted.
  @inline(__always)
  package func pinnedBriefly<Result>(_ body: (Elements) -> Result?) -> Result? {
    guard swiftbuf_is_free_threaded() == 0 else { return unsafe pinnedOrNil(body) }
    guard let start = unsafe start else { return nil }
    return unsafe body(Elements(start: start, layout: layout))
  }

  /// Elements of a pin with their format.
  @inline(__always)
  package func typed(_ elements: Elements) -> TypedElements {
    unsafe TypedElements(elements: elements, format: format)
  }

  /// Refuses new pins if there are none, until `reopen`.
  ///
  /// - Returns: zero if that is so; how many exports there are; or less than zero if another thread
  ///   has done it.
  func close() -> Int { unsafe swiftbuf_count_close(&fields.pointee.exports) }

  /// The end of `close`, by the caller that closed.
  func reopen() { unsafe swiftbuf_count_reopen(&fields.pointee.exports) }

  /// Releases the memory if it has no exports, once, whichever thread comes first.
  ///
  /// - Returns: how many exports there are: zero if the memory is gone.
  @inline(never)
  package func releaseIfFree() -> Int {
    guard !isReleased else { return 0 }
    let exports = close()
    if exports == 0 { releaseMemory() }
    return max(exports, 0)
  }
}

extension Buffer {
  /// Calls `body` while the memory can be neither released nor moved, whatever callbacks do, and
  /// other threads while the GIL is given up (`withoutGIL`). It counts as one export.
  ///
  /// - Throws: what `body` throws; `.value` if the object is released.
  @inline(__always)
  public func pinned<Result: ~Copyable>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard unsafe pin() != nil else { throw released }
    defer { unpin() }
    return try body()
  }
}
