import CPython

/// An interpreter that threads started by Swift, and not by Python, can enter.
///
///     let interpreter = try Interpreter.current()  // in a function that Python called
///     ...
///     interpreter.withGIL { ... }  // in any thread
///
/// When the interpreter ends, it waits for threads that are inside, and lets no others in.
@safe
public struct Interpreter: @unchecked Sendable {
  /// Never freed.
  private let record: UnsafeMutablePointer<swiftbuf_interpreter>

  private init(_ record: UnsafeMutablePointer<swiftbuf_interpreter>) {
    unsafe self.record = record
  }

  /// The interpreter of the code that runs here, with the GIL.
  ///
  /// - Throws: a MemoryError.
  /// - Complexity: O(1); the first time, it registers a function with `atexit`.
  public static func current() throws(Failure) -> Interpreter {
    guard let record = unsafe swiftbuf_interpreter_here() else { throw .pending }
    return unsafe Interpreter(record)
  }

  /// The main interpreter; nil before `current` has been called there.
  public static var main: Interpreter? {
    unsafe swiftbuf_main_interpreter().map { unsafe Interpreter($0) }
  }

  /// Runs `body` with the GIL, which the thread may have already, or have given up by `withoutGIL`.
  ///
  /// An exception that `body` leaves set in a thread of Swift goes to `sys.unraisablehook`.
  ///
  /// - Returns: what `body` returns; nil, and it has not run, if the interpreter ends or has ended.
  public func withGIL<Result: ~Copyable, E: Error>(
    _ body: () throws(E) -> Result
  ) throws(E) -> Result? {
    var entry = unsafe swiftbuf_entry()
    guard unsafe swiftbuf_enter(record, &entry) != 0 else { return nil }
    defer { unsafe swiftbuf_leave(&entry) }
    return try body()
  }
}

/// Runs `body` with the GIL of the main interpreter, from any thread.
///
/// - Returns: what `body` returns; nil, and it has not run, if the interpreter ends or has ended, or
///   if `Interpreter.current` has not been called there before, as in the function that fills the
///   module.
public func withGIL<Result: ~Copyable, E: Error>(
  _ body: () throws(E) -> Result
) throws(E) -> Result? {
  guard let interpreter = Interpreter.main else { return nil }
  return try interpreter.withGIL(body)
}
