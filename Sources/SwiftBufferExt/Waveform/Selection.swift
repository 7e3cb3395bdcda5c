import BufferProtocol

// What a key of several parts selects.

extension Buffer {
  /// The result of a key of slices, indices and `...`: an element if there is one index for each
  /// dimension and no `...`, otherwise a view. The caller has pinned the memory, because converting
  /// the key to numbers can run any code.
  func select(_ key: Key, of elements: Elements) throws(Failure) -> OwnedObject {
    try key.check(ndim: ndim)
    if key.selectsElement(ndim: ndim) {
      var offset = 0
      for dimension in 0..<ndim {
        let index = try key.part(dimension).size(argument: "index", overflow: Failure.index)
        offset &+= try self.offset(of: index, dimension: dimension)
      }
      return unsafe try format.load(elements.start + offset)
    }
    return unsafe try view(key, of: elements)
  }

  /// A view of the elements that `key` selects, even if there is only one.
  func view(_ key: Key, of elements: Elements) throws(Failure) -> OwnedObject {
    let view = try UnfinishedBuffer(waveformType, ndim: ndim - key.indexCount)
    var selection = Selection(of: layout, into: view)
    for position in 0..<key.partCount {
      let part = key.part(position)
      if part === .ellipsis {
        selection.keep(ndim - key.dimensionCount)
      } else if part.isSlice {
        selection.keep(try part.range(length: selection.length))
      } else {
        let index = try part.size(argument: "index", overflow: Failure.index)
        selection.drop(offset: try offset(of: index, dimension: selection.dimension))
      }
    }
    selection.keep(ndim - selection.dimension)
    let offset = selection.offset
    return unsafe try selection.view.view(of: self, from: elements.start + offset, format)
  }
}

/// Walks along the dimensions of a layout; each is dropped or kept for a view.
private struct Selection: ~Copyable {
  private let layout: BufferLayout
  private(set) var view: UnfinishedBuffer
  /// The next dimension of the layout, and of the view.
  private(set) var dimension = 0
  private var viewDimension = 0
  /// Bytes from the layout's first element to the view's.
  private(set) var offset = 0

  init(of layout: BufferLayout, into view: consuming UnfinishedBuffer) {
    self.layout = layout
    self.view = view
  }

  /// The length of the next dimension.
  var length: Int { layout.length(dimension) }

  /// Keeps the next dimensions as they are.
  mutating func keep(_ count: Int) {
    for _ in 0..<count {
      view.set(viewDimension, length: length, stride: layout.stride(dimension))
      dimension += 1
      viewDimension += 1
    }
  }

  /// Keeps a part of the next dimension. With one element or none, the stride has no effect and may
  /// wrap, as in memoryview.
  mutating func keep(_ range: (start: Int, length: Int, step: Int)) {
    let stride = layout.stride(dimension)
    view.set(viewDimension, length: range.length, stride: stride &* range.step)
    if range.length > 0 { offset &+= range.start &* stride }
    dimension += 1
    viewDimension += 1
  }

  /// Replaces the next dimension by one index, `offset` bytes away.
  mutating func drop(offset: Int) {
    self.offset &+= offset
    dimension += 1
  }
}
