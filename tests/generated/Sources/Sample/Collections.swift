// Values with parts, memory of others, and callbacks.

import BufferProtocol

public func sameArray(_ values: [Int16]) -> [Int16] { values }
public func sameNested(_ values: [[Double]]) -> [[Double]] { values }
public func sameDictionary(_ values: [String: [Int]]) -> [String: [Int]] { values }
public func sameOptional(_ value: Int? = nil) -> Int? { value }
public func sameTuple(_ value: (Int, name: String)) -> (Int, name: String) { value }
public func samePairs(_ values: [(Int, (Double, Bool))]) -> [(Int, (Double, Bool))] { values }
public func maybePair(_ value: (Int, Int)? = nil, orElse other: (Int, Int) = (1, 2)) -> (Int, Int)?
{
  value ?? other
}
public func total(of values: [Int] = [1, 2, 3]) -> Int { values.reduce(0, +) }

/// How often each value of a byte occurs.
public func count(_ bytes: RawSpan) -> [Int] {
  var counts = [Int](repeating: 0, count: 256)
  for index in bytes.byteOffsets {
    counts[Int(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))] += 1
  }
  return counts
}

public func sum(_ samples: Span<Int16>) -> Int {
  var sum = 0
  for index in samples.indices { sum += Int(samples[index]) }
  return sum
}

/// Adds to each element of one buffer `factor` times that of the other.
public func addScaled(
  _ target: inout MutableSpan<Double>, _ source: Span<Double>, by factor: Double = 1
) throws(LengthProblem) {
  guard target.count == source.count else {
    throw .different(target: target.count, source: source.count)
  }
  for index in target.indices { target[index] += factor * source[index] }
}

public enum LengthProblem: Error { case different(target: Int, source: Int) }

public func clear(_ bytes: inout MutableRawSpan) {
  for index in bytes.byteOffsets { bytes.storeBytes(of: 0, toByteOffset: index, as: UInt8.self) }
}

public func apply(_ transform: (Int, String) -> Double, to numbers: [Int]) -> [Double] {
  numbers.map { transform($0, "n\($0)") }
}
public func repeatCall(_ count: Int, _ body: () -> Void) { for _ in 0..<count { body() } }
public func firstMatch(in numbers: [Int], where matches: ((Int) -> Bool)? = nil) -> Int? {
  numbers.first { matches?($0) ?? true }
}
public func firstFound(
  in numbers: [Int], where matches: (@Sendable (Int) throws(Failure) -> Bool)? = nil
) throws(Failure) -> Int? {
  for number in numbers where try matches?(number) ?? true { return number }
  return nil
}
public func exchange(_ transform: ([Int], (Int, Double)) -> (String, [Int: Bool]?)) -> String {
  let (text, flags) = transform([1, 2], (3, 4.5))
  return "\(text) \(flags?.count ?? -1)"
}

/// Keeps a callback, and calls it later.
nonisolated(unsafe) private var kept: ((Int) -> Int)?
public func keep(_ callback: @escaping (Int) -> Int) { kept = callback }
public func callKept(_ value: Int) -> Int? { kept?(value) }
public func forgetKept() { kept = nil }
public func callThenThrow(_ callback: () -> Int) throws(LengthProblem) -> Int {
  throw .different(target: callback(), source: 0)
}

public func sameRange(_ value: Range<Int> = 0..<3) -> Range<Int> { value }
public func sameBytes(_ value: ClosedRange<UInt8>) -> ClosedRange<UInt8> { value }
public func sameInterval(_ value: ClosedRange<Double>) -> ClosedRange<Double> { value }
public func maybeRanges(_ values: [Range<Int8>]?) -> [Range<Int8>]? { values }
