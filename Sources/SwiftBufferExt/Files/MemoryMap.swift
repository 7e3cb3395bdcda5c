import BufferProtocol
import CPython

// File maps: `Waveform.mmap`, `flush`.

private let signature = Signature(
  "mmap", ["path", "format", "mode", "offset", "count"], required: 1, positional: 2)

/// `Waveform.mmap(path, format="B", *, mode="c", offset=0, count=None)`.
func waveformMap(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.classMethod(type, signature, vector, given, names) {
    type, arguments throws(Failure) in
    let path = try arguments[required: 0].fileSystemPath(argument: "path")
    let mode = try MapMode(arguments[2])
    let reading = try FlatReading(
      format: arguments[1], offset: arguments[3], count: arguments[4])
    let encoded = try path.object.encodedPath()
    return try mapFile(path.object, encoded, type, mode, reading)
  }
}

/// How a map relates to its file.
enum MapMode: UInt8 {
  /// Neither the memory nor the file can be changed.
  case readOnly
  /// Changes reach the file.
  case readWrite
  /// Changes stay in memory; a page is copied when it is first written to.
  case copyOnWrite

  private var name: StaticString {
    switch self {
    case .readOnly: "r"
    case .readWrite: "r+"
    case .copyOnWrite: "c"
    }
  }

  init(_ argument: Object?) throws(Failure) {
    guard let argument else {
      self = .copyOnWrite
      return
    }
    guard argument.isString else { throw .type("mode: \(argument) is not a str") }
    var number: UInt8 = 0
    while let mode = MapMode(rawValue: number) {
      if unsafe PyUnicode_CompareWithASCIIString(argument.pointer, mode.name.cString) == 0 {
        self = mode
        return
      }
      number += 1
    }
    throw .value("mode: \(argument) is not 'r', 'r+' or 'c'")
  }
}

private func mapFile(
  _ path: Object, _ encoded: borrowing OwnedObject, _ type: Object, _ mode: MapMode,
  _ reading: FlatReading
) throws(Failure) -> OwnedObject {
  let file = try open(path, encoded, writable: mode == .readWrite)
  let format = reading.format ?? .uint8
  let count = try reading.elementCount(in: file, path, itemSize: format.itemSize)
  var waveform = try UnfinishedBuffer(type, ndim: 1)
  waveform.set(0, length: count, stride: format.itemSize)
  let start: UnsafeMutableRawPointer?
  do throws(RegularFile.FileError) {
    unsafe start = try file.map(
      mode, count: count * format.itemSize, offset: reading.offset)
  } catch {
    throw error.failure(path)
  }
  return unsafe waveform.showing(map: start, format, readOnly: mode == .readOnly)
}

/// `flush()`.
func waveformFlush(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    // A view's pin keeps its root alive, and thereby the root's memory.
    let code = try buffer.pinned { () throws(Failure) in
      guard case .map(let map) = buffer.root.owner else {
        throw .value("flush: this memory is not a file map")
      }
      // `msync` does nothing for maps that do not write to the file.
      return withoutGIL { map.flush() }
    }
    guard code == 0 else { throw .system(code) }
    return .none
  }
}
