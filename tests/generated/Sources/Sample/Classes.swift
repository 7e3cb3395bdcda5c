// Classes: one object of Python for each instance that it gets.

/// How often each code occurs.
public final class Counter: CustomStringConvertible, Sequence {
  /// What to do with a code that is not counted.
  public enum Overflow: String { case ignore, count }
  /// Where something is.
  public struct Place: Hashable {
    public var code: Int
    public let weight: Double
    public init(code: Int, weight: Double = 1) {
      self.code = code
      self.weight = weight
    }
  }

  /// The most codes that there can be.
  public static let limit = 1000

  private var counts: [Int]
  /// Codes above the last one.
  public private(set) var above = 0
  public var overflow: Overflow
  /// Called with each code.
  public var onAdd: ((Int) -> Void)?

  /// - Parameters:
  ///   - codes: how many there are.
  ///   - overflow: what happens to others.
  public init(codes: Int, overflow: Overflow = .count) throws(CounterError) {
    guard codes >= 0, codes <= Counter.limit else { throw .size(codes) }
    counts = [Int](repeating: 0, count: codes)
    self.overflow = overflow
  }

  /// Start with counts.
  public init(counts: [Int]) {
    self.counts = counts
    overflow = .count
  }

  /// Start with counts separated by commas.
  public init?(text: String) {
    var counts: [Int] = []
    for part in text.split(separator: ",") {
      guard let count = Int(part) else { return nil }
      counts.append(count)
    }
    self.counts = counts
    overflow = .count
  }

  public var count: Int { counts.count }
  public var description: String { "Counter of \(count) codes" }

  /// Count a code.
  /// - Returns: whether there is such a code.
  public func add(_ code: Int, times: Int = 1) -> Bool {
    onAdd?(code)
    guard counts.indices.contains(code) else {
      if overflow == .count { above += times }
      return false
    }
    counts[code] += times
    return true
  }

  /// - Python: name=add_all
  public func add(contentsOf samples: Span<UInt16>) {
    for index in samples.indices { _ = add(Int(samples[index])) }
  }

  /// The code that occurs most often.
  public func most() -> Place? {
    guard let most = counts.max(), most > 0, let code = counts.firstIndex(of: most) else {
      return nil
    }
    return Place(code: code, weight: Double(most))
  }

  public func merge(_ others: [Counter], first: Counter? = nil) -> Counter {
    let merged = Counter(counts: counts)
    for other in [first].compactMap({ $0 }) + others {
      for (code, count) in other.counts.enumerated() { _ = merged.add(code, times: count) }
    }
    return merged
  }

  /// This one.
  public func same() -> Counter { self }

  public static func empty() -> Counter { Counter(counts: []) }
  public static func place(of code: Int, in places: [Place]) -> Place? {
    places.first { $0.code == code }
  }

  public subscript(code: Int) -> Int {
    get { counts[code] }
    set { counts[code] = newValue }
  }

  public func makeIterator() -> IndexingIterator<[Int]> { counts.makeIterator() }

  public func keepElsewhere() { kept = self }
  public static func giveBack() { kept = nil }

  /// - Python: name=__getstate__
  public func state() -> [Int] { counts }
  /// - Python: name=__setstate__
  public convenience init(_ state: [Int]) { self.init(counts: state) }
}

nonisolated(unsafe) private var kept: Counter?

public enum CounterError: Error { case size(Int) }

/// A name that is found by how it is spelled.
public final class Tag: Comparable, Hashable {
  public let name: String
  public init(_ name: String) { self.name = name }
  public static func == (left: Tag, right: Tag) -> Bool { left.name == right.name }
  public static func < (left: Tag, right: Tag) -> Bool { left.name < right.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Text by keys.
public final class Table {
  private var values: [String: String] = [:]
  public init() {}
  public var count: Int { values.count }
  public subscript(key: String) -> String? {
    get { values[key] }
    set { values[key] = newValue }
  }
  public func callAsFunction(_ key: String, default other: String = "?") -> String {
    values[key] ?? other
  }
}

/// Made by Swift code alone.
public final class Ticket {
  public let number: Int
  init(number: Int) { self.number = number }
}
public func ticket(_ number: Int) -> Ticket { Ticket(number: number) }

/// Calls Python back.
public final class Bell {
  private let ring: (Bell) -> Int
  public var onEnd: () -> Void = {}
  public init(ring: @escaping (Bell) -> Int) { self.ring = ring }
  public func press() -> Int { ring(self) }
  public func end() { onEnd() }
  public func shared() -> Bell { self }
}

public enum Mathematics {
  /// Twice that.
  public static func double(_ number: Int) -> Int { 2 * number }
  public static let unit = 1
}
