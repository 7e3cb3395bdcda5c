extension TypedElements {
  /// Reverses the bytes of every component: of each half of a complex number, each character, each
  /// field of a record.
  @inline(never)
  package func swapBytes() {
    switch unsafe format.kind {
    case .bytes: break
    case .record: unsafe swapFields()
    case .text, .truth, .character, .int8, .uint8, .int16, .uint16, .int24, .uint24, .int32,
      .uint32, .int64, .uint64, .half, .float, .double, .complexFloat, .complexDouble:
      unsafe elements.swapBytes(componentSize: format.kind.componentSize)
    }
  }

  /// Field by field, each of them in all records.
  private func swapFields() {
    unsafe format.description.forEachElement { format, offset in
      let layout = unsafe BufferLayout(
        format: format, ndim: elements.layout.ndim, shape: elements.layout.shape,
        strides: elements.layout.strides)
      unsafe TypedElements(
        elements: Elements(start: elements.start + offset, layout: layout), format: format
      ).swapBytes()
    }
  }
}
