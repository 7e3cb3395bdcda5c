import BufferProtocol
import CPython

/// Rows of float32, one after the other, in one block that grows.
final class Rows: Storage {
  let columns: Int
  private(set) var count = 0
  /// From `PyMem_Realloc`; nil before the first row.
  private var cells: UnsafeMutablePointer<Float>?

  init(columns: Int) { self.columns = columns }

  deinit { PyMem_Free(cells) }

  /// What Python sees: `count` rows of `columns` cells, C-contiguous.
  var memory: Memory<2> { Memory(cells, shape: [count, columns]) }

  /// Adds a row of zeros, for which the block may move.
  ///
  /// - Throws: a MemoryError; then nothing has changed.
  func append() throws(Failure) {
    let rowSize = columns.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    let size = rowSize.partialValue.multipliedReportingOverflow(by: count + 1)
    guard !rowSize.overflow, !size.overflow,
      let block = PyMem_Realloc(cells, size.partialValue)
    else { throw .memory("add_row: no memory for row \(count) of \(columns) columns") }
    memset(block + count * rowSize.partialValue, 0, rowSize.partialValue)
    cells = block.assumingMemoryBound(to: Float.self)
    count += 1
  }
}
