import BufferProtocol
import CPython
import WaveformCore

private let signature = Signature(
  "from_buffer", ["source", "format", "offset", "count", "readonly"], required: 1, positional: 2)

/// `Waveform.from_buffer(source, format=None, *, offset=0, count=None, readonly=None)`.
func waveformFromBuffer(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.classMethod(type, signature, vector, given, names) {
    type, arguments throws(Failure) in
    let reading = try FlatReading(
      format: arguments[1], offset: arguments[2], count: arguments[3])
    let access = try Access(arguments[4])
    return try Buffer.over(arguments[required: 0], type, reading, access)
  }
}

/// The meaning of `readonly=`.
private struct Access {
  let request: BufferRequest
  let readOnly: Bool

  static var asSource: Access { Access(request: .fullReadOnly, readOnly: false) }

  init(request: BufferRequest, readOnly: Bool) {
    self.request = request
    self.readOnly = readOnly
  }

  init(_ argument: Object?) throws(Failure) {
    guard let argument, !argument.isNone else {
      self = .asSource
      return
    }
    readOnly = try argument.truth()
    request = readOnly ? .fullReadOnly : .full
  }
}

extension Buffer {
  fileprivate static func over(
    _ source: Object, _ type: Object, _ reading: FlatReading, _ access: Access
  ) throws(Failure) -> OwnedObject {
    let foreign = try export(of: source, type, reading, access)
    do throws(Failure) {
      try foreign.checkNotPointers()
      let format = if let given = reading.format { given } else { try foreign.unambiguousFormat() }
      try foreign.checkStructure()
      return reading.isAsSource
        ? try asSource(foreign, type, format, access)
        : try flat(foreign, type, format, reading, access)
    } catch {
      foreign.giveBack()
      throw error
    }
  }

  private static func export(
    of source: Object, _ type: Object, _ reading: FlatReading, _ access: Access
  ) throws(Failure) -> ForeignBuffer {
    if !source.isExporter, let lent = try lentMemory(of: source, type, reading) {
      return try ForeignBuffer(
        source: source, from: lent.object, argument: "source", request: access.request)
    }
    do throws(Failure) {
      return try ForeignBuffer(source: source, argument: "source", request: access.request)
    } catch {
      // NumPy refuses a writable export of a read-only array with a ValueError.
      guard access.request.contains(.writable), Failure.forget(.value) else { throw error }
      throw .buffer("source: it is read-only, and readonly=False requires writable memory")
    }
  }

  /// The memory of an object that exports no buffer, by DLPack or Arrow; nil if it has neither.
  private static func lentMemory(
    of source: Object, _ type: Object, _ reading: FlatReading
  ) throws(Failure) -> OwnedObject? {
    let hasFormat = reading.format != nil
    let capsuleBufferType = try type.definingModule().kept(.capsuleBufferType)
    return try CapsuleBuffer.buffer(
      over: source, argument: "source", hasFormat: hasFormat, capsuleBufferType)
  }

  private static func asSource(
    _ foreign: ForeignBuffer, _ type: Object, _ format: ElementFormat, _ access: Access
  ) throws(Failure) -> OwnedObject {
    var waveform = try UnfinishedBuffer(type, ndim: foreign.ndim)
    foreign.copyLayout(to: &waveform, itemSize: format.itemSize)
    return waveform.showing(foreign, offset: 0, format, readOnly: access.readOnly)
  }

  private static func flat(
    _ foreign: ForeignBuffer, _ type: Object, _ format: ElementFormat, _ reading: FlatReading,
    _ access: Access
  ) throws(Failure) -> OwnedObject {
    guard foreign.isCContiguous else {
      throw .buffer(
        "source: it is not C-contiguous, so it cannot be read with a format, offset or count")
    }
    let count = try reading.elementCount(
      in: foreign.byteCount, itemSize: format.itemSize, refuse: Failure.value)
    var waveform = try UnfinishedBuffer(type, ndim: 1)
    waveform.set(0, length: count, stride: format.itemSize)
    return waveform.showing(foreign, offset: reading.offset, format, readOnly: access.readOnly)
  }
}
