import CPython

// The memory that an export describes, with defaults for the fields it may leave out (C API manual,
// "Buffer structure").

extension ForeignBuffer {
  package var byteCount: Int { unsafe view.pointee.len }
  package var itemSize: Int { unsafe view.pointee.itemsize }
  package var isReadOnly: Bool { unsafe view.pointee.readonly != 0 }
  package var isCContiguous: Bool {
    unsafe PyBuffer_IsContiguous(view, CChar(bitPattern: UInt8(ascii: "C"))) != 0
  }

  /// The number of dimensions: 1 if the exporter gives no shape.
  package var ndim: Int {
    let ndim = unsafe Int(view.pointee.ndim)
    return unsafe view.pointee.shape == nil ? min(ndim, 1) : ndim
  }

  /// Whether the lengths are valid by PEP 3118; arithmetic here relies on it.
  package var hasPossibleShape: Bool {
    guard let shape = unsafe view.pointee.shape else { return true }
    var size = ShapeSize(itemSize: max(itemSize, 1))
    for dimension in 0..<ndim { unsafe size.multiply(by: shape[dimension]) }
    return size.negative == nil && (size.isEmpty || size.span != nil)
  }

  /// Copies the shape and strides into an exporter under construction: exporters may change theirs
  /// after the export has been released.
  package func copyLayout(to buffer: inout UnfinishedBuffer, itemSize: Int) {
    forEachDimension(itemSize: itemSize) { dimension, length, stride in
      buffer.set(dimension, length: length, stride: stride)
    }
  }

  /// The length and stride of each dimension, from the last to the first. Without strides, as from
  /// ctypes, the memory is C-contiguous.
  func forEachDimension(
    itemSize: Int, _ body: (_ dimension: Int, _ length: Int, _ stride: Int) -> Void
  ) {
    var stride = itemSize
    for dimension in (0..<ndim).reversed() {
      let length = unsafe view.pointee.shape.map { unsafe $0[dimension] } ?? byteCount / itemSize
      let given = unsafe view.pointee.strides.map { unsafe $0[dimension] }
      body(dimension, length, given ?? stride)
      stride &*= length
    }
  }
}
