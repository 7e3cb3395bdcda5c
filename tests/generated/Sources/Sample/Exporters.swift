// Classes whose memory Python sees.
import BufferProtocol
import CSample

/// Counts codes, where Python can look at the counters.
public final class Histogram: BufferProvider {
  private var counters = NativeArray<UInt64>()
  /// Called by `resize` before it does that.
  public var onResize: () -> Void = {}

  public init(codes: Int) throws(Failure) { try counters.resize(to: codes) }

  public var memory: Memory<1> { counters.memory }
  public var count: Int { counters.count }

  public func add(_ samples: Span<UInt16>) -> Int {
    var above = 0
    for index in samples.indices {
      let code = Int(samples[index])
      if code < counters.count { counters[code] += 1 } else { above += 1 }
    }
    return above
  }

  /// Change the number of codes.
  /// - Python: moves
  public func resize(to codes: Int) throws(Failure) {
    onResize()
    try counters.resize(to: codes)
  }

  /// As a mistake.
  public func resizeWithoutSaying(to codes: Int) throws(Failure) { try counters.resize(to: codes) }

  /// Any number; as a mistake, as setting it moves the memory.
  public var codes: Int {
    get { counters.count }
    set { try? counters.resize(to: newValue) }
  }

  /// Says that it has begun, waits, and returns the counters' sum.
  /// - Python: withoutGIL
  public func totalAfter(_ start: Int32, telling began: Int32) -> UInt64 {
    waitFor(start, telling: began)
    var total: UInt64 = 0
    for code in 0..<counters.count { total += counters[code] }
    return total
  }

  public func total() throws(Failure) -> UInt64 {
    try counters.withSpan { counters in
      var total: UInt64 = 0
      for index in counters.indices { total += counters[index] }
      return total
    }
  }
  public func same() -> Histogram { self }
}

private func waitFor(_ start: Int32, telling began: Int32) {
  write(began, "x", 1)
  var entry = pollfd(fd: start, events: Int16(POLLIN), revents: 0)
  poll(&entry, 1, 10_000)
}

/// - Python: withoutGIL
public func totalOf(
  _ histogram: Histogram, other: Histogram? = nil, after start: Int32, telling began: Int32
) -> UInt64 {
  let total = other?.totalAfter(start, telling: began) ?? 0
  return total + histogram.totalAfter(start, telling: began)
}

/// Rows of float32.
public final class Grid: BufferProvider {
  private var cells = NativeArray<Float>()
  private let columns: Int
  private var rows = 0

  public init(columns: Int) { self.columns = columns }
  public var memory: Memory<2> { cells.memory(shape: [rows, columns]) }
  /// - Python: moves
  public func addRow() throws(Failure) {
    try cells.resize(to: (rows + 1) * columns)
    rows += 1
  }
}

/// Samples of a picture, each place of one or more, in memory of its own.
public final class Tile: BufferProvider {
  private let start: UnsafeMutablePointer<UInt16>
  private let rows: Int
  private let columns: Int
  private let depth: Int
  public var isReadOnly = false
  public var isBigEndian = false
  public var isFlipped = false

  public init(rows: Int, columns: Int, depth: Int = 1) {
    (self.rows, self.columns, self.depth) = (rows, columns, depth)
    start = .allocate(capacity: rows * columns * depth)
    for index in 0..<rows * columns * depth { start[index] = UInt16(index) }
  }

  deinit { start.deallocate() }

  public var memory: AnyMemory {
    let format: ElementFormat = isBigEndian ? .uint16.byteSwapped : .uint16
    let pitch = columns * depth * 2
    let first = UnsafeMutableRawPointer(start) + (isFlipped ? (rows - 1) * pitch : 0)
    let stride = isFlipped ? -pitch : pitch
    guard depth > 1 else {
      return AnyMemory(
        Memory(
          first, format, shape: [rows, columns], strides: [stride, 2], readOnly: isReadOnly))
    }
    return AnyMemory(
      Memory(
        first, format, shape: [rows, columns, depth], strides: [stride, depth * 2, 2],
        readOnly: isReadOnly))
  }
}

/// Two tiles, made anew each time.
public func tiles() -> [Tile] {
  [Tile(rows: 2, columns: 3), Tile(rows: 1, columns: 2, depth: 3)]
}

/// The numbers from 0 on, in memory that the caller gets.
public func ramp(count: Int) throws(Failure) -> NativeArray<Double> {
  var numbers = try NativeArray<Double>(count: count)
  for index in 0..<count { numbers[index] = Double(index) }
  return numbers
}

/// The same without the GIL; -1 if there is no memory for them.
/// - Python: withoutGIL
public func rampLength(count: Int, forgetting: Bool = true) -> Int {
  do throws(Failure) {
    return try NativeArray<Double>(count: count).count
  } catch {
    if forgetting { error.forget() }
    return -1
  }
}

public enum RampError: Error { case noMemory }

/// - Python: withoutGIL
public func rampWithoutGIL(count: Int) throws(RampError) -> NativeArray<Double> {
  do throws(Failure) {
    return try NativeArray(count: count)
  } catch {
    throw .noMemory
  }
}

public func squares(of samples: Span<Int16>) throws(Failure) -> NativeArray<Int32> {
  var squares = try NativeArray<Int32>(count: samples.count)
  for index in samples.indices { squares[index] = Int32(samples[index]) * Int32(samples[index]) }
  return squares
}

/// Blocks of one more byte each time, without the GIL.
public final class Growing {
  private var count = 0
  public init() {}
  /// - Python: name=__next__, withoutGIL
  public func next() throws(RampError) -> NativeArray<UInt8>? {
    count += 1
    if count == 2 { throw .noMemory }
    return count < 4 ? try? NativeArray(count: count) : nil
  }
}

/// Blocks of numbers that go on where the last one has ended.
public struct Blocks {
  public private(set) var position = 0
  public init() {}
  public mutating func block(of size: Int) throws(Failure) -> NativeArray<UInt8> {
    var bytes = try NativeArray<UInt8>(count: size)
    for index in 0..<size { bytes[index] = UInt8(truncatingIfNeeded: position + index) }
    position += size
    return bytes
  }
  /// - Python: name=__next__
  public mutating func next() throws(Failure) -> NativeArray<UInt8>? {
    position < 6 ? try block(of: 2) : nil
  }
  public static func zeros(_ count: Int) throws(Failure) -> NativeArray<Float> {
    try NativeArray(count: count)
  }
}
