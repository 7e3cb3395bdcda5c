import CPython

extension ElementFormat {
  /// Whether two elements of this format have equal values; in records, those of all fields,
  /// without padding.
  package func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer) -> Bool {
    switch kind {
    case .bytes, .text: return unsafe memcmp(left, right, itemSize) == 0
    case .record:
      return description.allElements { format, offset in
        unsafe format.areEqual(left + offset, right + offset)
      }
    case .truth, .character, .int8, .uint8, .int16, .uint16, .int24, .uint24, .int32, .uint32,
      .int64, .uint64, .half, .float, .double, .complexFloat, .complexDouble:
      let comparison = unsafe ElementComparison(left: left, right: right, swapped: isSwapped)
      return (try? unsafe kind.visit(comparison)) ?? false
    }
  }
}

@unsafe private struct ElementComparison: ElementVisitor {
  let left: UnsafeRawPointer
  let right: UnsafeRawPointer
  let swapped: Bool

  func visit<E: Element>(_ type: E.Type) -> Bool {
    unsafe E.isEqual(E.load(left, swapped: swapped), E.load(right, swapped: swapped))
  }

  func visitDescribed() -> Bool { false }
}
