import CSample

// What takes long, or waits.

public enum WaitProblem: Error {
  case interrupted
}

/// Whether a descriptor can be read from within ten seconds.
/// - Python: withoutGIL
public func waitToRead(_ descriptor: Int32) throws(WaitProblem) -> Bool {
  var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  let ready = poll(&entry, 1, 10_000)
  guard ready >= 0 else { throw .interrupted }
  return ready == 1
}

/// Asks until it shall end, and returns how often it did.
/// - Python: withoutGIL, interrupted=isCancelled
public func workUntil(_ isCancelled: () -> Bool) -> Int {
  var asked = 0
  while !isCancelled() { asked += 1 }
  return asked
}

/// - Python: withoutGIL, interrupted=isCancelled
public func throwUntil(count: Int = 3, isCancelled: () -> Bool) throws(WaitProblem) -> Int {
  if count < 0 { throw .interrupted }
  for asked in 0..<count where isCancelled() { return asked }
  return count
}

/// Copy numbers, and return their sum.
/// - Python: withoutGIL
public func copyWithoutGIL(
  _ numbers: Span<Double>, into copy: inout MutableSpan<Double>, times: [Int] = [1]
) -> (Double, Int) {
  var sum = 0.0
  for index in numbers.indices {
    copy[index] = numbers[index]
    sum += numbers[index]
  }
  return (sum, times.count)
}

/// - Python: withoutGIL
public func nothingWithoutGIL() {}

// What pyproject.toml has words for.
public func tabled(_ number: Int) -> Int { number }

public func tabledAway() {}
/// - Python: name=by_comment
public func tabledByBoth() -> Int { 2 }
