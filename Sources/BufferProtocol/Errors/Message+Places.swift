// Where the value is that does not fit, for the sentence that says so.

extension Message {
  /// " at index 3" or " at index (1, 2)": the index of an element as Python writes it. `index` is asked
  /// for that of each of `ndim` dimensions; without any, the element needs none.
  package static func place(ndim: Int, _ index: (_ dimension: Int) -> Int) -> Message {
    guard ndim > 0 else { return "" }
    guard ndim > 1 else { return " at index \(index(0))" }
    var text: Message = " at index (\(index(0))"
    for dimension in 1..<ndim { text = "\(text), \(index(dimension))" }
    return "\(text))"
  }

  /// The same for an index in C order of a layout.
  package static func place(_ index: Int, of layout: BufferLayout) -> Message {
    place(ndim: layout.ndim) { dimension in
      var rest = index
      for inner in (dimension + 1..<layout.ndim).reversed() { rest /= max(layout.length(inner), 1) }
      return rest % max(layout.length(dimension), 1)
    }
  }
}
