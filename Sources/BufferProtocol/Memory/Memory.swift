/// Describes memory to export: the address of the first element, the format, and the layout. It
/// owns nothing; a `Storage` owns the memory.
///
///     Memory(samples, shape: [rows, columns])                              // C-contiguous
///     Memory(plane, .uint8, shape: [height, width], strides: [pitch, 1])   // padded rows
///
/// Invariant, for the author to guarantee: all elements are in memory that stays valid at the same
/// address until the storage moves it (`Buffer.relocate`) or is deallocated.
@safe
public struct Memory<let ndim: Int> {
  let start: UnsafeMutableRawPointer?
  let format: ElementFormat
  let shape: InlineArray<ndim, Int>
  let strides: InlineArray<ndim, Int>?
  let isReadOnly: Bool
  /// The block with the memory, if it is that of a `NativeArray`.
  let block: SharedBlock?

  /// Memory of elements of any format (the fields of `Py_buffer` with the same names).
  ///
  /// - Parameters:
  /// - start: the first element; may be nil only if there are no elements.
  ///   - shape: the length of each dimension, none negative, at most 64 dimensions.
  /// - strides: the bytes from one index to the next, which may be negative; by default the
  ///   elements are C-contiguous.
  /// - readOnly: whether requests for writable memory are refused.
  public init(
    _ start: UnsafeMutableRawPointer?, _ format: ElementFormat, shape: InlineArray<ndim, Int>,
    strides: InlineArray<ndim, Int>? = nil, readOnly: Bool = false
  ) {
    unsafe self.start = start
    self.format = format
    self.shape = shape
    self.strides = strides
    isReadOnly = readOnly
    block = nil
  }

  /// C-contiguous memory that is in `block`.
  init(
    _ start: UnsafeMutableRawPointer?, _ format: ElementFormat, shape: InlineArray<ndim, Int>,
    keptBy block: SharedBlock?
  ) {
    unsafe self.start = start
    self.format = format
    self.shape = shape
    strides = nil
    isReadOnly = false
    self.block = block
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
