@testable import BufferProtocol

/// Lengths and strides with an item size, and the places of the elements by the definition of
/// PEP 3118: the oracle for everything that walks.
struct Grid: CustomStringConvertible {
  let lengths: [Int]
  let strides: [Int]
  let itemSize: Int

  var description: String { "\(lengths) strides \(strides) of \(itemSize) bytes" }

  /// Where the elements start, in C order: the sum of index times stride, last index fastest.
  var offsets: [Int] {
    var offsets = [0]
    for (length, stride) in zip(lengths, strides) {
      offsets = offsets.flatMap { offset in (0..<length).map { offset + $0 * stride } }
    }
    return offsets
  }

  /// Every byte that an element has.
  var bytes: [Int] { offsets.flatMap { $0..<($0 + itemSize) } }

  @discardableResult
  func withLayout<Result>(_ body: (BufferLayout) throws -> Result) rethrows -> Result {
    unsafe try lengths.withUnsafeBufferPointer { lengths in
      unsafe try strides.withUnsafeBufferPointer { strides in
        // An empty array may have no address, and nothing reads at this one.
        let nowhere = unsafe UnsafePointer<Int>(bitPattern: 8).unsafelyUnwrapped
        return unsafe try body(
          BufferLayout(
            size: ElementSize(bytes: itemSize), itemSize: itemSize, ndim: lengths.count,
            shape: lengths.baseAddress ?? nowhere,
            strides: strides.baseAddress ?? nowhere))
      }
    }
  }
}

extension Grid {
  static let itemSizes = [1, 2, 3, 4, 8, 16]
  static let shapes = [
    [], [5], [1], [0], [3, 4], [4, 1], [1, 4], [0, 2], [2, 3, 4], [2, 1, 3], [2, 0, 3],
    [2, 2, 3, 2],
  ]

  /// Arrangements of one shape in which no two elements share a byte: the dimensions nested in any
  /// order, with gaps, and none, one or all of them running backwards.
  static func arrangements(of lengths: [Int], itemSize: Int) -> [Grid] {
    permutations(Array(lengths.indices)).flatMap { order in
      [0, 1, itemSize].flatMap { gap in
        ([0, -1] + order.map { 1 << $0 }).map { backwards in
          var strides = lengths
          var step = itemSize + gap
          for dimension in order {
            strides[dimension] = backwards & 1 << dimension == 0 ? step : -step
            step = step * max(lengths[dimension], 1) + gap
          }
          return Grid(lengths: lengths, strides: strides, itemSize: itemSize)
        }
      }
    }
  }

  private static func permutations(_ values: [Int]) -> [[Int]] {
    guard let last = values.last else { return [[]] }
    return permutations(values.dropLast()).flatMap { shorter in
      (0...shorter.count).map { place in shorter[..<place] + [last] + shorter[place...] }
    }
  }
}

extension ElementSize {
  /// The size of so many bytes, of which there must be one.
  init(bytes: Int) { self = ElementSize(rawValue: UInt8(bytes))! }
}
