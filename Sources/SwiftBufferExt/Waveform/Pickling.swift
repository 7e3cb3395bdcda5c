import BufferProtocol
import CPython

// Pickling by value, or from protocol 5 on as a buffer that need not be copied (PEP 574).

private let rebuildSignature = Signature(
  "_rebuild", ["type", "data", "format", "shape", "readonly", "copy"], required: 6, positional: 6)

/// `__reduce_ex__(protocol, /)`: a call of `_rebuild` that recreates the object.
func waveformReduce(_ self: PyObjectPointer?, _ pickleProtocol: PyObjectPointer?)
  -> PyObjectPointer?
{
  unsafe Buffer.method(self, pickleProtocol) { buffer, pickleProtocol throws(Failure) in
    try buffer.pinned { () throws(Failure) in
      let version = try pickleProtocol.size(argument: "protocol")
      // A file map is pickled by value: the file may not exist where the pickle is loaded.
      let isByValue = version < 5 || buffer.isMap
      let data = isByValue ? try buffer.bytes(in: .c) : try buffer.pickleBuffer()
      return try buffer.reduced(data, copy: isByValue)
    }
  }
}

extension Buffer {
  fileprivate var isMap: Bool {
    if case .map = root.owner { return true }
    return false
  }

  /// A `pickle.PickleBuffer` of the memory, or of a copy if it is not contiguous, because the class
  /// requires that.
  fileprivate func pickleBuffer() throws(Failure) -> OwnedObject {
    let type = try OwnedObject.imported("PickleBuffer", from: "pickle")
    if traits.contains(.cContiguous) {
      return unsafe try OwnedObject(new: swiftbuf_call(type.object.pointer, object.pointer))
    }
    let copy = try copiedMemory(waveformType, readOnly: isReadOnly)
    return unsafe try OwnedObject(new: swiftbuf_call(type.object.pointer, copy.object.pointer))
  }

  /// `(_rebuild, arguments)` and, for a subclass, the result of `__getstate__`.
  fileprivate func reduced(
    _ data: borrowing OwnedObject, copy: Bool
  ) throws(Failure) -> OwnedObject {
    let rebuild = try waveformType.definingModule().object.requiredAttribute("_rebuild")
    let format = try OwnedObject(format.text)
    let shape = try layout.shapeTuple()
    let readOnly = try OwnedObject(isReadOnly)
    let copy = try OwnedObject(copy)
    let arguments = unsafe try OwnedObject(
      new: swiftbuf_tuple_6(
        object.type.pointer, data.object.pointer, format.object.pointer, shape.object.pointer,
        readOnly.object.pointer, copy.object.pointer))
    guard let state = try instanceState() else {
      return unsafe try OwnedObject(
        new: swiftbuf_tuple_2(rebuild.object.pointer, arguments.object.pointer))
    }
    return unsafe try OwnedObject(
      new: swiftbuf_tuple_3(
        rebuild.object.pointer, arguments.object.pointer, state.object.pointer))
  }
}

/// `_rebuild(type, data, format, shape, readonly, copy)`: a function of the module, for unpickling.
func moduleRebuild(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Module.function(module, rebuildSignature, vector, given, names) {
    module, arguments throws(Failure) in
    let type = arguments[required: 0]
    let waveformType = try module.kept(.waveformType)
    guard unsafe swiftbuf_is_subtype(type.pointer, waveformType.pointer) != 0 else {
      throw .type("type: \(type) is not a Waveform type")
    }
    let format = try ElementFormat(argument: arguments[required: 2])
    let readOnly = try arguments[required: 4].truth()
    let copy = try arguments[required: 5].truth()
    var made = try UnfinishedBuffer.make(type, shape: arguments[required: 3])
    let foreign = try ForeignBuffer(
      source: arguments[required: 1], argument: "data", request: .fullReadOnly)
    guard foreign.isCContiguous, made.layOut(format) == foreign.byteCount else {
      let byteCount = foreign.byteCount
      foreign.giveBack()
      throw .value(
        "data: \(byteCount) bytes do not match format '\(format)' and shape \(made.layout)")
    }
    guard copy else { return made.showing(foreign, offset: 0, format, readOnly: readOnly) }
    defer { foreign.giveBack() }
    return unsafe try made.filled(format, readOnly: readOnly) { start, byteCount in
      if let source = unsafe foreign.view.pointee.buf { unsafe memcpy(start, source, byteCount) }
    }
  }
}
