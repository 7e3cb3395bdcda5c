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
    let description = unsafe format.description
    for index in 0..<description.fieldCount {
      let field = description.field(index)
      for element in 0..<field.count {
        let offset = field.offset &+ element &* field.format.itemSize
        let layout = unsafe BufferLayout(
          format: field.format, ndim: elements.layout.ndim, shape: elements.layout.shape,
          strides: elements.layout.strides)
        unsafe TypedElements(
          elements: Elements(start: elements.start + offset, layout: layout), format: field.format
        ).swapBytes()
      }
    }
  }
}
