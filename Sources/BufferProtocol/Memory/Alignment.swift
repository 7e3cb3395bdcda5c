/// The alignment of new memory: its address is a multiple of this.
///
/// Invariant: a power of two, at least `Block.alignment` and at most a page, so that memory in pages
/// has it in any case.
package struct Alignment: Sendable {
  package let byteCount: Int

  /// The alignment of memory unless more is requested.
  package static var ordinary: Alignment { Alignment(unchecked: Block.alignment) }

  /// At least `byteCount`; nil if that is not a power of two from 1 up to a page.
  package init?(atLeast byteCount: Int) {
    guard byteCount > 0, byteCount & (byteCount - 1) == 0, byteCount <= Mapping.pageSize else {
      return nil
    }
    self.init(unchecked: max(byteCount, Block.alignment))
  }

  private init(unchecked byteCount: Int) { self.byteCount = byteCount }
}
