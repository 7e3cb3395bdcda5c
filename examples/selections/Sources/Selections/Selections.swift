import Algorithms

/// Why a selection is impossible.
/// - Python: base=ValueError
public enum SelectionError: Error {
  case negative(count: Int)
}

/// All combinations of `count` items, in the order of the items.
public func combinations(
  of items: [String], count: Int
) throws(SelectionError) -> [[String]] {
  guard count >= 0 else { throw .negative(count: count) }
  return Array(items.combinations(ofCount: count))
}

/// The runs of neighbours that differ by at most `gap`.
public func runs(of numbers: [Double], gap: Double = 1) -> [[Double]] {
  numbers.chunked { abs($1 - $0) <= gap }.map(Array.init)
}

/// The `count` least numbers, in order.
public func least(_ count: Int, of numbers: Span<Double>) throws(SelectionError) -> [Double] {
  guard count >= 0 else { throw .negative(count: count) }
  var all: [Double] = []
  for index in numbers.indices { all.append(numbers[index]) }
  return all.min(count: count)
}
