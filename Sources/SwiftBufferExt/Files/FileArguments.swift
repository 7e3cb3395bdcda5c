import BufferProtocol
import CPython

// Shared by `from_file` and `mmap`: opening a file by its path, and which part of it to read.

/// Opens the file without the GIL.
func open(
  _ path: Object, _ encoded: borrowing OwnedObject, writable: Bool = false
) throws(Failure) -> RegularFile {
  guard let name = unsafe PyBytes_AsString(encoded.object.pointer) else { throw .pending }
  do throws(RegularFile.FileError) {
    return try withoutGIL { () throws(RegularFile.FileError) in
      unsafe try RegularFile(opening: name, writable: writable)
    }
  } catch {
    throw error.failure(path)
  }
}

extension FlatReading {
  /// The number of elements to take from `file`.
  ///
  /// - Throws: `.value` with the path and the numbers if the file is too short.
  func elementCount(
    in file: borrowing RegularFile, _ path: Object, itemSize: Int
  ) throws(Failure) -> Int {
    let refuse = { (problem: Message) in Failure.value("path: \(path, upTo: 500): \(problem)") }
    // Files in /proc have a size of zero, and reading one to find its size may have side effects.
    guard file.byteCount > 0 else {
      throw refuse(
        """
        the file is empty, or of a kind that tells no size, as in /proc; such files are read with \
        readinto()
        """)
    }
    guard offset < file.byteCount else {
      throw refuse("offset: \(offset) is past the end of \(file.byteCount) bytes")
    }
    return try elementCount(in: file.byteCount, itemSize: itemSize, refuse: refuse)
  }
}

extension RegularFile.FileError {
  func failure(_ path: Object) -> Failure {
    switch self {
    case .system(let code): .system(code, path: path)
    case .notRegular:
      .value("path: \(path, upTo: 500) is not a regular file; use readinto() to read a device")
    }
  }
}
