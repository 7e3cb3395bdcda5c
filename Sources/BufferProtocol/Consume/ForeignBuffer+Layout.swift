import CPython

// What an export says of its memory, with what it may leave out filled in (C API manual, "Buffer
// structure").

extension ForeignBuffer {
  package var byteCount: Int { unsafe view.pointee.len }
  package var itemSize: Int { unsafe view.pointee.itemsize }
  package var isReadOnly: Bool { unsafe view.pointee.readonly != 0 }
  package var isCContiguous: Bool {
    unsafe PyBuffer_IsContiguous(view, CChar(bitPattern: UInt8(ascii: "C"))) != 0
  }

  /// The dimensions. An exporter that gives no shape has one.
  package var ndim: Int {
    let ndim = unsafe Int(view.pointee.ndim)
    return unsafe view.pointee.shape == nil ? min(ndim, 1) : ndim
  }

  /// Copies lengths and strides to an exporter that is being made: exporters may change theirs
  /// after the export has been given back. ctypes gives no strides, which means C-contiguous.
  package func copyLayout(to buffer: Buffer, itemSize: Int) {
    var stride = itemSize
    for dimension in (0..<ndim).reversed() {
      let length = unsafe view.pointee.shape.map { unsafe $0[dimension] } ?? byteCount / itemSize
      let given = unsafe view.pointee.strides.map { unsafe $0[dimension] }
      buffer.set(dimension, length: length, stride: given ?? stride)
      stride &*= length
    }
  }
}
