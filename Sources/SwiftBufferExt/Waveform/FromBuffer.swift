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

/// What `readonly=` asks for.
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

/// `format`, `offset` and `count`, where any of them is given: the source is then read as plain
/// memory.
struct FlatReading {
  let format: ElementFormat?
  let offset: Int
  let count: Int?
  /// Whether the source keeps its own format, shape and strides.
  let isAsSource: Bool

  static var asSource: FlatReading {
    FlatReading(format: nil, offset: 0, count: nil, isAsSource: true)
  }

  private init(format: ElementFormat?, offset: Int, count: Int?, isAsSource: Bool) {
    self.format = format
    self.offset = offset
    self.count = count
    self.isAsSource = isAsSource
  }

  init(format: Object?, offset: Object?, count: Object?) throws(Failure) {
    self.format = try format.given.map { value throws(Failure) in
      try ElementFormat(argument: value)
    }
    self.offset =
      try offset.map { value throws(Failure) in try value.size(argument: "offset") } ?? 0
    self.count = try count.given.map { value throws(Failure) in try value.size(argument: "count") }
    isAsSource = self.format == nil && self.offset == 0 && self.count == nil
    guard self.offset >= 0 else { throw .value("offset: \(self.offset) is negative") }
    if let count = self.count, count < 0 { throw .value("count: \(count) is negative") }
  }

  /// The number of elements that are read out of `byteCount` bytes.
  ///
  /// - Throws: `.value` made by `refuse` from a sentence that names the numbers.
  func elementCount(
    in byteCount: Int, itemSize: Int, refuse: (Message) -> Failure
  ) throws(Failure) -> Int {
    guard offset <= byteCount else {
      throw refuse("offset: \(offset) is past the end of \(byteCount) bytes")
    }
    let rest = byteCount - offset
    if let count {
      let (needed, overflow) = count.multipliedReportingOverflow(by: itemSize)
      guard !overflow, needed <= rest else {
        throw refuse(
          "count: \(count) elements of \(itemSize) bytes do not fit after offset \(offset) of \(byteCount) bytes"
        )
      }
      return count
    }
    guard rest % itemSize == 0 else {
      let whole = rest / itemSize
      throw refuse(
        """
        offset: the \(rest) bytes after \(offset) are not a multiple of the item size \(itemSize); \
        count=\(whole) takes the whole elements and leaves \(rest % itemSize) bytes
        """)
    }
    return rest / itemSize
  }
}

extension Object? {
  /// The argument, unless it is absent or None.
  var given: Object? {
    guard let self, !self.isNone else { return nil }
    return self
  }
}

extension Buffer {
  fileprivate static func over(
    _ source: Object, _ type: Object, _ reading: FlatReading, _ access: Access
  ) throws(Failure) -> OwnedObject {
    let foreign = try export(of: source, type, reading, access)
    do throws(Failure) {
      try foreign.checkNotPointers()
      let format = if let given = reading.format { given } else { try foreign.sourceFormat() }
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
      throw .buffer("source: it is read-only, and readonly=False asks for a writable one")
    }
  }

  /// What an object that exports no buffer lends by DLPack or Arrow; nil if it does neither.
  private static func lentMemory(
    of source: Object, _ type: Object, _ reading: FlatReading
  ) throws(Failure) -> OwnedObject? {
    let hasFormat = reading.format != nil
    let lentType = try type.definingModule().kept(.lentMemoryType)
    return try LentMemory.buffer(over: source, argument: "source", hasFormat: hasFormat, lentType)
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

extension Object {
  /// Calls `body` with the elements of this exporter, which stay for as long as that takes.
  ///
  /// - Throws: what `from_buffer` throws of such a source.
  func withElements<Result: ~Copyable>(
    argument: StaticString = "source", _ request: BufferRequest = .fullReadOnly,
    _ body: (TypedElements) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let buffer = Buffer(self) {
      return unsafe try buffer.pinned { elements throws(Failure) in
        unsafe try body(buffer.typed(elements))
      }
    }
    return try ForeignBuffer.lent(by: self, argument: argument, request) {
      foreign throws(Failure) in
      try foreign.checkNotPointers(argument)
      let format = try foreign.sourceFormat(argument)
      try foreign.checkStructure(argument)
      return unsafe try foreign.withElements(format, body)
    }
  }
}

extension ForeignBuffer {
  /// Refuses addresses, whatever format is asked for: to write to their bytes is to point them
  /// anywhere.
  fileprivate func checkNotPointers(_ argument: StaticString = "source") throws(Failure) {
    guard let pointers = unsafe pointers else { return }
    switch unsafe pointers.kind {
    case .objects:
      throw unsafe .value(
        "\(argument): its format '\(pointers.format)' is not one element but a Python object")
    case .addresses:
      throw unsafe .value(
        """
        \(argument): its format '\(pointers.format)' is not one element but a pointer; an array of what a pointer p \
        points to is ctypes.cast(p, ctypes.POINTER(ctypes.c_int16 * n)).contents
        """)
    }
  }

  fileprivate func sourceFormat(
    _ argument: StaticString = "source"
  ) throws(Failure) -> ElementFormat {
    if itemSize == 3 { return try format24(argument) }
    return try elementFormat(argument: argument, advice: "; format=\"B\" reads its bytes")
  }

  /// Exports of 24-bit samples say no more than that they are three bytes; a Waveform knows better.
  @inline(never)
  private func format24(_ argument: StaticString) throws(Failure) -> ElementFormat {
    if let exporter, let buffer = Buffer(exporter), unsafe buffer.isFormat(of: view) {
      return buffer.format
    }
    return try elementFormat(
      argument: argument,
      advice: "; format=\"i3\" or \"u3\" reads 24-bit samples, format=\"B\" bytes")
  }

  fileprivate func checkStructure(_ argument: StaticString = "source") throws(Failure) {
    guard ndim <= BufferLayout.maximumDimensions else {
      throw .value(
        "\(argument): \(ndim) dimensions are more than \(BufferLayout.maximumDimensions)")
    }
    guard hasPossibleShape else {
      throw .buffer("\(argument): invalid shape")
    }
    guard let suboffsets = unsafe view.pointee.suboffsets else { return }
    // "If all suboffsets are negative (i.e. no de-referencing is needed), then this field must be
    // NULL", which not every exporter heeds.
    for dimension in 0..<ndim where unsafe suboffsets[dimension] >= 0 {
      throw .buffer("\(argument): buffers with suboffsets are not supported")
    }
  }
}
