import CPython

// Reading and writing records of any exporter, as `withBuffer` does for elements of one value.

/// Calls `body` with the records of a buffer, in C order.
///
/// - Parameters:
///   - object: any exporter of C-contiguous records of the format, such as a structured array.
///   - type: the struct that a record is. Every pattern of bits must be a value of it.
///   - format: the record format of that struct.
///   - argument: what the caller calls it, for errors.
/// - Throws: as `withBuffer(of:as:)`; `.value` if `type` does not have the size of the format.
/// - Complexity: an export besides `body`; no copy.
public func withRecords<Record: BitwiseCopyable, Result: ~Copyable>(
  of object: Object, as type: Record.Type, _ format: ElementFormat,
  argument: StaticString = "buffer", _ body: (Span<Record>) throws(Failure) -> Result
) throws(Failure) -> Result {
  try ForeignBuffer.lentArgument(object, argument, [.cContiguous, .format]) {
    foreign throws(Failure) in
    let start = unsafe try foreign.records(as: type, format, argument: argument)
    let count = unsafe start == nil ? 0 : foreign.byteCount / format.itemSize
    return unsafe try body(
      Span(_unsafeElements: UnsafeBufferPointer(start: start, count: count)))
  }
}

/// Calls `body` with the records of a buffer that may be written, in C order.
///
/// - Throws: as `withRecords(of:as:)`; what the exporter raises if it is read-only.
public func withMutableRecords<Record: BitwiseCopyable, Result: ~Copyable>(
  of object: Object, as type: Record.Type, _ format: ElementFormat,
  argument: StaticString = "buffer", _ body: (inout MutableSpan<Record>) throws(Failure) -> Result
) throws(Failure) -> Result {
  try ForeignBuffer.lentArgument(object, argument, [.cContiguous, .format, .writable]) {
    foreign throws(Failure) in
    let start = unsafe try foreign.records(as: type, format, argument: argument)
    let count = unsafe start == nil ? 0 : foreign.byteCount / format.itemSize
    let records = unsafe UnsafeMutableBufferPointer(start: start, count: count)
    var span = unsafe MutableSpan(_unsafeElements: records)
    return try body(&span)
  }
}

extension ForeignBuffer {
  /// The first record, once the format and the alignment are known to be those of `type`.
  fileprivate func records<Record: BitwiseCopyable>(
    as type: Record.Type, _ format: ElementFormat, argument: StaticString
  ) throws(Failure) -> UnsafeMutablePointer<Record>? {
    guard MemoryLayout<Record>.stride == format.itemSize else {
      throw .value(
        "format: '\(format)' has \(format.itemSize) bytes, the Swift type \(MemoryLayout<Record>.stride)"
      )
    }
    let found = try elementFormat(argument: argument)
    guard found == format else {
      throw .value("\(argument): its format is '\(found)', not '\(format)'")
    }
    guard byteCount > 0, let start = unsafe view.pointee.buf else { return nil }
    guard UInt(bitPattern: start) % UInt(MemoryLayout<Record>.alignment) == 0 else {
      throw .buffer("\(argument): its memory is not aligned for format '\(format)'")
    }
    return unsafe start.assumingMemoryBound(to: type)
  }
}
