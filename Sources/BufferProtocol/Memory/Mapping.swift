import CPython

/// The pages of a mapped file that elements lie in.
///
/// Invariant: a map is known by its first element and the bytes of all elements. The map itself
/// starts at the page of the first element, because `mmap` takes only offsets of whole pages.
package enum Mapping {
  package static var pageSize: Int { Int(swiftbuf_page_size()) }

  /// Where a map without elements is said to be.
  package static var empty: UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(bitPattern: Block.alignment).unsafelyUnwrapped
  }

  static func unmap(_ start: UnsafeMutableRawPointer, _ byteCount: Int) {
    guard byteCount > 0 else { return }
    let lead = unsafe lead(start)
    unsafe munmap(start - lead, byteCount + lead)
  }

  /// Writes changed pages to the file (`msync`) and waits until that is done.
  ///
  /// - Returns: 0, or the `errno`.
  package static func flush(_ start: UnsafeMutableRawPointer, _ byteCount: Int) -> CInt {
    guard byteCount > 0 else { return 0 }
    let lead = unsafe lead(start)
    return unsafe msync(start - lead, byteCount + lead, MS_SYNC) == 0 ? 0 : swiftbuf_errno()
  }

  private static func lead(_ start: UnsafeMutableRawPointer) -> Int {
    Int(UInt(bitPattern: start) % UInt(pageSize))
  }
}
