import BufferProtocol
import CPython

// `len(w)`, `w[key]`: an element, or a zero-copy view of the same memory.

func waveformLength(_ self: PyObjectPointer?) -> Int {
  let buffer = unsafe Buffer(slot: self)
  var length = -1
  _ = succeeding { () throws(Failure) in
    try buffer.check()
    guard buffer.ndim > 0 else { throw .type("a 0-dimensional Waveform has no length") }
    length = buffer.layout.length(0)
  }
  return length
}

/// `bool(w)`. Without dimensions there is no length to go by, and one element is there.
func waveformTruth(_ self: PyObjectPointer?) -> CInt {
  let buffer = unsafe Buffer(slot: self)
  guard succeeding({ () throws(Failure) in try buffer.check() }) == 0 else { return -1 }
  return buffer.ndim == 0 || buffer.layout.length(0) != 0 ? 1 : 0
}

/// `sq_item`: what iteration and `reversed` ask for. CPython has added the length to a negative index.
func waveformItem(_ self: PyObjectPointer?, _ index: Int) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    try buffer.check()
    // This is how an iterator learns of the end, so it is said without a search for words.
    guard index >= 0, buffer.ndim > 0, index < buffer.layout.length(0) else {
      throw .index("index is out of range")
    }
    return try buffer.item(index)
  }
}

func waveformIterator(_ self: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    try buffer.check()
    guard buffer.ndim > 0 else { throw .type("a 0-dimensional Waveform is not iterable") }
    return unsafe try OwnedObject(new: PySeqIter_New(buffer.object.pointer))
  }
}

func waveformSubscript(_ self: PyObjectPointer?, _ key: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    let key = unsafe Object(key.unsafelyUnwrapped)
    try buffer.check()
    if key.isIndex {
      let index = try key.size(argument: "index", overflow: Failure.index)
      try buffer.check()
      return try buffer.item(index)
    }
    return try buffer.pinned { () throws(Failure) in try buffer.select(Key(key)) }
  }
}

extension Buffer {
  /// `w[index]`: an element of one dimension, else a view with one dimension less.
  @inline(__always)
  func item(_ index: Int) throws(Failure) -> OwnedObject {
    guard ndim == 1 else { return try row(index) }
    let offset = try offset(of: index, dimension: 0)
    return unsafe try format.load(elements.start + offset)
  }

  private func row(_ index: Int) throws(Failure) -> OwnedObject {
    guard ndim > 0 else { throw .type("index: a 0-dimensional Waveform takes only () and ...") }
    let layout = layout
    let offset = try offset(of: index, dimension: 0)
    return try pinned { () throws(Failure) in
      let view = try Buffer.allocate(waveformType, ndim: ndim - 1)
      for dimension in 1..<ndim {
        Buffer(view).set(
          dimension - 1, length: layout.length(dimension), stride: layout.stride(dimension))
      }
      Buffer(view).adoptView(of: self, offset: offset, format)
      return view
    }
  }

  @inline(__always)
  func offset(of index: Int, dimension: Int) throws(Failure) -> Int {
    guard let offset = layout.offset(of: index, in: dimension) else {
      throw outOfRange(index, dimension: dimension)
    }
    return offset
  }

  func outOfRange(_ index: Int, dimension: Int) -> Failure {
    let length = layout.length(dimension)
    return ndim == 1
      ? .index("index: \(index) is out of range for \(length) elements")
      : .index("index: \(index) is out of range for dimension \(dimension) of length \(length)")
  }

  /// What a key of slices, indices and `...` selects: an element if it names one index for each dimension and
  /// has no `...`, else a view. Pinned, because asking a key for its numbers can run any code.
  func select(_ key: Key) throws(Failure) -> OwnedObject {
    try key.check(ndim: ndim)
    if key.selectsElement(ndim: ndim) {
      var offset = 0
      for dimension in 0..<ndim {
        let index = try key.part(dimension).size(argument: "index", overflow: Failure.index)
        offset &+= try self.offset(of: index, dimension: dimension)
      }
      return unsafe try format.load(elements.start + offset)
    }
    return try view(key)
  }

  /// A view of what `key` selects, also where that is one element. The caller has pinned the memory.
  func view(_ key: Key) throws(Failure) -> OwnedObject {
    let layout = layout
    let view = try Buffer.allocate(waveformType, ndim: ndim - key.indexCount)
    var from = 0
    var to = 0
    var offset = 0
    func keep(_ dimensions: Int) {
      for _ in 0..<dimensions {
        Buffer(view).set(to, length: layout.length(from), stride: layout.stride(from))
        from += 1
        to += 1
      }
    }
    for position in 0..<key.partCount {
      let part = key.part(position)
      if part === .ellipsis {
        keep(ndim - key.dimensionCount)
      } else if part.isSlice {
        let range = try part.range(length: layout.length(from))
        // For at most one element the stride moves nothing; it may wrap, as memoryview's does.
        Buffer(view).set(to, length: range.length, stride: layout.stride(from) &* range.step)
        if range.length > 0 { offset &+= range.start &* layout.stride(from) }
        from += 1
        to += 1
      } else {
        let index = try part.size(argument: "index", overflow: Failure.index)
        offset &+= try self.offset(of: index, dimension: from)
        from += 1
      }
    }
    keep(ndim - from)
    Buffer(view).adoptView(of: self, offset: offset, format)
    return view
  }
}
