import CPython

/// The pages of a mapped file.
///
/// Invariant: a map is identified by its first element and the size of all elements. The mapped
/// pages start at the page of the first element, because `mmap` takes only multiples of the page
/// size as offsets.
@safe
package struct Mapping {
  private let start: UnsafeMutableRawPointer
  private let byteCount: Int

  package static var pageSize: Int { Int(swiftbuf_page_size()) }

  /// A map that `RegularFile` made; without bytes there are no pages.
  @unsafe
  package init(start: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe self.start = start
    self.byteCount = byteCount
  }

  func unmap() {
    guard byteCount > 0 else { return }
    unsafe munmap(start - lead, byteCount + lead)
  }

  /// Writes changed pages to the file and waits until that is done (`msync`).
  ///
  /// - Returns: 0, or the `errno`.
  package func flush() -> CInt {
    guard byteCount > 0 else { return 0 }
    return unsafe msync(start - lead, byteCount + lead, MS_SYNC) == 0 ? 0 : swiftbuf_errno()
  }

  private var lead: Int { unsafe Int(UInt(bitPattern: start) % UInt(Self.pageSize)) }
}
