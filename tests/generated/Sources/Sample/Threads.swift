import CSample

// Threads of Swift's own, which call what Python code has left.

nonisolated(unsafe) private var handler: ((Int) -> Int)?
nonisolated(unsafe) private var answered = -1
nonisolated(unsafe) private var calls = 0

public func setHandler(_ newHandler: @escaping @Sendable (Int) -> Int) { handler = newHandler }

/// What the handler answers in a thread of its own.
/// - Python: withoutGIL
public func callInThread() -> Int {
  answered = -1
  _ = sample_start_thread({ _ in answered = handler?(20) ?? -2 }, nil, 1)
  return answered
}

/// The same in this thread, which has given up the GIL.
/// - Python: withoutGIL
public func callWithoutGIL() -> Int { handler?(30) ?? -2 }

/// - Python: withoutGIL
public func dropHandlerInThread() { _ = sample_start_thread({ _ in handler = nil }, nil, 1) }

/// - Python: withoutGIL
public func dropHandlerWithoutGIL() { handler = nil }

/// Calls the handler in a thread to the end of the process.
public func callForever() {
  _ = sample_start_thread(
    { _ in
      while true {
        _ = handler?(1)
        usleep(100)
      }
    }, nil, 0)
}
