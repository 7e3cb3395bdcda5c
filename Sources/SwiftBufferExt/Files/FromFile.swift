import BufferProtocol
import CPython

private let signature = Signature(
  "from_file", ["path", "format", "offset", "count", "align"], required: 1, positional: 2)

/// `Waveform.from_file(path, format="B", *, offset=0, count=None, align=64)`.
func waveformFromFile(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.classMethod(type, signature, vector, given, names) {
    type, arguments throws(Failure) in
    let path = try arguments[required: 0].fileSystemPath(argument: "path")
    let reading = try FlatReading(
      format: arguments[1], offset: arguments[2], count: arguments[3])
    let alignment = try Alignment(argument: arguments[4])
    let encoded = try path.object.encodedPath()
    return try readFile(path.object, encoded, type, reading, alignment)
  }
}

private func readFile(
  _ path: Object, _ encoded: borrowing OwnedObject, _ type: Object, _ reading: FlatReading,
  _ alignment: Alignment
) throws(Failure) -> OwnedObject {
  let file = try open(path, encoded)
  let format = reading.format ?? .uint8
  let count = try reading.elementCount(in: file, path, itemSize: format.itemSize)
  let waveform = try UnfinishedBuffer.make(type, length: count)
  return unsafe try waveform.filled(format, alignment) { start, byteCount throws(Failure) in
    var done = 0
    while done < byteCount {
      let got = unsafe try file.read(
        into: start + done, byteCount - done, from: reading.offset + done, path)
      guard got > 0 else {
        throw .value(
          "path: \(path, upTo: 500): the file ended after \(reading.offset + done) bytes")
      }
      done += got
    }
  }
}

extension RegularFile {
  /// The most bytes to read between two checks for signals, so that Ctrl-C stops a long load.
  private static var bytesBetweenSignals: Int { 1 << 26 }

  /// Reads up to `count` bytes from `offset` on; may read fewer.
  fileprivate func read(
    into start: UnsafeMutableRawPointer, _ count: Int, from offset: Int, _ path: Object
  ) throws(Failure) -> Int {
    let wanted = min(count, Self.bytesBetweenSignals)
    while true {
      let got: Int?
      do throws(FileError) {
        got = try withoutGIL { () throws(FileError) in
          unsafe try read(into: start, count: wanted, offset: offset)
        }
      } catch {
        throw error.failure(path)
      }
      guard PyErr_CheckSignals() == 0 else { throw .pending }
      if let got { return got }
    }
  }
}
