import CPython

// The boundary between a C slot and the Swift code behind it: a value becomes a new reference or a
// status. An error is returned as the C API requires, with its exception set.

/// For slots that return an object: a new reference, or NULL with an exception set.
@inline(__always)
public func returning(_ body: () throws(Failure) -> OwnedObject) -> PyObjectPointer? {
  do {
    return unsafe try body().take()
  } catch {
    return nil
  }
}

/// For `tp_iternext`: a new reference; NULL at the end, for which `body` returns nil, or with an
/// exception set.
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
