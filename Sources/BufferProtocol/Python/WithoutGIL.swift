import CPython

// Work that lets other threads of Python run meanwhile.

/// Runs `body` without the GIL (`PyEval_SaveThread`), for work on megabytes and for what waits.
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

/// Runs `body` without the GIL, and raises what it throws. If a signal came meanwhile whose handler
/// raises an exception, as Ctrl-C does, that is raised instead: a call that waits is one that a
/// signal ends (`EINTR`), and the error then says no more than that.
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
      throw try error.failure(in: scope)
    }
    unsafe swiftbuf_restore_thread(state.pointee.thread)
    guard unsafe !state.pointee.isRequested else { throw .pending }
    return result
  }
}

/// What a long call without the GIL asks whether it shall end.
///
/// Invariant: `state` lies on the stack of `raisingWithoutGIL`, whose `body` alone has one.
@safe
public struct Interruption {
  @unsafe fileprivate struct State {
    /// The thread's state while the GIL is given up, the same each time.
    let thread: UnsafeMutableRawPointer?
    /// Whether a handler has raised an exception, which then is set.
    var isRequested = false
    /// When signals were looked for last, in nanoseconds.
    var lastLook = swiftbuf_nanoseconds()
  }

  fileprivate let state: UnsafeMutablePointer<State>

  /// Whether a signal has come whose handler raises an exception, as Ctrl-C does: the call then
  /// raises it, whatever the function returns.
  ///
  /// Handlers run in the main thread alone, so it is false in others.
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
