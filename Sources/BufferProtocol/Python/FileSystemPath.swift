import CPython

/// The path of a file: bytes other than NUL. Python code passes a str, bytes or `os.PathLike`.
///
/// It holds no Python object, so that calls without the GIL can use it.
public struct FileSystemPath: Sendable {
  /// What system calls get, without the NUL at the end.
  public let bytes: [UInt8]
  /// Whether it is bytes in Python, as it was passed, and not a str.
  private let isBytes: Bool

  /// The path that a text spells in UTF-8; nil if there is a NUL in it.
  public init?(_ text: String) {
    bytes = Array(text.utf8)
    isBytes = false
    guard !bytes.contains(0) else { return nil }
  }

  private init(bytes: [UInt8], isBytes: Bool) {
    self.bytes = bytes
    self.isBytes = isBytes
  }

  /// Calls `body` with the path as a C string, for a system call.
  public func withCString<Result, Thrown: Error>(
    _ body: (UnsafePointer<CChar>) throws(Thrown) -> Result
  ) throws(Thrown) -> Result {
    var text = bytes.map { CChar(bitPattern: $0) }
    text.append(0)
    return unsafe try text.withUnsafeBufferPointer { text throws(Thrown) in
      // Not nil: the NUL is there.
      unsafe try body(text.baseAddress.unsafelyUnwrapped)
    }
  }
}

extension FileSystemPath: Hashable {
  /// Whether both are the same bytes.
  public static func == (left: FileSystemPath, right: FileSystemPath) -> Bool {
    left.bytes == right.bytes
  }

  /// Adds the bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension FileSystemPath: Neutral {
  /// The empty path.
  public static var neutral: FileSystemPath { FileSystemPath(bytes: [], isBytes: false) }
}

extension FileSystemPath: FromPython, ToPython {
  /// The path as Python itself gives it to system calls (`os.fsencode`).
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> FileSystemPath {
    let path = try object.fileSystemPath(argument: argument)
    let isBytes = !path.object.isString
    let encoded = try isBytes ? path.object.retained() : path.object.fileSystemEncoded(argument)
    var start: UnsafeMutablePointer<CChar>?
    var count = 0
    guard unsafe PyBytes_AsStringAndSize(encoded.object.pointer, &start, &count) == 0 else {
      throw .pending
    }
    let text = unsafe UnsafeRawBufferPointer(start: start, count: count)
    guard unsafe !text.contains(0) else {
      throw .value("\(argument): \(path.object) contains a null character")
    }
    return unsafe FileSystemPath(bytes: Array(text), isBytes: isBytes)
  }

  /// A str, with surrogates for what is not text (`os.fsdecode`); bytes if it was passed as bytes.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    let made: PyObjectPointer? = unsafe bytes.withUnsafeBytes { bytes in
      let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      return unsafe isBytes
        ? PyBytes_FromStringAndSize(start, bytes.count)
        : PyUnicode_DecodeFSDefaultAndSize(start, bytes.count)
    }
    return unsafe try OwnedObject(new: made)
  }
}

extension Object {
  /// A new bytes object for a str (`PyUnicode_EncodeFSDefault`).
  fileprivate func fileSystemEncoded(_ argument: Argument) throws(Failure) -> OwnedObject {
    if let bytes = unsafe PyUnicode_EncodeFSDefault(pointer) {
      return unsafe OwnedObject(owning: bytes)
    }
    guard Failure.forget(.value) else { throw .pending }
    throw .value("\(argument): \(self) cannot be encoded as the name of a file")
  }
}
