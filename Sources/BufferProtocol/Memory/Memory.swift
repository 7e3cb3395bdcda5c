/// A description of memory to export: where the first element is, what an element is, and where the
/// others are from there. It owns nothing; a `Storage` keeps the memory.
///
///     Memory(samples, shape: [rows, columns])                              // C-contiguous
///     Memory(plane, .uint8, shape: [height, width], strides: [pitch, 1])   // padded rows
///
/// Invariant, the author's to hold: all elements lie in memory that stays where it is until the
/// storage says otherwise (`Buffer.relocate`) or goes.
@safe
public struct Memory<let ndim: Int> {
  let start: UnsafeMutableRawPointer?
  let format: ElementFormat
  let shape: InlineArray<ndim, Int>
  let strides: InlineArray<ndim, Int>?
  let isReadOnly: Bool

  /// Memory of elements of any format (`Py_buffer`, its fields of the same names).
  ///
  /// - Parameters:
  ///   - start: the first element; nil only where there are no elements.
  ///   - shape: the length of each dimension, none negative, at most 64 dimensions.
  ///   - strides: the bytes from one index to the next, negative ones too; without them the
  ///     elements lie one after the other, the last index changing fastest.
  ///   - readOnly: whether views that may be written are refused.
  public init(
    _ start: UnsafeMutableRawPointer?, _ format: ElementFormat, shape: InlineArray<ndim, Int>,
    strides: InlineArray<ndim, Int>? = nil, readOnly: Bool = false
  ) {
    unsafe self.start = start
    self.format = format
    self.shape = shape
    self.strides = strides
    isReadOnly = readOnly
  }

  /// Memory of elements of a Swift type.
  public init<Element: BufferElement>(
    _ start: UnsafeMutablePointer<Element>?, shape: InlineArray<ndim, Int>,
    strides: InlineArray<ndim, Int>? = nil
  ) {
    unsafe self.init(
      UnsafeMutableRawPointer(start), Element.format, shape: shape, strides: strides)
  }

  /// Memory of elements of a Swift type that Python may only read.
  public init<Element: BufferElement>(
    readOnly start: UnsafePointer<Element>?, shape: InlineArray<ndim, Int>,
    strides: InlineArray<ndim, Int>? = nil
  ) {
    unsafe self.init(
      UnsafeMutableRawPointer(mutating: start), Element.format, shape: shape, strides: strides,
      readOnly: true)
  }
}
