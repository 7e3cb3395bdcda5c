import BufferProtocol
import CPython

private let signature = Signature(
  "from_file", ["path", "format", "offset", "count"], required: 1, positional: 2)

/// `Waveform.from_file(path, format="B", *, offset=0, count=None)`.
func waveformFromFile(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let type = unsafe Object(type.unsafelyUnwrapped)
    let arguments = unsafe try Arguments(signature, vector, given, names)
    let path = try fileSystemPath(arguments[0] ?? .none)
    let reading = try FlatReading(
      format: arguments[1], offset: arguments[2], count: arguments[3])
    let encoded = try encodedPath(path.object)
    return try readFile(path.object, encoded, type, reading)
  }
}

/// The str or bytes of a path (`os.fspath`).
private func fileSystemPath(_ path: Object) throws(Failure) -> OwnedObject {
  if let text = unsafe PyOS_FSPath(path.pointer) { return unsafe OwnedObject(owning: text) }
  guard Failure.forget(.type) else { throw .pending }
  throw .type("path: \(path) is neither str, bytes nor os.PathLike")
}

/// The path as the system takes it, in a bytes object (`PyUnicode_FSConverter`).
private func encodedPath(_ path: Object) throws(Failure) -> OwnedObject {
  var encoded: PyObjectPointer?
  guard unsafe PyUnicode_FSConverter(path.pointer, &encoded) != 0 else { throw .pending }
  return unsafe try OwnedObject(new: encoded)
}

private func readFile(
  _ path: Object, _ encoded: borrowing OwnedObject, _ type: Object, _ reading: FlatReading
) throws(Failure) -> OwnedObject {
  let file = try open(path, encoded)
  let format = reading.format ?? .bytes
  let refuse = { (problem: Message) in Failure.value("path: \(path, upTo: 500): \(problem)") }
  guard file.byteCount > 0 else { throw refuse("the file is empty") }
  guard reading.offset < file.byteCount else {
    throw refuse("offset: \(reading.offset) is past the end of \(file.byteCount) bytes")
  }
  let count = try reading.elementCount(
    in: file.byteCount, itemSize: format.itemSize, refuse: refuse)
  let waveform = try Buffer.allocate(type, ndim: 1)
  let buffer = Buffer(waveform)
  buffer.set(0, length: count)
  try buffer.adoptBlock(format, zeroed: false)
  // Nobody else knows of the memory yet, so it needs no pin.
  var done = 0
  while done < buffer.byteCount {
    let got = try buffer.read(file, at: done, from: reading.offset + done, path)
    guard got > 0 else { throw refuse("the file ended after \(reading.offset + done) bytes") }
    done += got
  }
  return waveform
}

private func open(
  _ path: Object, _ encoded: borrowing OwnedObject
) throws(Failure) -> InputFile {
  guard let name = unsafe PyBytes_AsString(encoded.object.pointer) else { throw .pending }
  do throws(InputFile.Refusal) {
    let state = unsafe PyEval_SaveThread()
    defer { unsafe PyEval_RestoreThread(state) }
    return unsafe try InputFile(opening: name)
  } catch {
    throw error.failure(path)
  }
}

extension Buffer {
  /// At most so much is read between two looks for signals, so that Ctrl-C stops a long load.
  private static var bytesBetweenSignals: Int { 1 << 26 }

  /// Fills the memory from byte `position` on with the next bytes of the file, as many as one call gives.
  fileprivate func read(
    _ file: borrowing InputFile, at position: Int, from offset: Int, _ path: Object
  ) throws(Failure) -> Int {
    let wanted = min(byteCount - position, Self.bytesBetweenSignals)
    while true {
      let got: Int?
      do throws(InputFile.Refusal) {
        let state = unsafe PyEval_SaveThread()
        defer { unsafe PyEval_RestoreThread(state) }
        got = unsafe try file.read(into: elements.start + position, count: wanted, offset: offset)
      } catch {
        throw error.failure(path)
      }
      guard PyErr_CheckSignals() == 0 else { throw .pending }
      if let got { return got }
    }
  }
}

extension InputFile.Refusal {
  fileprivate func failure(_ path: Object) -> Failure {
    switch self {
    case .system(let code): .system(code, path: path)
    case .notRegular:
      .value("path: \(path, upTo: 500) is no regular file; a device is read with readinto()")
    }
  }
}
