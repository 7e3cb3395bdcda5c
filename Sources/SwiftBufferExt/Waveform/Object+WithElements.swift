import BufferProtocol
import WaveformCore

extension Object {
  /// Calls `body` with the elements of this exporter, which are pinned for that time.
  ///
  /// - Throws: what `from_buffer` throws for such a source.
  func withElements<Result: ~Copyable>(
    argument: StaticString = "source", _ request: BufferRequest = .fullReadOnly,
    _ body: (TypedElements) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let buffer = Buffer(self) {
      return unsafe try buffer.pinned { elements throws(Failure) in
        unsafe try body(buffer.typed(elements))
      }
    }
    return try ForeignBuffer.lent(by: self, argument: argument, request) {
      foreign throws(Failure) in
      try foreign.checkNotPointers(argument)
      let format = try foreign.sourceFormat(argument)
      try foreign.checkStructure(argument)
      return unsafe try foreign.withElements(format, body)
    }
  }
}
