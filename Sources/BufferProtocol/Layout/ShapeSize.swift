/// The total size of a shape, checked. All shapes from Swift code, exporters and producers go
/// through this check.
package struct ShapeSize {
  /// The first negative length, which makes the shape invalid.
  package private(set) var negative: Int?
  private(set) var isEmpty = false
  /// The item size times all lengths, with zeros counted as ones so that offsets within a layout
  /// never overflow (as in NumPy); nil if that overflows an `Int`.
  package private(set) var span: Int?

  package init(itemSize: Int) { span = itemSize }

  package mutating func multiply(by length: Int) {
    if length < 0, negative == nil { negative = length }
    if length == 0 { isEmpty = true }
    guard let factor = span else { return }
    let (product, overflow) = factor.multipliedReportingOverflow(by: max(length, 1))
    span = overflow ? nil : product
  }
}
