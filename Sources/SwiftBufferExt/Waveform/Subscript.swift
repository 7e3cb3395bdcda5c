import BufferProtocol
import CPython

// `w[key]`: an element, or a zero-copy view of the same memory.

/// `sq_item`, which `reversed` uses, and iteration in some classes. CPython has already added the
/// length to a negative index.
func waveformItem(_ self: PyObjectPointer?, _ index: Int) -> PyObjectPointer? {
  let buffer = unsafe Buffer(slot: self)
  return unsafe buffer.loadBriefly(index) ?? anyItem(self, index)
}

/// All keys that are not one element. Out of line: the frequent case needs no stack frame.
@inline(never)
private func anyItem(_ self: PyObjectPointer?, _ index: Int) -> PyObjectPointer? {
  guard unsafe PyErr_Occurred() == nil else { return nil }
  return unsafe Buffer.method(self) { buffer throws(Failure) in
    // Every iteration ends with this error, so its text is a constant.
    guard index >= 0, buffer.ndim > 0, index < buffer.layout.length(0) else {
      throw .index("index out of range")
    }
    return try buffer.item(index)
  }
}

func waveformSubscript(_ self: PyObjectPointer?, _ key: PyObjectPointer?) -> PyObjectPointer? {
  let buffer = unsafe Buffer(slot: self)
  let key = unsafe Object(key.unsafelyUnwrapped)
  guard let index = key.plainIndex else { return unsafe anySubscript(buffer, key) }
  return unsafe buffer.loadBriefly(index) ?? anySubscript(buffer, key)
}

@inline(never)
private func anySubscript(_ buffer: Buffer, _ key: Object) -> PyObjectPointer? {
  guard unsafe PyErr_Occurred() == nil else { return nil }
  return unsafe returning { () throws(Failure) in
    // Converting the key to numbers can run any code.
    unsafe try buffer.pinned { elements throws(Failure) in
      if key.isString, buffer.format.isRecord {
        return unsafe try buffer.field(key, of: elements)
      }
      if key.isSlice, buffer.ndim == 1 {
        return unsafe try buffer.part(key.range(length: buffer.layout.length(0)), of: elements)
      }
      return key.isIndex
        ? try buffer.item(key.size(argument: "index", overflow: Failure.index))
        : unsafe try buffer.select(Key(key), of: elements)
    }
  }
}

extension Buffer {
  /// The value of an element of one dimension, or NULL with an exception set. NULL without an
  /// exception in all other cases: an index out of range, several dimensions, strings and records, a
  /// released object.
  @inline(__always)
  fileprivate func loadBriefly(_ index: Int) -> PyObjectPointer? {
    unsafe pinnedBriefly { start -> PyObjectPointer? in
      guard let element = unsafe element(index, from: start) else { return nil }
      return unsafe format.briefLoader(element, formatBits)
    }
  }

  /// The address of an element of one dimension; nil if the index is out of range or there are
  /// several dimensions.
  @inline(__always)
  func element(
    _ index: Int, from start: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer? {
    guard ndim == 1 else { return nil }
    return unsafe element(at: index < 0 ? index &+ lengthOfRun : index, from: start)
  }

  /// The same for an index from the start, in one dimension.
  @inline(__always)
  func element(
    at index: Int, from start: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer? {
    guard index >= 0, index < lengthOfRun else { return nil }
    return unsafe start + index &* strideOfRun
  }

  /// `w[index]`: an element of one dimension, otherwise a view with one dimension fewer.
  func item(_ index: Int) throws(Failure) -> OwnedObject {
    guard ndim == 1 else { return try row(index) }
    let offset = try offset(of: index, dimension: 0)
    return unsafe try pinned { elements throws(Failure) in
      unsafe try format.load(elements.start + offset)
    }
  }

  /// `w[i:j]` and `w[i:j:k]` in one dimension: the same as `view`, for the most frequent keys.
  func part(
    _ range: (start: Int, length: Int, step: Int), of elements: Elements
  ) throws(Failure) -> OwnedObject {
    let stride = layout.stride(0)
    var view = try UnfinishedBuffer(waveformType, ndim: 1)
    view.set(0, length: range.length, stride: stride &* range.step)
    let offset = range.length > 0 ? range.start &* stride : 0
    return unsafe try view.viewHere(of: self, from: elements.start + offset, format)
  }

  @inline(never)
  private func row(_ index: Int) throws(Failure) -> OwnedObject {
    guard ndim > 0 else { throw .type("index: a 0-dimensional Waveform accepts only () and ...") }
    let layout = layout
    let offset = try offset(of: index, dimension: 0)
    return unsafe try pinned { elements throws(Failure) in
      var view = try UnfinishedBuffer(waveformType, ndim: ndim - 1)
      for dimension in 1..<ndim {
        view.set(
          dimension - 1, length: layout.length(dimension), stride: layout.stride(dimension))
      }
      return unsafe try view.view(of: self, from: elements.start + offset, format)
    }
  }

  @inline(__always)
  func offset(of index: Int, dimension: Int) throws(Failure) -> Int {
    guard let offset = layout.offset(of: index, in: dimension) else {
      throw outOfRange(index, dimension: dimension)
    }
    return offset
  }

  @inline(never)
  func outOfRange(_ index: Int, dimension: Int) -> Failure {
    let length = layout.length(dimension)
    return ndim == 1
      ? .index("index: \(index) is out of range for \(length) elements")
      : .index("index: \(index) is out of range for dimension \(dimension) of length \(length)")
  }
}
