import BufferProtocol

/// `format`, `offset` and `count`, if any of them is given: the source is then read as flat memory.
struct FlatReading {
  let format: ElementFormat?
  let offset: Int
  let count: Int?
  /// Whether the source keeps its own format, shape and strides.
  let isAsSource: Bool

  static var asSource: FlatReading {
    FlatReading(format: nil, offset: 0, count: nil, isAsSource: true)
  }

  private init(format: ElementFormat?, offset: Int, count: Int?, isAsSource: Bool) {
    self.format = format
    self.offset = offset
    self.count = count
    self.isAsSource = isAsSource
  }

  init(format: Object?, offset: Object?, count: Object?) throws(Failure) {
    self.format = try format.given.map { value throws(Failure) in
      try ElementFormat(argument: value)
    }
    self.offset =
      try offset.map { value throws(Failure) in try value.size(argument: "offset") } ?? 0
    self.count = try count.given.map { value throws(Failure) in try value.size(argument: "count") }
    isAsSource = self.format == nil && self.offset == 0 && self.count == nil
    guard self.offset >= 0 else { throw .value("offset: \(self.offset) is negative") }
    if let count = self.count, count < 0 { throw .value("count: \(count) is negative") }
  }

  /// The number of elements to read from `byteCount` bytes.
  ///
  /// - Throws: `.value`, which `refuse` makes from a message with the numbers.
  func elementCount(
    in byteCount: Int, itemSize: Int, refuse: (Message) -> Failure
  ) throws(Failure) -> Int {
    guard offset <= byteCount else {
      throw refuse("offset: \(offset) is past the end of \(byteCount) bytes")
    }
    let rest = byteCount - offset
    if let count {
      let (needed, overflow) = count.multipliedReportingOverflow(by: itemSize)
      guard !overflow, needed <= rest else {
        throw refuse(
          "count: \(count) elements of \(itemSize) bytes at offset \(offset) do not fit in \(byteCount) bytes"
        )
      }
      return count
    }
    guard rest % itemSize == 0 else {
      let whole = rest / itemSize
      throw refuse(
        """
        offset: the \(rest) bytes after \(offset) are not a multiple of the item size \(itemSize); \
        count=\(whole) takes the whole elements and leaves \(rest % itemSize) bytes
        """)
    }
    return rest / itemSize
  }
}
