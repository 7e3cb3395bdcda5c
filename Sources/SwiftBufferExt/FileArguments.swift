import BufferProtocol
import CPython

// What `from_file` and `mmap` have in common: a path, the file that it names, and how much of it is
// meant.

/// The str or bytes of a path (`os.fspath`).
func fileSystemPath(_ path: Object) throws(Failure) -> OwnedObject {
  if let text = unsafe PyOS_FSPath(path.pointer) { return unsafe OwnedObject(owning: text) }
  guard Failure.forget(.type) else { throw .pending }
  throw .type("path: \(path) is neither str, bytes nor os.PathLike")
}

/// The path as the system takes it, in a bytes object (`PyUnicode_FSConverter`).
func encodedPath(_ path: Object) throws(Failure) -> OwnedObject {
  var encoded: PyObjectPointer?
  guard unsafe PyUnicode_FSConverter(path.pointer, &encoded) != 0 else { throw .pending }
  return unsafe try OwnedObject(new: encoded)
}

/// Opens the file without the GIL.
func open(
  _ path: Object, _ encoded: borrowing OwnedObject, writable: Bool = false
) throws(Failure) -> RegularFile {
  guard let name = unsafe PyBytes_AsString(encoded.object.pointer) else { throw .pending }
  do throws(RegularFile.Refusal) {
    return try withoutGIL { () throws(RegularFile.Refusal) in
      unsafe try RegularFile(opening: name, writable: writable)
    }
  } catch {
    throw error.failure(path)
  }
}

extension FlatReading {
  /// The number of elements that are meant of `file`.
  ///
  /// - Throws: `.value` that names the path and the numbers if the file has not that many.
  func elementCount(
    in file: borrowing RegularFile, _ path: Object, itemSize: Int
  ) throws(Failure) -> Int {
    let refuse = { (problem: Message) in Failure.value("path: \(path, upTo: 500): \(problem)") }
    guard file.byteCount > 0 else { throw refuse("the file is empty") }
    guard offset < file.byteCount else {
      throw refuse("offset: \(offset) is past the end of \(file.byteCount) bytes")
    }
    return try elementCount(in: file.byteCount, itemSize: itemSize, refuse: refuse)
  }
}

extension RegularFile.Refusal {
  func failure(_ path: Object) -> Failure {
    switch self {
    case .system(let code): .system(code, path: path)
    case .notRegular:
      .value("path: \(path, upTo: 500) is no regular file; a device is read with readinto()")
    }
  }
}
