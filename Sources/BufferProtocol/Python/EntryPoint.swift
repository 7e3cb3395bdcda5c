import CPython

// What stands between a C slot and the Swift code behind it: a value becomes a new reference or a
// status. Where an error comes out, its exception is set.

/// For slots that return an object: a new reference, or NULL with an exception set.
@inline(__always)
public func returning(_ body: () throws(Failure) -> OwnedObject) -> PyObjectPointer? {
  do {
    return unsafe try body().take()
  } catch {
    return nil
  }
}

/// For `tp_iternext`: a new reference; NULL at the end, which is nil, or with an exception set.
@inline(__always)
public func returningNext(_ body: () throws(Failure) -> OwnedObject?) -> PyObjectPointer? {
  do {
    guard let next = try body() else { return nil }
    return unsafe next.take()
  } catch {
    return nil
  }
}

/// For slots that return 0, or -1 with an exception set.
@inline(__always)
public func returningStatus(_ body: () throws(Failure) -> Void) -> CInt {
  do {
    try body()
    return 0
  } catch {
    return -1
  }
}

/// Runs `body` without the GIL (`PyEval_SaveThread`), for work on megabytes.
///
/// `body` must touch no Python object, and what it throws must not be a `Failure` that it makes;
/// whoever calls holds the memory it works on, by a count of exports or because nobody else knows
/// of it yet.
public func withoutGIL<Result: ~Copyable, E: Error>(
  _ body: () throws(E) -> Result
) throws(E) -> Result {
  let state = unsafe PyEval_SaveThread()
  defer { unsafe PyEval_RestoreThread(state) }
  return try body()
}

/// From how many bytes on work is worth giving up the GIL: about 50 microseconds of memory traffic,
/// against a few hundred nanoseconds for giving it up and getting it back.
public let bytesWorthReleasingTheGIL = 1 << 18
