/// What the protocols of array interchange call an element of one kind.
struct InterchangeCodes: Sendable {
  /// The `DLDataTypeCode`; nil where DLPack has none. Its bits are those of the element.
  let dlpack: UInt8?
  /// The format string of the Arrow C data interface; empty where Arrow has none. Its booleans are
  /// bits, so ours, which are bytes, have none.
  let arrow: StaticString

  private init(_ dlpack: UInt8?, _ arrow: StaticString) {
    self.dlpack = dlpack
    self.arrow = arrow
  }

  private static var int: UInt8 { 0 }
  private static var uint: UInt8 { 1 }
  private static var float: UInt8 { 2 }
  private static var complex: UInt8 { 5 }
  private static var bool: UInt8 { 6 }

  /// A row for each case of `ElementKind`, in its order.
  static let rows: InlineArray<15, InterchangeCodes> = [
    InterchangeCodes(bool, ""), InterchangeCodes(nil, ""),
    InterchangeCodes(int, "c"), InterchangeCodes(uint, "C"),
    InterchangeCodes(int, "s"), InterchangeCodes(uint, "S"),
    InterchangeCodes(int, "i"), InterchangeCodes(uint, "I"),
    InterchangeCodes(int, "l"), InterchangeCodes(uint, "L"),
    InterchangeCodes(float, "e"), InterchangeCodes(float, "f"), InterchangeCodes(float, "g"),
    InterchangeCodes(complex, ""), InterchangeCodes(complex, ""),
  ]
}

extension ElementFormat {
  var interchange: InterchangeCodes { InterchangeCodes.rows[Int(kind.rawValue)] }

  /// The format of elements in the machine's byte order that satisfy `isWanted`, under the code that
  /// NumPy has for them, which comes first; nil if there is none.
  static func native(where isWanted: (ElementFormat) -> Bool) -> ElementFormat? {
    for row in 0..<Table.rows.count {
      let format = ElementFormat(row: row, isSwapped: false)
      if isWanted(format) { return format }
    }
    return nil
  }
}
