import CPython

@testable import BufferProtocol

/// The interpreter that the code under test sets its exceptions in. Swift Testing runs tests in
/// parallel, on any thread: whatever may touch Python runs inside `Interpreter.run`.
enum Interpreter {
  /// The thread that starts it gives the GIL up at once, so that every thread takes it alike.
  private static let started: Void = {
    Py_InitializeEx(0)
    _ = unsafe PyEval_SaveThread()
  }()

  /// Runs `body` with the GIL (C API manual, "Non-Python created threads"), which may be held.
  static func run<Result, E: Error>(_ body: () throws(E) -> Result) throws(E) -> Result {
    _ = started
    let state = PyGILState_Ensure()
    defer { PyGILState_Release(state) }
    return try body()
  }
}

/// A Python exception: the name of its type, and its text.
struct Raised: Equatable {
  let type: String
  let text: String
}

/// The exception that `body` leaves set when it throws, which is cleared; nil if it returns.
func raised(by body: () throws(Failure) -> Void) -> Raised? {
  Interpreter.run {
    do {
      try body()
      return nil
    } catch {
      return exceptionThatIsSet()
    }
  }
}

private func exceptionThatIsSet() -> Raised? {
  var type: PyObjectPointer?
  var value: PyObjectPointer?
  var traceback: PyObjectPointer?
  unsafe PyErr_Fetch(&type, &value, &traceback)
  unsafe PyErr_NormalizeException(&type, &value, &traceback)
  defer {
    unsafe Py_DecRef(type)
    unsafe Py_DecRef(value)
    unsafe Py_DecRef(traceback)
  }
  guard let type = unsafe type, let value = unsafe value else { return nil }
  let name = unsafe text(of: swiftbuf_type_name(type))
  return unsafe Raised(type: name, text: text(of: PyObject_Str(value)))
}
