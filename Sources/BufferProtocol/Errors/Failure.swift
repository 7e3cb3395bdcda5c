import CPython

/// Why an operation failed: the only error that Swift code here throws, and the only place where it
/// becomes a Python exception.
///
/// The exception is set when the failure is made, as everywhere in the C API. The thrown value is
/// one byte, the kind. An entry point that catches it returns NULL or -1. A caller that continues
/// instead must clear the exception (`forget`).
public struct Failure: Error {
  /// Which exception it is, for code that continues after some and not after others.
  public enum Kind: UInt8, Sendable {
    /// Set by the C API or by a callback: any exception.
    case pending
    /// TypeError and so on, made here.
    case type, value, index, key, buffer, memory, overflow
  }

  /// Which exception it is.
  public let kind: Kind

  /// A Python exception is set already.
  public static var pending: Failure { Failure(kind: .pending) }

  /// TypeError: the operation does not accept this type of object or this kind of memory.
  public static func type(_ message: Message) -> Failure { Failure(.type, message) }

  /// ValueError: the type is right and the value is not.
  public static func value(_ message: Message) -> Failure { Failure(.value, message) }

  /// IndexError.
  public static func index(_ message: Message) -> Failure { Failure(.index, message) }

  /// KeyError.
  public static func key(_ message: Message) -> Failure { Failure(.key, message) }

  /// BufferError: the memory is not available in the form requested (PEP 3118).
  public static func buffer(_ message: Message) -> Failure { Failure(.buffer, message) }

  /// MemoryError.
  public static func memory(_ message: Message) -> Failure { Failure(.memory, message) }

  /// OverflowError.
  public static func overflow(_ message: Message) -> Failure { Failure(.overflow, message) }

  /// KeyError: there is nothing under `key`.
  public static func key(_ key: Object) -> Failure {
    unsafe PyErr_SetObject(swiftbuf_key_error(), key.pointer)
    return .pending
  }

  /// The OSError subclass of `code`, with the path as its `filename`.
  public static func system(_ code: CInt, path: Object) -> Failure {
    swiftbuf_set_errno(code)
    _ = unsafe PyErr_SetFromErrnoWithFilenameObject(swiftbuf_os_error(), path.pointer)
    return .pending
  }

  /// The OSError subclass of `code`.
  public static func system(_ code: CInt) -> Failure {
    swiftbuf_set_errno(code)
    _ = unsafe PyErr_SetFromErrno(swiftbuf_os_error())
    return .pending
  }

  private init(kind: Kind) { self.kind = kind }

  @inline(never)
  private init(_ kind: Kind, _ message: Message) {
    self.kind = kind
    // Without a text, a MemoryError is set already and is the error.
    guard let text = unsafe message.text else { return }
    unsafe PyErr_SetObject(kind.exception, text)
    unsafe swiftbuf_release(text)
  }

  /// The same with `words` at the end of its sentence, if it is a TypeError or ValueError made here:
  /// an exception of other code stays as it is.
  @inline(never)
  package func extended(by words: @autoclosure () -> Message) -> Failure {
    switch kind {
    case .pending, .index, .key, .buffer, .memory, .overflow: return self
    case .type, .value: break
    }
    // A sentence for which there was no memory is a MemoryError.
    guard unsafe PyErr_ExceptionMatches(kind.exception) != 0 else { return self }
    guard let text = unsafe FetchedException().text() else { return .pending }
    return unsafe Failure(kind, "\(Message(owning: text))\(words())")
  }

  /// The exception of another object that is set, with `words` before its sentence, if it is a
  /// TypeError, ValueError or BufferError from C. One from Python code stays, with its traceback.
  @inline(never)
  package static func pending(after words: @autoclosure () -> Message) -> Failure {
    let raised = unsafe FetchedException()
    for kind in [Kind.buffer, .value, .type] where unsafe raised.isPlain(kind.exception) {
      guard let text = unsafe raised.text() else { return .pending }
      return unsafe Failure(kind, "\(words())\(Message(owning: text))")
    }
    unsafe raised.restore()
    return .pending
  }

  /// Clears the exception: the failure has been dealt with.
  public func forget() {
    _ = Failure.withGIL {
      PyErr_Clear()
      return self
    }
  }

  /// Makes a failure where `withoutGIL` may have given the GIL up, with the GIL for that moment.
  ///
  /// In a thread of Swift's own there is no call that could raise it, and no exception is made.
  static func withGIL(_ make: () -> Failure) -> Failure {
    var thread: UnsafeMutableRawPointer?
    guard unsafe swiftbuf_regain_gil(&thread) != 0 else { return .pending }
    defer { if unsafe thread != nil { _ = unsafe swiftbuf_save_thread() } }
    return make()
  }

  /// If the exception that is set is of `kind`, clears it and returns true.
  package static func forget(_ kind: Kind) -> Bool {
    guard unsafe PyErr_ExceptionMatches(kind.exception) != 0 else { return false }
    PyErr_Clear()
    return true
  }
}

/// The exception that was set, which is cleared.
///
/// Invariant: owned references, which exactly one of `text` and `restore` takes back.
@unsafe
private struct FetchedException {
  private var type: PyObjectPointer?
  private var value: PyObjectPointer?
  private var traceback: PyObjectPointer?

  init() { unsafe PyErr_Fetch(&type, &value, &traceback) }

  /// Whether it is of that class itself, and no Python code was involved.
  func isPlain(_ exception: PyObjectPointer) -> Bool {
    unsafe type == exception && value != nil && traceback == nil
  }

  /// A new str of what it says; nil with an exception set if there is none.
  func text() -> PyObjectPointer? {
    // Before Python 3.12 the value is the text itself.
    let text = unsafe value.flatMap { unsafe PyObject_Str($0) }
    if let type = unsafe type { unsafe swiftbuf_release(type) }
    if let value = unsafe value { unsafe swiftbuf_release(value) }
    if let traceback = unsafe traceback { unsafe swiftbuf_release(traceback) }
    return unsafe text
  }

  /// Sets it again.
  func restore() { unsafe PyErr_Restore(type, value, traceback) }
}

extension Failure.Kind {
  fileprivate var exception: PyObjectPointer {
    switch self {
    case .type: unsafe swiftbuf_type_error()
    case .value: unsafe swiftbuf_value_error()
    case .index: unsafe swiftbuf_index_error()
    case .key: unsafe swiftbuf_key_error()
    case .buffer: unsafe swiftbuf_buffer_error()
    case .overflow: unsafe swiftbuf_overflow_error()
    // `pending` does not come here; its exception is set already and has no type of its own.
    case .memory, .pending: unsafe swiftbuf_memory_error()
    }
  }
}
