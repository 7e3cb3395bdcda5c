import BufferProtocol
import CPython

private let signature = Signature(
  "from_values", ["values", "format", "align"], required: 1, positional: 2)

/// `Waveform.from_values(values, format="d", *, align=64)`.
func waveformFromValues(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.classMethod(type, signature, vector, given, names) {
    type, arguments throws(Failure) in
    let format = try arguments[1].map { value throws(Failure) in
      try ElementFormat(argument: value)
    }
    let alignment = try Alignment(argument: arguments[2])
    return try Buffer.holding(arguments[required: 0], type, format ?? .double, alignment)
  }
}

extension Buffer {
  fileprivate static func holding(
    _ values: Object, _ type: Object, _ format: ElementFormat, _ alignment: Alignment
  ) throws(Failure) -> OwnedObject {
    guard values.isIterable, !values.isString else {
      throw .type("values: \(values) is not an iterable of values")
    }
    try values.checkSamples(for: format)
    guard values.isExporter else {
      var nested = unsafe NestedValues(format)
      defer { unsafe nested.free() }
      unsafe try nested.take(values, dimension: 0)
      return unsafe try nested.waveform(type, alignment)
    }
    let made = unsafe try values.withElements { source throws(Failure) in
      let layout = unsafe source.elements.layout
      var unfinished = try UnfinishedBuffer(type, ndim: layout.ndim)
      for dimension in 0..<layout.ndim {
        unfinished.set(dimension, length: layout.length(dimension))
      }
      return try unfinished.withZeros(format, alignment)
    }
    let waveform = Buffer(made)
    try waveform.pinned { () throws(Failure) in try waveform.assign(values) }
    return made
  }
}

/// Reads the values of nested sequences once, into one block. The shape is known when the first
/// sequence of each depth has ended.
///
/// Invariant: `start` is nil or a block of the C library with room for `capacity` bytes, the first
/// `byteCount` of which are elements. Reading items can run any code, which cannot reach the block.
@unsafe
private struct NestedValues {
  private let format: ElementFormat
  private var start: UnsafeMutableRawPointer?
  private var byteCount = 0
  private var capacity = 0
  /// The number of dimensions, once the first value or the first empty sequence is found.
  private var ndim: Int?
  /// The length of each dimension, once the first sequence there has ended.
  private var lengths = InlineArray<64, Int?>(repeating: nil)
  /// The current position.
  private var indices = InlineArray<64, Int>(repeating: 0)

  init(_ format: ElementFormat) { unsafe self.format = format }

  func free() { unsafe CPython.free(start) }

  /// Reads the items of `sequence`, at a depth below 64.
  mutating func take(_ sequence: Object, dimension: Int) throws(Failure) {
    let iterator = unsafe try OwnedObject(new: PyObject_GetIter(sequence.pointer))
    unsafe try take(iterator, dimension: dimension)
  }

  private mutating func take(
    _ iterator: borrowing OwnedObject, dimension: Int
  ) throws(Failure) {
    var count = 0
    while let item = try iterator.object.next() {
      if let length = unsafe lengths[dimension], count == length {
        throw unsafe ragged(dimension, "has more items than the \(length) of the ones before it")
      }
      unsafe indices[dimension] = count
      unsafe try takeItem(item.object, dimension: dimension + 1)
      count += 1
      // An iterator may be endless.
      if count & 0xFFFF == 0, PyErr_CheckSignals() != 0 { throw .pending }
    }
    if unsafe ndim == nil { unsafe ndim = dimension + 1 }
    guard let length = unsafe lengths[dimension] else {
      unsafe lengths[dimension] = count
      return
    }
    guard count == length else {
      throw unsafe ragged(
        dimension, "has \(count) items, but the ones before it have \(length)")
    }
  }

  private mutating func takeItem(_ item: Object, dimension: Int) throws(Failure) {
    let iterator = try unsafe item.itemIterator(for: format)
    guard let iterator else {
      guard unsafe (ndim ?? dimension) == dimension else {
        throw unsafe ragged(dimension, "is a value, but the ones before it are sequences")
      }
      unsafe ndim = dimension
      return unsafe try store(item)
    }
    guard unsafe ndim.map({ dimension < $0 }) ?? true else {
      throw unsafe ragged(dimension, "is a sequence, but the ones before it are values")
    }
    guard dimension < BufferLayout.maximumDimensions else {
      throw .value(
        "values: nested deeper than \(BufferLayout.maximumDimensions) dimensions")
    }
    try item.checkSamples(for: unsafe format)
    unsafe try take(iterator, dimension: dimension)
  }

  private mutating func store(_ value: Object) throws(Failure) {
    let size = unsafe format.itemSize
    if unsafe capacity - byteCount < size {
      let (larger, overflow) = unsafe capacity.multipliedReportingOverflow(by: 2)
      let wanted = unsafe max(larger, byteCount + size, 1024)
      guard !overflow, let grown = unsafe realloc(start, wanted) else {
        throw .noMemory(wanted)
      }
      unsafe start = grown
      unsafe capacity = wanted
    }
    guard let start = unsafe start else { return }
    // Padding of a record is zero.
    if unsafe format.hasGaps { unsafe memset(start + byteCount, 0, size) }
    do throws(Failure) {
      unsafe try format.storeUnexplained(value, start + byteCount)
    } catch {
      throw unsafe format.explained(
        error, value, at: .place(ndim: ndim ?? 1) { dimension in unsafe indices[dimension] })
    }
    unsafe byteCount += size
  }

  /// The Waveform of all values.
  func waveform(_ type: Object, _ alignment: Alignment) throws(Failure) -> OwnedObject {
    let ndim = unsafe self.ndim ?? 1
    var unfinished = try UnfinishedBuffer(type, ndim: ndim)
    for dimension in 0..<ndim { unfinished.set(dimension, length: unsafe lengths[dimension] ?? 0) }
    return unsafe try unfinished.filled(format, alignment) { target, byteCount throws(Failure) in
      // Exactly as many as were stored, because the lengths are those of complete sequences.
      if let start = unsafe start { unsafe memcpy(target, start, min(byteCount, self.byteCount)) }
    }
  }

  /// Names the position of the invalid item: its index in each dimension before `dimension`.
  private func ragged(_ dimension: Int, _ problem: Message) -> Failure {
    var place: Message = unsafe "\(indices[0])"
    for index in 1..<max(dimension, 1) { place = unsafe "\(place), \(indices[index])" }
    return .value("values: the item at [\(place)] \(problem)")
  }
}

extension Object {
  /// An iterator over this item if it is a sequence; nil if it is a value. Arrays without
  /// dimensions have an iterable type, but are values.
  fileprivate func itemIterator(for format: ElementFormat) throws(Failure) -> OwnedObject? {
    guard !isScalar(for: format), isIterable else { return nil }
    if format.isRecord, try isRecordOfNumPy() { return nil }
    if let iterator = unsafe PyObject_GetIter(pointer) {
      return unsafe OwnedObject(owning: iterator)
    }
    guard Failure.forget(.type) else { throw .pending }
    return nil
  }
}
