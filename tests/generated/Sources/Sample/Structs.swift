// Values: an object of Python holds one, and can change it.

extension Measured {
  /// How far from zero.
  public func distance() -> Double { abs(x) }
}

/// A point.
public struct Point: Equatable, Measured, Sendable {
  public var x: Double
  /// Up.
  public var y: Double
  public static let origin = Point()

  public init(x: Double = 0, y: Double = 0) {
    self.x = x
    self.y = y
  }

  public mutating func move(by other: Point) -> Point {
    x += other.x
    y += other.y
    return self
  }

  public mutating func change(_ body: (Double) -> Double) { x = body(x) }
  public mutating func fail(first: Bool) throws(NumberProblem) {
    x = -1
    if first { throw .negative(1) }
  }
  public func scaled(by factor: Double) -> Self { Point(x: factor * x, y: factor * y) }
}

public func centre(of points: [Point], or other: Point? = nil) -> Point? {
  guard !points.isEmpty else { return other }
  var sum = Point.origin
  for point in points { _ = sum.move(by: point) }
  return sum.scaled(by: 1 / Double(points.count))
}
public func named(_ points: [String: Point]) -> [String: Point] { points }
public func mapped(_ point: Point, _ body: (Point) -> Point?) -> Point? { body(point) }

/// Numbers that go up.
public struct Stack: Sequence, Comparable {
  private var numbers: [Int] = []
  public init(_ numbers: [Int] = []) { self.numbers = numbers }
  public var count: Int { numbers.count }
  public mutating func push(_ number: Int) { numbers.append(number) }
  public mutating func fill(_ body: (Int) -> Int?) {
    while let next = body(numbers.count) { numbers.append(next) }
  }
  public subscript(index: Int) -> Int {
    get { numbers[index] }
    set { numbers[index] = newValue }
  }
  public struct Iterator: IteratorProtocol {
    var left: ArraySlice<Int>
    public mutating func next() -> Int? { left.popFirst() }
  }
  public func makeIterator() -> Iterator { Iterator(left: numbers[...]) }
  public static func < (left: Stack, right: Stack) -> Bool { left.count < right.count }
}

/// Counts down.
public struct Countdown: IteratorProtocol, Sequence {
  var left: Int
  public init(from start: Int) { left = start }
  public mutating func next() -> (Int, String)? {
    guard left > 0 else { return nil }
    left -= 1
    return (left, "\(left)")
  }
}

// Types and functions with names that BufferProtocol and Python have too.

public struct Buffer: Equatable {
  public var size: Int
  public init(size: Int) { self.size = size }
  public func list(_ other: Buffer) -> [Int] { [size, other.size] }
  public mutating func range(of object: Object = Object()) -> Range<Int> { 0..<size }
}

public final class Object {
  public init() {}
  public var str: String { "text" }
  public func int(_ a: Int) -> Int { a }
}

public func dict(_ table: [String: [Int]]) -> [String: [Int]] { table }
