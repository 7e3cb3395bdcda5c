import BufferProtocol
import CPython

/// What a call says of memory: all that can be wrong with it is found before the memory moves.
struct Description<let ndim: Int> {
  let format: ElementFormat
  let shape: InlineArray<ndim, Int>
  let strides: InlineArray<ndim, Int>?
  let readOnly: Bool
  /// From the start of the bytes to the first element; nil for no place at all.
  let offset: Int?

  init(
    format: ElementFormat, shape: Object, strides: Object?, readOnly: Bool = false, offset: Object?
  ) throws(Failure) {
    self.format = format
    self.shape = try numbers(shape, argument: "shape")
    if let strides, !strides.isNone {
      self.strides = try numbers(strides, argument: "strides")
    } else {
      self.strides = nil
    }
    self.readOnly = readOnly
    if let offset {
      self.offset = offset.isNone ? nil : try offset.size(argument: "offset")
    } else {
      self.offset = 0
    }
  }

  func memory(of bytes: Bytes) -> Memory<ndim> {
    Memory(
      offset.map { bytes.start + $0 }, format, shape: shape, strides: strides, readOnly: readOnly)
  }
}

/// The numbers of a tuple.
func numbers<let count: Int>(
  _ tuple: Object, argument: StaticString
) throws(Failure) -> InlineArray<count, Int> {
  guard tuple.isTuple, PyTuple_Size(tuple.pointer) == count else {
    throw .type("\(argument): not a tuple of \(count) numbers")
  }
  var numbers = InlineArray<count, Int>(repeating: 0)
  for index in 0..<count {
    guard let item = PyTuple_GetItem(tuple.pointer, index) else { throw .pending }
    numbers[index] = try Object(item).size(argument: argument)
  }
  return numbers
}

extension Object {
  /// Whether it is a str of this text.
  func isText(_ text: StaticString) -> Bool {
    isString
      && PyUnicode_CompareWithASCIIString(
        pointer, UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
  }
}

/// The format that has this name in Swift.
func elementFormat(_ name: Object) throws(Failure) -> ElementFormat {
  for (text, format) in formats where name.isText(text) { return format }
  throw .value("format: no \(name) here")
}

private let formats: [(StaticString, ElementFormat)] = [
  ("truth", .truth), ("character", .character), ("int8", .int8), ("uint8", .uint8),
  ("int16", .int16), ("uint16", .uint16), ("int32", .int32), ("uint32", .uint32),
  ("int64", .int64), ("uint64", .uint64), ("half", .half), ("float", .float),
  ("int24", .int24), ("uint24", .uint24),
  ("double", .double), ("complexFloat", .complexFloat), ("complexDouble", .complexDouble),
]
