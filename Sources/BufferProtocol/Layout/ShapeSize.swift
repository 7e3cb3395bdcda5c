/// What lengths and an item size amount to: the one check of a shape that Swift code, an exporter
/// or a producer gives.
struct ShapeSize {
  /// The first length below zero, which no memory has.
  private(set) var negative: Int?
  private(set) var isEmpty = false
  /// The item size times all lengths, zeros counted as ones, so that offsets within a layout never
  /// overflow (as in NumPy); nil if no `Int` holds it.
  private(set) var span: Int?

  init(itemSize: Int) { span = itemSize }

  mutating func multiply(by length: Int) {
    if length < 0, negative == nil { negative = length }
    if length == 0 { isEmpty = true }
    guard let factor = span else { return }
    let (product, overflow) = factor.multipliedReportingOverflow(by: max(length, 1))
    span = overflow ? nil : product
  }
}
