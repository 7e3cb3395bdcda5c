import BufferProtocol
import CPython

// The Python type `video_plane.Frame`, which holds a `VideoFrame`.

func makeFrameType(_ module: Module) throws(Failure) -> OwnedObject {
  unsafe try makeHolderType(
    "video_plane.Frame", module: module,
    slots: [.documentation("One decoded picture."), .properties(&properties)])
}

nonisolated(unsafe) private var properties: InlineArray<7, PyGetSetDef> = unsafe [
  .property("width", frameWidth, "Pixels of a row."),
  .property("height", frameHeight, "Rows."),
  .property("format", frameFormat, "FFmpeg's name of the pixel format, such as 'yuv420p'."),
  .property("time", frameTime, "Seconds on the clock of the stream; None if the file has none."),
  .property(
    "is_corrupt", frameIsCorrupt,
    "Whether the file is damaged here, so that FFmpeg has made up pixels."),
  .property(
    "planes", framePlanes,
    """
    A tuple of Planes over the memory of this frame, made anew each time.

    ValueError if pixels of its format are not whole samples, as in 'pal8' and 'rgb565le'.
    """),
  PyGetSetDef(),
]

private func frameWidth(
  _ self: PyObjectPointer?, _: UnsafeMutableRawPointer?
) -> PyObjectPointer? {
  unsafe property(self) { frame throws(Failure) in try OwnedObject(frame.width) }
}

private func frameHeight(
  _ self: PyObjectPointer?, _: UnsafeMutableRawPointer?
) -> PyObjectPointer? {
  unsafe property(self) { frame throws(Failure) in try OwnedObject(frame.height) }
}

private func frameFormat(
  _ self: PyObjectPointer?, _: UnsafeMutableRawPointer?
) -> PyObjectPointer? {
  unsafe property(self) { frame throws(Failure) in try frame.pixelFormat?.nameObject() ?? .none }
}

private func frameTime(
  _ self: PyObjectPointer?, _: UnsafeMutableRawPointer?
) -> PyObjectPointer? {
  unsafe property(self) { frame throws(Failure) in
    guard let time = frame.time else { return .none }
    return try OwnedObject(time)
  }
}

private func frameIsCorrupt(
  _ self: PyObjectPointer?, _: UnsafeMutableRawPointer?
) -> PyObjectPointer? {
  unsafe property(self) { frame throws(Failure) in try OwnedObject(frame.isCorrupt) }
}

private func framePlanes(
  _ self: PyObjectPointer?, _: UnsafeMutableRawPointer?
) -> PyObjectPointer? {
  unsafe Holder.method(self, holding: VideoFrame.self) { holder, frame throws(Failure) in
    try frame.planes(holder.object.type.definingModule().kept(.planeType))
  }
}

private func property(
  _ self: PyObjectPointer?, _ body: (VideoFrame) throws(Failure) -> OwnedObject
) -> PyObjectPointer? {
  unsafe Holder.method(self, holding: VideoFrame.self) { _, frame throws(Failure) in try body(frame)
  }
}
