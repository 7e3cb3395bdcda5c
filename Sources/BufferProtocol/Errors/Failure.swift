import CPython

/// Why something cannot be done: the one error that Swift code here throws, and the one place where
/// it becomes a Python exception.
///
/// The exception is set when the failure is made, as everywhere in the C API; what is thrown says
/// no more than of which kind it is, and is a byte. An entry point that catches it returns NULL or
/// -1. Whoever goes on instead has to clear the exception (`forget`).
public struct Failure: Error {
  package enum Kind: UInt8, Sendable {
    /// Set by the C API or by a callback.
    case pending
    case type, value, index, buffer, memory, overflow
  }

  package let kind: Kind

  /// A Python exception is set already.
  public static var pending: Failure { Failure(kind: .pending) }

  /// TypeError: the operation does not take an object of this type, or not on this kind of memory.
  public static func type(_ message: Message) -> Failure { Failure(.type, message) }

  /// ValueError: the right type with a value that does not fit.
  public static func value(_ message: Message) -> Failure { Failure(.value, message) }

  /// IndexError.
  public static func index(_ message: Message) -> Failure { Failure(.index, message) }

  /// BufferError: memory that cannot be had in the form that was asked for (PEP 3118).
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
    // Without a text there is a MemoryError, which then stands.
    guard let text = unsafe message.text else { return }
    unsafe PyErr_SetObject(kind.exception, text)
    unsafe swiftbuf_release(text)
  }

  /// Clears the exception: the failure is no failure after all.
  public func forget() { PyErr_Clear() }

  /// Clears the exception that is set if it is one of `kind`, and says whether it was.
  package static func forget(_ kind: Kind) -> Bool {
    guard unsafe PyErr_ExceptionMatches(kind.exception) != 0 else { return false }
    PyErr_Clear()
    return true
  }
}

extension Failure.Kind {
  fileprivate var exception: PyObjectPointer {
    switch self {
    case .type: unsafe swiftbuf_type_error()
    case .value: unsafe swiftbuf_value_error()
    case .index: unsafe swiftbuf_index_error()
    case .buffer: unsafe swiftbuf_buffer_error()
    case .overflow: unsafe swiftbuf_overflow_error()
    // Nothing is set for what is set already: `pending` has no type of its own.
    case .memory, .pending: unsafe swiftbuf_memory_error()
    }
  }
}
