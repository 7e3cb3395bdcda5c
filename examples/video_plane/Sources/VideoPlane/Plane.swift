import BufferProtocol

/// One plane of a frame, as a buffer: NumPy shows its samples in place.
///
/// Rows by columns of samples, without the padding behind each row; where several samples belong to
/// a place (RGB, or U and V of nv12), they are a third dimension. More than 8 bits are 16-bit
/// samples.
///
/// It keeps the frame's memory, and is read-only while the decoder needs the picture itself.
public final class Plane: BufferProvider {
  /// Has the memory.
  private let frame: Frame
  public let memory: AnyMemory

  init(
    _ frame: Frame, _ start: UnsafeMutableRawPointer?, _ stride: Int, _ layout: PlaneLayout,
    readOnly: Bool
  ) {
    self.frame = frame
    let (rows, columns, depth) = (layout.rows, layout.columns, layout.depth)
    let size = layout.sample.itemSize
    if depth == 1 {
      let samples = unsafe Memory(
        start, layout.sample, shape: [rows, columns], strides: [stride, size], readOnly: readOnly)
      memory = AnyMemory(samples)
    } else {
      let samples = unsafe Memory(
        start, layout.sample, shape: [rows, columns, depth],
        strides: [stride, depth * size, size], readOnly: readOnly)
      memory = AnyMemory(samples)
    }
  }
}
