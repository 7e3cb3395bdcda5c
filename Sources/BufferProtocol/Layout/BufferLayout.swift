/// Where the elements of a buffer are: the item size, and for each dimension its length and the
/// bytes from one index to the next (PEP 3118, `shape` and `strides`). Independent of Python.
///
/// Invariant: `shape` and `strides` point to `ndim` numbers each, which the source of the layout
/// keeps valid while it is in use. Lengths are never negative, and the product of all lengths and
/// the item size is an `Int`.
@safe
package struct BufferLayout {
  /// The most dimensions that a buffer may have (`PyBUF_MAX_NDIM`).
  package static let maximumDimensions = 64

  package let size: ElementSize
  /// Bytes of one element.
  package let itemSize: Int
  package let ndim: Int
  package let shape: UnsafePointer<Int>
  package let strides: UnsafePointer<Int>

  @unsafe package init(
    format: ElementFormat, ndim: Int, shape: UnsafePointer<Int>, strides: UnsafePointer<Int>
  ) {
    unsafe self.init(
      size: format.size, itemSize: format.itemSize, ndim: ndim, shape: shape, strides: strides)
  }

  @unsafe package init(
    size: ElementSize, itemSize: Int, ndim: Int, shape: UnsafePointer<Int>,
    strides: UnsafePointer<Int>
  ) {
    self.size = size
    self.itemSize = itemSize
    self.ndim = ndim
    unsafe self.shape = shape
    unsafe self.strides = strides
  }

  /// The length of a dimension, which must be in `0..<ndim`.
  @inline(__always)
  package func length(_ dimension: Int) -> Int { unsafe shape[dimension] }

  /// The bytes from one index of a dimension to the next; negative where it runs backwards.
  @inline(__always)
  package func stride(_ dimension: Int) -> Int { unsafe strides[dimension] }

  /// The number of elements: 1 without dimensions.
  @inline(__always)
  package var count: Int { ndim == 1 ? length(0) : countOfAny }

  @inline(never)
  private var countOfAny: Int {
    // A length of zero means no elements, even if the other lengths overflow; ctypes has such
    // arrays.
    guard !isEmpty else { return 0 }
    var count = 1
    for dimension in 0..<ndim { count *= length(dimension) }
    return count
  }

  package var isEmpty: Bool {
    for dimension in 0..<ndim where length(dimension) == 0 { return true }
    return false
  }

  /// The size of all elements in bytes, as if they were packed (`Py_buffer.len`).
  package var byteCount: Int { count * itemSize }

  /// Whether elements correspond one to one (`equiv_shape` in memoryobject.c: dimensions after a
  /// length of zero do not count).
  package func hasSameShape(as other: BufferLayout) -> Bool {
    guard ndim == other.ndim else { return false }
    for dimension in 0..<ndim {
      if length(dimension) != other.length(dimension) { return false }
      if length(dimension) == 0 { break }
    }
    return true
  }
}

// MARK: - Contiguity

extension BufferLayout {
  /// Whether the elements are packed in C order (the last index changes fastest).
  @inline(__always)
  package var isCContiguous: Bool {
    ndim == 1 ? isRun : isContiguous(fastestFirst: (0..<ndim).reversed())
  }

  /// Whether they are packed in Fortran order (the first index changes fastest). For one dimension
  /// both orders are the same.
  @inline(__always)
  package var isFContiguous: Bool { ndim == 1 ? isRun : isContiguous(fastestFirst: 0..<ndim) }

  /// `MV_CONTIGUOUS_NDIM1` for one dimension, `PyBuffer_IsContiguous` for more (memoryobject.c,
  /// abstract.c): without elements, several dimensions are contiguous, and one is if its stride
  /// says so.
  private var isRun: Bool { length(0) == 1 || stride(0) == itemSize }

  @inline(never)
  private func isContiguous(fastestFirst dimensions: some Sequence<Int>) -> Bool {
    if isEmpty { return true }
    var expected = itemSize
    for dimension in dimensions {
      if length(dimension) > 1, stride(dimension) != expected { return false }
      expected *= length(dimension)
    }
    return true
  }

  /// Writes the strides of a C-contiguous layout (`PyBuffer_FillContiguousStrides`); false if the
  /// size in bytes overflows an `Int`. As in NumPy, a length of zero does not hide an overflow of
  /// the others, so that offsets within a layout never overflow.
  package static func fillStrides(
    _ strides: UnsafeMutablePointer<Int>, shape: UnsafePointer<Int>, ndim: Int, itemSize: Int
  ) -> Bool {
    var stride = itemSize
    var size = ShapeSize(itemSize: itemSize)
    for dimension in (0..<ndim).reversed() {
      let length = unsafe shape[dimension]
      unsafe strides[dimension] = stride
      stride &*= length
      size.multiply(by: length)
    }
    return size.span != nil
  }
}

// MARK: - Offsets

extension BufferLayout {
  /// The offset of index `index` of a dimension, counted from the end if negative; nil if it is out
  /// of range.
  @inline(__always)
  package func offset(of index: Int, in dimension: Int) -> Int? {
    let length = length(dimension)
    let position = index < 0 ? index + length : index
    guard position >= 0, position < length else { return nil }
    // Strides may come from other exporters; a wrong one must not trap.
    return position &* stride(dimension)
  }

  /// The offset of an element by its index in C order, which must be in `0..<count`.
  package func offset(ofElement index: Int) -> Int {
    var rest = index
    var offset = 0
    for dimension in (0..<ndim).reversed() {
      let length = max(length(dimension), 1)
      offset &+= (rest % length) &* stride(dimension)
      rest /= length
    }
    return offset
  }

  /// The range from the lowest to past the highest byte of any element, relative to the first
  /// element; empty if there are none.
  package var extent: Range<Int> {
    var low = 0
    var high = itemSize
    for dimension in 0..<ndim {
      guard length(dimension) > 0 else { return 0..<0 }
      let reach = (length(dimension) - 1) &* stride(dimension)
      if reach < 0 { low &+= reach } else { high &+= reach }
    }
    return low..<max(low, high)
  }
}
