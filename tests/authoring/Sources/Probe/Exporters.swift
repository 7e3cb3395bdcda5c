import BufferProtocol
import CPython

// The Python types `probe.Plain` and `probe.Observed`, which differ in `observed:` alone.

func makeExporterType(
  _ module: Module, _ name: StaticString, observed: Bool
) throws(Failure) -> OwnedObject {
  try makeBufferType(
    name, module: module, flags: [.subclassable], observed: observed,
    slots: [.methods(&methods), .properties(&properties)])
}

nonisolated(unsafe) private var methods: InlineArray<6, PyMethodDef> = [
  .classKeywords(
    "of", exporterOf,
    """
    of($type, block, format, shape, strides=None, *, swapped=False, readonly=False, offset=0)
    --

    Shows the memory of a Block. An offset of None is no place at all.
    """),
  .classKeywords(
    "of_type", exporterOfType,
    "of_type($type, block, type, shape, *, readonly=False)\n--\n\nBy the name of a Swift type."),
  .classKeywords(
    "of_fixed", exporterOfFixed, "of_fixed($type)\n--\n\nOn another storage."),
  .keywords(
    "relocate", exporterRelocate,
    """
    relocate($self, size, format, shape, strides=None, *, offset=0, callback=None)
    --

    Moves the bytes to another place of ``size``, after a call of ``callback``.
    """),
  .oneArgument("same", exporterSame, "same($self, object, /)\n--\n\nThe object."),
  PyMethodDef(),
]

nonisolated(unsafe) private var properties: InlineArray<5, PyGetSetDef> = [
  .property("exports", { object, _ in exporterExports(object) }, "Views that are alive."),
  .property("is_released", { object, _ in exporterIsReleased(object) }, "Shows it nothing?"),
  .property("is_of_bytes", { object, _ in exporterIsOfBytes(object) }, "Whether a Block's."),
  .property("block_type", { object, _ in exporterBlockType(object) }, "What its module keeps."),
  PyGetSetDef(),
]

private let ofSignature = Signature(
  "of", ["block", "format", "shape", "strides", "swapped", "readonly", "offset"],
  required: 3, positional: 4)

private func exporterOf(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Buffer.classMethod(type, ofSignature, vector, given, names) { type, arguments throws(Failure) in
    switch PyTuple_Size(arguments[required: 2].pointer) {
    case 0: try make(type, arguments, as: Memory<0>.self)
    case 1: try make(type, arguments, as: Memory<1>.self)
    case 2: try make(type, arguments, as: Memory<2>.self)
    case 3: try make(type, arguments, as: Memory<3>.self)
    case 64: try make(type, arguments, as: Memory<64>.self)
    default: try make(type, arguments, as: Memory<65>.self)
    }
  }
}

private func make<let ndim: Int>(
  _ type: Object, _ arguments: Arguments<7>, as _: Memory<ndim>.Type
) throws(Failure) -> OwnedObject {
  let bytes = try Holder(slot: arguments[required: 0].pointer).held(as: Bytes.self)
  let format = try elementFormat(arguments[required: 1])
  let description = try Description<ndim>(
    format: arguments[4]?.truth() == true ? format.byteSwapped : format,
    shape: arguments[required: 2], strides: arguments[3],
    readOnly: arguments[5]?.truth() == true, offset: arguments[6])
  return try Buffer.make(type, showing: description.memory(of: bytes), keptBy: bytes)
}

private let ofTypeSignature = Signature(
  "of_type", ["block", "type", "shape", "readonly"], required: 3, positional: 3)

private func exporterOfType(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Buffer.classMethod(type, ofTypeSignature, vector, given, names) {
    type, arguments throws(Failure) in
    let bytes = try Holder(slot: arguments[required: 0].pointer).held(as: Bytes.self)
    let exporting = try Exporting(
      type: type, bytes: bytes, shape: numbers(arguments[required: 2], argument: "shape"),
      readOnly: arguments[3]?.truth() == true)
    return try perform(exporting, on: arguments[required: 1])
  }
}

/// Makes an exporter whose format comes from the type of its elements.
private struct Exporting: Deed {
  let type: Object
  let bytes: Bytes
  let shape: InlineArray<1, Int>
  let readOnly: Bool

  func run<Element: Number>(_ element: Element.Type) throws(Failure) -> OwnedObject {
    let start = bytes.start.assumingMemoryBound(to: element)
    let memory =
      readOnly
      ? Memory(readOnly: UnsafePointer(start), shape: shape) : Memory(start, shape: shape)
    return try Buffer.make(type, showing: memory, keptBy: bytes)
  }
}

private let ofFixedSignature = Signature("of_fixed", [], required: 0, positional: 0)

private func exporterOfFixed(
  _ type: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Buffer.classMethod(type, ofFixedSignature, vector, given, names) { type, _ throws(Failure) in
    let fixed = Fixed()
    return try Buffer.make(type, showing: fixed.memory, keptBy: fixed)
  }
}

private let relocateSignature = Signature(
  "relocate", ["size", "format", "shape", "strides", "offset", "callback"],
  required: 3, positional: 4)

private func exporterRelocate(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Buffer.method(self, relocateSignature, vector, given, names) {
    buffer, arguments throws(Failure) in
    switch PyTuple_Size(arguments[required: 2].pointer) {
    case 0: try relocate(buffer, arguments, as: Memory<0>.self)
    case 1: try relocate(buffer, arguments, as: Memory<1>.self)
    case 2: try relocate(buffer, arguments, as: Memory<2>.self)
    default: try relocate(buffer, arguments, as: Memory<3>.self)
    }
    return .none
  }
}

private func relocate<let ndim: Int>(
  _ buffer: Buffer, _ arguments: Arguments<6>, as _: Memory<ndim>.Type
) throws(Failure) {
  let bytes = try buffer.storage(as: Bytes.self)
  let size = try arguments[required: 0].size(argument: "size")
  let description = try Description<ndim>(
    format: elementFormat(arguments[required: 1]), shape: arguments[required: 2],
    strides: arguments[3], offset: arguments[4])
  try buffer.relocate { () throws(Failure) in
    if let callback = arguments[5] {
      _ = try OwnedObject(new: PyObject_CallNoArgs(callback.pointer))
    }
    try bytes.move(count: size)
    return description.memory(of: bytes)
  }
}

private func exporterSame(
  _ self: PyObjectPointer?, _ argument: PyObjectPointer?
) -> PyObjectPointer? {
  Buffer.method(self, argument) { _, argument throws(Failure) in argument.retained() }
}

private func exporterBlockType(_ self: PyObjectPointer?) -> PyObjectPointer? {
  Buffer.method(self) { buffer throws(Failure) in
    try buffer.object.type.definingModule().kept(.block).retained()
  }
}

private func exporterExports(_ self: PyObjectPointer?) -> PyObjectPointer? {
  Buffer.method(self) { buffer throws(Failure) in try OwnedObject(buffer.exports) }
}

private func exporterIsReleased(_ self: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in try OwnedObject(Buffer(slot: self).isReleased) }
}

/// A TypeError of `storage(as:)` where it is not.
private func exporterIsOfBytes(_ self: PyObjectPointer?) -> PyObjectPointer? {
  Buffer.method(self) { buffer throws(Failure) in
    let bytes = try buffer.storage(as: Bytes.self)
    return try OwnedObject(bytes.count >= 0)
  }
}
