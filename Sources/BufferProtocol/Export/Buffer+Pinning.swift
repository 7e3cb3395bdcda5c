import CPython

// The export count. A pin is one export: while it is held, the memory, the layout and the owner do
// not change. Each buffer view, slice, capsule and running operation holds one. In builds without a
// GIL the count is atomic, and is closed before the memory is freed (counts.h).

extension Buffer {
  /// Takes a pin, which `unpin` releases. Outside this file only exports that outlive a call need
  /// it; everything else uses `pinned`.
  ///
  /// - Returns: the first element; nil, without counting anything, if the object is released.
  @inline(__always)
  package func pin() -> UnsafeMutableRawPointer? {
    guard unsafe swiftbuf_count_up(&fields.pointee.exports) != 0 else { return nil }
    guard let start = unsafe start else {
      unpin()
      return nil
    }
    return unsafe start
  }

  /// Releases a pin.
  @inline(__always)
  package func unpin() { unsafe swiftbuf_count_down(&fields.pointee.exports) }

  /// Calls `body` with the elements. Until it returns the memory can be neither released nor moved,
  /// by callbacks or by other threads while the GIL is released (`withoutGIL`). It counts as one
  /// export.
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

  /// The same, releasing the GIL if there are many bytes.
  package func pinnedWithoutGIL<Result>(
    _ body: (Elements) -> Result
  ) throws(Failure) -> Result {
    unsafe try pinned { elements throws(Failure) in
      byteCount < bytesWorthReleasingTheGIL
        ? unsafe body(elements) : withoutGIL { unsafe body(elements) }
    }
  }

  /// The same without an exception: nil if the object is released, otherwise what `body` returns.
  @inline(__always)
  package func pinnedOrNil<Result>(
    _ body: (_ start: UnsafeMutableRawPointer) -> Result?
  ) -> Result? {
    guard let start = unsafe pin() else { return nil }
    defer { unpin() }
    return unsafe body(start)
  }

  /// The same for a `body` of a few instructions that runs no Python code: under the GIL nothing
  /// can intervene, so nothing is counted.
  @inline(__always)
  package func pinnedBriefly<Result>(
    _ body: (_ start: UnsafeMutableRawPointer) -> Result?
  ) -> Result? {
    guard swiftbuf_is_free_threaded() == 0 else { return unsafe pinnedOrNil(body) }
    guard let start = unsafe start else { return nil }
    return unsafe body(start)
  }

  /// The elements of a pin with their format.
  @inline(__always)
  package func typed(_ elements: Elements) -> TypedElements {
    unsafe TypedElements(elements: elements, format: format)
  }

  /// Refuses new pins until `reopen`, if there are none now.
  ///
  /// - Returns: zero on success; otherwise the number of exports, or less than zero if another
  ///   thread has closed it.
  func close() -> Int { unsafe swiftbuf_count_close(&fields.pointee.exports) }

  /// Ends a `close`; only for the caller that closed.
  func reopen() { unsafe swiftbuf_count_reopen(&fields.pointee.exports) }

  /// Releases the memory if it has no exports; once, whichever thread comes first.
  ///
  /// - Returns: the number of exports; zero if the memory was released.
  @inline(never)
  package func releaseIfFree() -> Int {
    guard !isReleased else { return 0 }
    let exports = close()
    if exports == 0 { releaseMemory() }
    return max(exports, 0)
  }
}

extension Buffer {
  /// Calls `body` while the memory can be neither released nor moved, by callbacks or by other
  /// threads while the GIL is released (`withoutGIL`). It counts as one export.
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
