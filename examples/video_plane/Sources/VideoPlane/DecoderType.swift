import BufferProtocol
import CPython

// The Python type `video_plane.Decoder`, which holds a `Decoding`, and `decode`, which makes one.

func makeDecoderType(_ module: Module) throws(Failure) -> OwnedObject {
  unsafe try makeHolderType(
    "video_plane.Decoder", module: module,
    slots: [
      .documentation("The frames of a video file, decoded one by one as they are asked for."),
      .iterator(PyObject_SelfIter), .iteratorNext(decoderNext), .methods(&methods),
    ])
}

nonisolated(unsafe) private var methods: InlineArray<2, PyMethodDef> = unsafe [
  .noArguments(
    "close", decoderClose,
    """
    close($self, /)
    --

    Close the file. Frames and planes stay; asking for another frame is a ValueError.
    """),
  PyMethodDef(),
]

nonisolated(unsafe) var moduleFunctions: InlineArray<2, PyMethodDef> = unsafe [
  .keywords(
    "decode", decode,
    """
    decode($module, path)
    --

    Decode the video in the file of this path: an iterator of Frames.

    OSError if the file cannot be read, ValueError if FFmpeg finds no video that it can decode.
    """),
  PyMethodDef(),
]

private let signature = Signature("decode", ["path"], required: 1, positional: 1)

private func decode(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Module.function(module, signature, vector, given, names) {
    module, arguments throws(Failure) in
    let decoding = try Decoding.open(arguments[required: 0])
    return try Holder.make(module.kept(.decoderType), holding: decoding)
  }
}

private func decoderNext(_ self: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returningNext { () throws(Failure) in
    let holder = unsafe Holder(slot: self)
    guard let frame = try holder.held(as: Decoding.self).next() else { return nil }
    let type = try holder.object.type.definingModule().kept(.frameType)
    return try Holder.make(type, holding: frame)
  }
}

private func decoderClose(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Holder.method(self, holding: Decoding.self) { _, decoding throws(Failure) in
    try decoding.close()
    return .none
  }
}
