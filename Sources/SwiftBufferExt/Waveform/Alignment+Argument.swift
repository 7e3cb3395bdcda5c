import BufferProtocol

extension Alignment {
  /// The alignment that an `align` argument names: 64 if it is absent.
  ///
  /// - Throws: `.type` if it is not an integer, `.value` if it is not a power of two up to a page.
  @inline(__always)
  init(argument: Object?) throws(Failure) {
    guard let argument else {
      self = .ordinary
      return
    }
    try self.init(given: argument)
  }

  @inline(never)
  private init(given argument: Object) throws(Failure) {
    let byteCount = try argument.size(argument: "align")
    guard let alignment = Alignment(atLeast: byteCount) else {
      throw .value(
        "align: \(byteCount) is not a power of two from 1 to \(Mapping.pageSize), the bytes of a page"
      )
    }
    self = alignment
  }
}
