import BufferProtocol
import CPython

private let signature = Signature(
  "Waveform", ["shape", "format", "align"], required: 1, positional: 2)

/// `Waveform(shape, format="d", *, align=64)`. All work is done here and none in `__init__`, as in
/// `memoryview` and `ndarray`: an instance is complete from the start, and its length is fixed.
func waveformNew(
  _ type: PyObjectPointer?, _ tuple: PyObjectPointer?, _ dict: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe constructor(type, tuple, dict, signature, makeWaveform)
}

/// The same for a direct call of `Waveform`, which needs no argument tuple.
func waveformCall(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe constructor(type, vector, given, names, signature, makeWaveform)
}

private func makeWaveform(
  _ type: Object, _ arguments: Arguments<3>
) throws(Failure) -> OwnedObject {
  let format = try arguments[1].map { value throws(Failure) in
    try ElementFormat(argument: value)
  }
  let alignment = try Alignment(argument: arguments[2])
  let shape = arguments[required: 0]
  try shape.checkNotValues()
  let unfinished = try UnfinishedBuffer.make(type, shape: shape)
  return try unfinished.withZeros(format ?? .double, alignment)
}

extension UnfinishedBuffer {
  /// An instance with the lengths in `shape`: an int, or a sequence of at most 64 ints.
  ///
  /// - Parameter lowest: the least valid length: 0, or -1 where that has a meaning.
  /// - Throws: `tooLarge` for a length that does not fit an `Int`.
  static func make(
    _ type: Object, shape: Object, lowest: Int = 0,
    tooLarge: (Message) -> Failure = Failure.memory
  ) throws(Failure) -> UnfinishedBuffer {
    if let length = shape.plainIndex, length >= 0 { return try make(type, length: length) }
    guard shape.isSequence else {
      guard shape.isIndex else {
        throw .type("shape: \(shape) is neither an integer nor a sequence of integers")
      }
      return try make(type, length: length(shape, lowest, tooLarge))
    }
    // A copy as a tuple: reading the lengths one by one can run code that changes a list.
    let lengths = unsafe try OwnedObject(new: PySequence_Tuple(shape.pointer))
    let ndim = unsafe PyTuple_Size(lengths.object.pointer)
    guard ndim <= BufferLayout.maximumDimensions else {
      throw .value("shape: \(ndim) dimensions, more than \(BufferLayout.maximumDimensions)")
    }
    var made = try UnfinishedBuffer(type, ndim: ndim)
    for dimension in 0..<ndim {
      let item = unsafe Object(PyTuple_GetItem(lengths.object.pointer, dimension).unsafelyUnwrapped)
      made.set(dimension, length: try length(item, lowest, tooLarge))
    }
    return made
  }

  /// An instance of one dimension.
  @inline(__always)
  static func make(_ type: Object, length: Int) throws(Failure) -> UnfinishedBuffer {
    var made = try UnfinishedBuffer(type, ndim: 1)
    made.set(0, length: length)
    return made
  }

  private static func length(
    _ object: Object, _ lowest: Int, _ tooLarge: (Message) -> Failure
  ) throws(Failure) -> Int {
    guard object.isIndex else { throw .type("shape: \(object) is not an integer") }
    // Clamped to the range of `Int`, so that a number below it is known to be negative.
    let length = unsafe PyNumber_AsSsize_t(object.pointer, nil)
    if length == -1, unsafe PyErr_Occurred() != nil { throw .pending }
    // Next to a length of 0, which needs no memory, the clamped value would be visible.
    if length == .max { _ = try object.size(argument: "shape", overflow: tooLarge) }
    guard length < lowest else { return length }
    throw object.isInt
      ? .value("shape: \(object) is negative") : .value("shape: \(length) is negative")
  }
}

extension Object {
  /// Rejects values in place of a shape, which would make a large block of zeros: only an integer
  /// or a tuple is a shape. A NumPy array without dimensions is an integer.
  fileprivate func checkNotValues() throws(Failure) {
    guard plainIndex == nil, !isTuple, isSequence || !isIndex else { return }
    throw .type(
      """
      shape: \(self) is neither an integer nor a tuple of integers; Waveform.from_values takes \
      values, Waveform.from_buffer the memory of a buffer
      """)
  }

  /// Whether it is a sequence of lengths: not an int, and not an array without dimensions, which
  /// has no length.
  fileprivate var isSequence: Bool {
    guard !isInt, !isString, unsafe PySequence_Check(pointer) != 0 else { return false }
    if unsafe PySequence_Size(pointer) >= 0 { return true }
    PyErr_Clear()
    return !isIndex
  }
}

extension ElementFormat {
  /// The format that a `format` argument gives: a str, a `numpy.dtype` or a NumPy scalar type.
  @inline(__always)
  init(argument: Object) throws(Failure) {
    if argument.isString {
      try self.init(string: argument)
    } else {
      try self.init(type: argument)
    }
  }

  /// A `numpy.dtype` is identified by its `str` and `char`.
  @inline(never)
  private init(type argument: Object) throws(Failure) {
    if let name = try argument.nameOfScalarType() {
      try self.init(string: name.object)
      return
    }
    if let record = try ElementFormat(structured: argument, Self.simple) {
      self = record
      return
    }
    if let array = try argument.attribute("subdtype"), array.object.isTuple {
      throw .value(
        "format: a sub-array of NumPy's is not one element; its lengths belong to the shape")
    }
    guard let typeString = try argument.attribute("str"), typeString.object.isString else {
      throw .type("format: \(argument) is not a str, a numpy.dtype or a NumPy scalar type")
    }
    try self.init(string: typeString.object)
    // The type string is the same for all integers of one size; the character tells `q` from `l`.
    if let character = try argument.attribute("char"), character.object.isString {
      do throws(Failure) {
        let exact = try ElementFormat(string: character.object)
        if exact.hasSameRepresentation(as: self) { self = exact }
      } catch {
        error.forget()
      }
    }
  }

  /// The format of a `numpy.dtype` without fields.
  static func simple(_ type: Object) throws(Failure) -> ElementFormat {
    try ElementFormat(argument: type)
  }

  @inline(__always)
  private init(string: Object) throws(Failure) {
    guard let text = unsafe string.utf8 else { throw ElementFormat.refusal(notText: string) }
    unsafe try self.init(parsing: text)
  }

  /// A str that cannot be encoded, such as one with a lone surrogate.
  @inline(never)
  private static func refusal(notText string: Object) -> Failure {
    Failure.forget(.value)
      ? .value("format: \(string) is not an element code or NumPy name") : .pending
  }
}
