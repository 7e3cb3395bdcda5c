// Paths, errors that are Python's own exceptions, and an iteration that waits and throws.
import BufferProtocol
import CSample

public func samePath(_ path: FileSystemPath) -> FileSystemPath { path }
public func pathBytes(of path: FileSystemPath? = nil) -> [UInt8] {
  path?.bytes ?? Array("nothing".utf8)
}
public func pathOf(_ text: String) -> FileSystemPath? { FileSystemPath(text) }
public func countPaths(_ paths: [FileSystemPath: Int]) -> Int { paths.values.reduce(0, +) }
public func firstPath(_ body: () -> FileSystemPath) -> [UInt8] { body().bytes }

public enum ReadingError: Error {
  case system(CInt, FileSystemPath)
  case notText(byte: UInt8)
}

extension ReadingError: RaisedInPython {
  public func failure(in scope: Scope) throws(Failure) -> Failure {
    switch self {
    case .system(let code, let path):
      let path = try path.toPython(in: scope)
      return .system(code, path: path.object)
    case .notText(let byte):
      return .value("the byte \(Int(byte)) is not text")
    }
  }
}

/// The bytes of a text file, one by one.
public final class FileBytes {
  private let path: FileSystemPath
  private let descriptor: CInt

  public init(_ path: FileSystemPath) throws(ReadingError) {
    self.path = path
    descriptor = path.withCString { sample_open($0) }
    guard descriptor >= 0 else { throw .system(sample_errno(), path) }
  }

  deinit { close(descriptor) }

  /// The bytes that are there, of which none is read.
  public var available: Int {
    get throws(ReadingError) {
      let end = lseek(descriptor, 0, SEEK_END)
      guard end >= 0 else { throw .system(sample_errno(), path) }
      return end
    }
  }

  /// - Python: name=__next__, withoutGIL
  public func nextByte() throws(ReadingError) -> UInt8? {
    var byte: UInt8 = 0
    switch read(descriptor, &byte, 1) {
    case 0: return nil
    case 1 where byte < 128: return byte
    case 1: throw .notText(byte: byte)
    default: throw .system(sample_errno(), path)
    }
  }
}
