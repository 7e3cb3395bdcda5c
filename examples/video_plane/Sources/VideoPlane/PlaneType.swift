import BufferProtocol
import CPython

// The Python type `video_plane.Plane`: nothing but an exporter.

func makePlaneType(_ module: Module) throws(Failure) -> OwnedObject {
  try makeBufferType(
    "video_plane.Plane", module: module,
    flags: .immutable,
    slots: [.documentation(manual)])
}

private let manual: StaticString = """
  One plane of a frame, as a buffer: ``np.asarray(plane)`` shows its samples in place.

  Rows by columns of samples, without the padding behind each row; where several samples belong to a
  place (RGB, or U and V of nv12), they are a third dimension. More than 8 bits are 16-bit samples.

  It keeps the frame's memory, and is read-only while the decoder needs the picture itself.
  """

extension VideoFrame {
  /// New exporters of all planes, in a tuple.
  func planes(_ type: Object) throws(Failure) -> OwnedObject {
    guard let format = pixelFormat else { throw .value("pixel format: FFmpeg has no name for it") }
    if let reason = format.refusal { throw try format.failure(reason) }
    return try .tuple(format.planeCount) { index throws(Failure) in
      guard let layout = format.layout(of: index, width: width, height: height) else {
        throw try format.failure("its components share bytes")
      }
      return try makePlane(index, layout, type)
    }
  }

  private func makePlane(
    _ index: Int, _ layout: PlaneLayout, _ type: Object
  ) throws(Failure) -> OwnedObject {
    let (start, stride) = unsafe rows(of: index)
    let sampleSize = layout.sample.itemSize
    guard layout.depth > 1 else {
      return unsafe try Buffer.make(
        type,
        showing: Memory(
          start, layout.sample, shape: [layout.rows, layout.columns],
          strides: [stride, sampleSize], readOnly: isShared),
        keptBy: self)
    }
    return unsafe try Buffer.make(
      type,
      showing: Memory(
        start, layout.sample, shape: [layout.rows, layout.columns, layout.depth],
        strides: [stride, layout.depth * sampleSize, sampleSize], readOnly: isShared),
      keptBy: self)
  }
}

extension PixelFormat {
  fileprivate func failure(_ reason: StaticString) throws(Failure) -> Failure {
    let name = try nameObject()
    return .value("pixel format \(name.object): \(reason)")
  }

  /// The name as a str.
  func nameObject() throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(cString: name)
  }
}
