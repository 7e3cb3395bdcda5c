import CPython

// Reading and writing the memory of any exporter from Swift, for the duration of a call. The export
// is taken before the call and released after it, however the call ends (`PyObject_GetBuffer` and
// `PyBuffer_Release`). The compiler ensures that the spans do not outlive the call.
//
// The memory stays valid while the GIL is released inside (`withoutGIL`), but other threads may
// write to it then.

/// Calls `body` with the elements of a buffer, in C order.
///
/// - Parameters:
///   - object: any exporter of C-contiguous elements of the type, in the machine's byte order.
/// - argument: the caller's name for the object, for errors.
/// - Throws: `.type` if it is not an exporter; what it raises if it is not C-contiguous
///   (BufferError, from NumPy ValueError); `.buffer` if it is not aligned for the type, `.value` if
///   its elements have another type; what `body` throws.
/// - Complexity: one export, in addition to `body`; no copy.
public func withBuffer<Element: BufferElement, Result: ~Copyable>(
  of object: Object, as type: Element.Type, argument: StaticString = "buffer",
  _ body: (Span<Element>) throws(Failure) -> Result
) throws(Failure) -> Result {
  try ForeignBuffer.lentArgument(object, argument, [.cContiguous, .format]) {
    foreign throws(Failure) in
    let start = unsafe try foreign.start(of: type, argument: argument)
    let elements = unsafe UnsafeBufferPointer(start: start, count: foreign.count(of: type))
    return unsafe try body(Span(_unsafeElements: elements))
  }
}

/// Calls `body` with the elements of a writable buffer, in C order.
///
/// - Throws: as `withBuffer(of:as:)`; what the exporter raises if it is read-only.
public func withMutableBuffer<Element: BufferElement, Result: ~Copyable>(
  of object: Object, as type: Element.Type, argument: StaticString = "buffer",
  _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
) throws(Failure) -> Result {
  try ForeignBuffer.lentArgument(object, argument, [.cContiguous, .format, .writable]) {
    foreign throws(Failure) in
    let start = unsafe try foreign.start(of: type, argument: argument)
    let elements = unsafe UnsafeMutableBufferPointer(start: start, count: foreign.count(of: type))
    var span = unsafe MutableSpan(_unsafeElements: elements)
    return try body(&span)
  }
}

/// Calls `body` with the bytes of a buffer of any format, in C order.
///
/// - Throws: `.type` if it is not an exporter; what it raises if it is not C-contiguous; what
///   `body` throws.
public func withBytes<Result: ~Copyable>(
  of object: Object, argument: StaticString = "buffer",
  _ body: (RawSpan) throws(Failure) -> Result
) throws(Failure) -> Result {
  try ForeignBuffer.lentArgument(object, argument, .cContiguous) { foreign throws(Failure) in
    let bytes = unsafe UnsafeRawBufferPointer(
      start: foreign.view.pointee.buf, count: foreign.byteCount)
    return unsafe try body(RawSpan(_unsafeBytes: bytes))
  }
}

/// Calls `body` with the bytes of a writable buffer of any format, in C order.
///
/// - Throws: as `withBytes(of:)`; what the exporter raises if it is read-only.
public func withMutableBytes<Result: ~Copyable>(
  of object: Object, argument: StaticString = "buffer",
  _ body: (inout MutableRawSpan) throws(Failure) -> Result
) throws(Failure) -> Result {
  try ForeignBuffer.lentArgument(object, argument, [.cContiguous, .writable]) {
    foreign throws(Failure) in
    let bytes = unsafe UnsafeMutableRawBufferPointer(
      start: foreign.view.pointee.buf, count: foreign.byteCount)
    var span = unsafe MutableRawSpan(_unsafeBytes: bytes)
    return try body(&span)
  }
}

extension ForeignBuffer {
  /// The first element, after checking that the format and the alignment match `type`.
  fileprivate func start<Element: BufferElement>(
    of type: Element.Type, argument: StaticString
  ) throws(Failure) -> UnsafeMutablePointer<Element>? {
    let format = try elementFormat(argument: argument)
    guard format.hasSameRepresentation(as: type.format) else {
      throw .value("\(argument): its format is '\(format)', not '\(type.format)'")
    }
    guard byteCount > 0, let start = unsafe view.pointee.buf else { return nil }
    guard UInt(bitPattern: start) % UInt(MemoryLayout<Element>.alignment) == 0 else {
      throw .buffer("\(argument): its memory is not aligned for format '\(format)'")
    }
    return unsafe start.assumingMemoryBound(to: type)
  }

  fileprivate func count<Element: BufferElement>(of type: Element.Type) -> Int {
    unsafe view.pointee.buf == nil ? 0 : byteCount / MemoryLayout<Element>.size
  }
}
