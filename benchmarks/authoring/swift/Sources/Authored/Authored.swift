// The module of this comparison in Swift: the build writes what Python needs.

import BufferProtocol

// [Image]

public final class Image: BufferProvider {
  private var pixels = NativeArray<UInt8>()
  public let width: Int
  public let height: Int
  public init(width: Int, height: Int) throws(Failure) {
    self.width = width
    self.height = height
    guard width >= 0, height >= 0 else { throw .value("the size is negative") }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    try pixels.resize(to: overflow ? Int.max : count)
  }
  public var memory: Memory<2> { pixels.memory(shape: [height, width]) }
}

// [Histogram]

public enum Overflow: String { case drop, clip }

public enum HistogramError: Error { case noSuchCode(Int) }

public final class Histogram: BufferProvider {
  private var counters = NativeArray<UInt64>()
  public var overflow: Overflow
  public init(codes: Int, overflow: Overflow = .drop) throws(Failure) {
    self.overflow = overflow
    try counters.resize(to: codes)
  }
  public var memory: Memory<1> { counters.memory }
  public func add(_ samples: Span<UInt16>) {
    for index in samples.indices {
      var code = Int(samples[index])
      if overflow == .clip { code = min(code, counters.count - 1) }
      if code >= 0, code < counters.count { counters[code] &+= 1 }
    }
  }
  public func count(of code: Int) throws(HistogramError) -> UInt64 {
    guard code >= 0, code < counters.count else { throw .noSuchCode(code) }
    return counters[code]
  }
  /// - Python: moves
  public func resize(to codes: Int) throws(Failure) { try counters.resize(to: codes) }
}

// [calls]

public func answer() -> Int { 42 }
public func total(_ a: Int, _ b: Int) -> Int { a &+ b }
public func bytes(_ text: String) -> Int { text.utf8.count }
public func size(_ samples: Span<UInt16>) -> Int { samples.count }
