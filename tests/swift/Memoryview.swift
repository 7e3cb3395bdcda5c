import CPython

@testable import BufferProtocol

/// Every tuple of `count` of the values.
func combinations(of values: [Int], _ count: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return combinations(of: values, count - 1).flatMap { shorter in values.map { shorter + [$0] } }
}

/// A memoryview that says of itself what the grid says, of memory that nobody reads.
func memoryview(of grid: Grid, readOnly: Bool = true) throws(Failure) -> OwnedObject {
  var lengths = grid.lengths
  var strides = grid.strides
  let ndim = lengths.count
  let pointer = unsafe lengths.withUnsafeMutableBufferPointer { lengths in
    unsafe strides.withUnsafeMutableBufferPointer { strides in
      var view = unsafe Py_buffer()
      unsafe view.buf = UnsafeMutableRawPointer(bitPattern: 64)
      unsafe view.len = lengths.reduce(grid.itemSize, *)
      unsafe view.itemsize = grid.itemSize
      unsafe view.readonly = readOnly ? 1 : 0
      unsafe view.ndim = CInt(ndim)
      unsafe view.shape = ndim == 0 ? nil : lengths.baseAddress
      unsafe view.strides = ndim == 0 ? nil : strides.baseAddress
      return unsafe PyMemoryView_FromBuffer(&view)
    }
  }
  return unsafe try OwnedObject(new: pointer)
}
