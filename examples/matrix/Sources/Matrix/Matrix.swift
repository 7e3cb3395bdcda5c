import BufferProtocol

/// A matrix of float32, without rows at first.
///
/// It is a buffer of two dimensions: NumPy and memoryview show its cells in place.
public final class Matrix: BufferProvider {
  private let columns: Int
  private var rows = 0
  private var cells = NativeArray<Float>()

  public init(columns: Int) throws(Failure) {
    // Last is what may throw: Embedded Swift (6.3) frees no instance that lacks a property.
    self.columns = columns
    guard columns >= 0 else { throw .value("columns: \(columns) is negative") }
    guard columns <= Int.max / MemoryLayout<Float>.size else {
      throw .memory("columns: no memory has rows of \(columns)")
    }
  }

  public var memory: Memory<2> { cells.memory(shape: [rows, columns]) }

  /// Add a row of zeros.
  ///
  /// BufferError while a view of the matrix is alive, because the rows may have to move.
  /// - Python: moves
  public func addRow() throws(Failure) {
    // The sum is in range: neither number is over a quarter of it.
    try cells.resize(to: cells.count + columns)
    rows += 1
  }
}
