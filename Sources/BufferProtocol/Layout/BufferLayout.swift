/// Where the elements of a buffer lie: the item size, and for each dimension its length and the
/// bytes from one index to the next (PEP 3118, `shape` and `strides`). It knows nothing of Python.
///
/// Invariant: `shape` and `strides` point to `ndim` numbers each, which whoever hands out the
/// layout keeps for as long as it is in use. Lengths are never negative, and the product of all of
/// them and the item size is an `Int`.
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

  /// The length of a dimension, which must be one of `0..<ndim`.
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
    // One length of zero is nothing, however large the product of the others: ctypes has such.
    guard !isEmpty else { return 0 }
    var count = 1
    for dimension in 0..<ndim { count *= length(dimension) }
    return count
  }

  package var isEmpty: Bool {
    for dimension in 0..<ndim where length(dimension) == 0 { return true }
    return false
  }

  /// The bytes of all elements, as if they lay one after the other (`Py_buffer.len`).
  package var byteCount: Int { count * itemSize }

  /// Whether elements correspond one to one (`equiv_shape` in memoryobject.c: what comes after a
  /// length of zero does not count).
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
  /// Whether the elements lie one after the other, the last index changing fastest.
  @inline(__always)
  package var isCContiguous: Bool {
    ndim == 1 ? isRun : isContiguous(fastestFirst: (0..<ndim).reversed())
  }

  /// Whether they do with the first index changing fastest. One dimension has no order.
  @inline(__always)
  package var isFContiguous: Bool { ndim == 1 ? isRun : isContiguous(fastestFirst: 0..<ndim) }

  /// `MV_CONTIGUOUS_NDIM1` for one dimension, `PyBuffer_IsContiguous` for more (memoryobject.c,
  /// abstract.c): what has no elements is contiguous in several dimensions and goes by its stride
  /// in one.
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
  /// bytes of the whole are more than an `Int` holds. A length of zero does not hide an overflow of
  /// the others, as in NumPy: offsets within a layout never overflow.
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

// MARK: - Places

extension BufferLayout {
  /// The offset of index `index` of a dimension, counted from the end where negative; nil out of
  /// range.
  @inline(__always)
  package func offset(of index: Int, in dimension: Int) -> Int? {
    let length = length(dimension)
    let position = index < 0 ? index + length : index
    guard position >= 0, position < length else { return nil }
    // The strides of other exporters are theirs to answer for; a wrong one must not trap.
    return position &* stride(dimension)
  }

  /// The offset of the element at an index of C order, which must be one of `0..<count`.
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

  /// The lowest byte that any element has and the one after the highest, counted from the first
  /// element; empty if there are no elements.
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
