import CPython

extension Object {
  /// The str or bytes of a path (`os.fspath`), for `filename` of an OSError and the like.
  ///
  /// - Throws: a TypeError that names the argument; what `__fspath__` raises.
  public func fileSystemPath(argument name: Argument) throws(Failure) -> OwnedObject {
    if let text = unsafe PyOS_FSPath(pointer) { return unsafe OwnedObject(owning: text) }
    guard Failure.forget(.type) else { throw .pending }
    throw .type("\(name): \(self) is neither str, bytes nor os.PathLike")
  }

  /// The path as a bytes object for system calls (`PyUnicode_FSConverter`).
  ///
  /// - Throws: a ValueError if it contains a NUL.
  public func encodedPath() throws(Failure) -> OwnedObject {
    var encoded: PyObjectPointer?
    guard unsafe PyUnicode_FSConverter(pointer, &encoded) != 0 else { throw .pending }
    return unsafe try OwnedObject(new: encoded)
  }
}
