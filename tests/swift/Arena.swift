@testable import BufferProtocol

/// Memory with the elements of a grid somewhere in its middle. What an operation does to all of its
/// bytes is compared with what the same loop does to an array of them.
struct Arena {
  let grid: Grid
  /// Where the first element is. No element comes nearer than this to either end.
  let start: Int
  private(set) var bytes: [UInt8]

  private static let margin = 19  // odd, so that elements are not aligned

  /// No two neighbouring bytes are the same.
  init(_ grid: Grid, seed: Int = 0) {
    self.grid = grid
    let touched = grid.bytes
    let low = touched.min() ?? 0
    let high = touched.max() ?? 0
    start = Arena.margin - low
    bytes = (0..<(high - low + 2 * Arena.margin)).map {
      UInt8(truncatingIfNeeded: $0 &* 37 &+ seed &* 101 &+ 11)
    }
  }

  /// The bytes of the elements in C order.
  var elements: [[UInt8]] {
    get { grid.offsets.map { Array(bytes[(start + $0)...].prefix(grid.itemSize)) } }
    set {
      for (offset, element) in zip(grid.offsets, newValue) {
        bytes.replaceSubrange((start + offset)..<(start + offset + grid.itemSize), with: element)
      }
    }
  }

  mutating func withElements<Result>(_ body: (Elements) throws -> Result) rethrows -> Result {
    let (grid, start) = (grid, start)
    return unsafe try bytes.withUnsafeMutableBytes { bytes in
      try grid.withLayout { layout in
        unsafe try body(
          Elements(start: bytes.baseAddress.unsafelyUnwrapped + start, layout: layout))
      }
    }
  }
}
