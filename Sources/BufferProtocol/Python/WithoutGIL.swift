import CPython

// Work during which other Python threads can run.

/// Runs `body` without the GIL (`PyEval_SaveThread`), for work on megabytes and for waiting.
///
/// `body` must not touch Python objects or make a `Failure`. The caller must hold the memory that
/// it works on, through an export or because no other code knows of it yet.
public func withoutGIL<Result: ~Copyable, E: Error>(
  _ body: () throws(E) -> Result
) throws(E) -> Result {
  let state = unsafe swiftbuf_save_thread()
  defer { unsafe swiftbuf_restore_thread(state) }
  return try body()
}

/// The number of bytes for which releasing the GIL is worthwhile: about 50 microseconds of memory
/// traffic, compared with a few hundred nanoseconds for releasing and reacquiring it.
public let bytesWorthReleasingTheGIL = 1 << 18

/// Runs `body` without the GIL, and raises what it throws. If a signal came meanwhile whose handler
/// raises an exception, as Ctrl-C does, that is raised instead: a signal ends a waiting system call
/// (`EINTR`), and the error of `body` then says nothing else.
public func raisingWithoutGIL<Result: ~Copyable, Thrown: RaisedInPython>(
  in scope: Scope, _ body: (Interruption) throws(Thrown) -> Result
) throws(Failure) -> Result {
  var state = unsafe Interruption.State(thread: swiftbuf_save_thread())
  return unsafe try withUnsafeMutablePointer(to: &state) { state throws(Failure) in
    let result: Result
    do throws(Thrown) {
      result = unsafe try body(Interruption(state: state))
    } catch {
      unsafe swiftbuf_restore_thread(state.pointee.thread)
      guard unsafe !state.pointee.isRequested, PyErr_CheckSignals() == 0 else { throw .pending }
      try raisePending()
      throw try error.failure(in: scope)
    }
    unsafe swiftbuf_restore_thread(state.pointee.thread)
    guard unsafe !state.pointee.isRequested else { throw .pending }
    return result
  }
}

/// Tells a long call without the GIL whether it should end.
///
/// Invariant: `state` is on the stack of `raisingWithoutGIL`, and only its `body` gets one.
@safe
public struct Interruption {
  @unsafe fileprivate struct State {
    /// The thread's state while the GIL is released, the same each time.
    let thread: UnsafeMutableRawPointer?
    /// Whether a handler has raised an exception, which then is set.
    var isRequested = false
    /// When signals were last checked, in nanoseconds.
    var lastLook = swiftbuf_nanoseconds()
  }

  fileprivate let state: UnsafeMutablePointer<State>

  /// Whether a signal has come whose handler raises an exception, as Ctrl-C does: the call then
  /// raises it, whatever the function returns.
  ///
  /// Handlers run only in the main thread, so it is false in others.
  ///
  /// - Complexity: reads a clock; takes the GIL every 10 ms.
  public var isRequested: Bool {
    guard unsafe !state.pointee.isRequested else { return true }
    let now = swiftbuf_nanoseconds()
    guard unsafe now &- state.pointee.lastLook > 10_000_000 else { return false }
    unsafe swiftbuf_restore_thread(state.pointee.thread)
    unsafe state.pointee.isRequested = PyErr_CheckSignals() != 0
    _ = unsafe swiftbuf_save_thread()
    unsafe state.pointee.lastLook = now
    return unsafe state.pointee.isRequested
  }
}

extension Never: RaisedInPython {
  /// Never called.
  public func failure(in scope: Scope) throws(Failure) -> Failure { switch self {} }
}
