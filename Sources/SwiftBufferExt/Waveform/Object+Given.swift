import BufferProtocol

extension Object? {
  /// The argument, unless it is absent or None.
  var given: Object? {
    guard let self, !self.isNone else { return nil }
    return self
  }
}
