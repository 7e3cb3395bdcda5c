import CPython

/// An export that we got from another object, with the object that was asked for it.
///
/// Invariant: `record` does not move, because exporters may point into the `Py_buffer`
/// (`PyBuffer_FillInfo` sets `shape = &view->len`). It has its own block (`malloc`), or is on the
/// stack for the duration of `lent`. It holds one export and one strong reference to `source`;
/// `giveBack`, which is called once, or `lent` releases both.
@safe
package struct ForeignBuffer {
  @unsafe private struct Record {
    /// The first field, so that its address is the record's address.
    var view: Py_buffer
    /// May differ from `view.obj`: an object may pass on the export of another one (PEP 688 does).
    var source: PyObjectPointer
    /// The next export whose release has been deferred.
    var next: UnsafeMutableRawPointer?
  }

  private let record: UnsafeMutablePointer<Record>

  /// The record behind an owner field.
  @unsafe
  package init(_ owner: UnsafeMutableRawPointer) {
    unsafe record = owner.assumingMemoryBound(to: Record.self)
  }

  /// Requests an export from `source`, or from the exporter that acts for it
  /// (`PyObject_GetBuffer`). This can run Python code.
  ///
  /// - Throws: a TypeError if it is not an exporter; what it raises when it refuses.
  package init(
    source: Object, from exporter: Object? = nil, argument: StaticString, request: BufferRequest
  ) throws(Failure) {
    guard let memory = unsafe malloc(MemoryLayout<Record>.size) else {
      throw unsafe .noMemory(MemoryLayout<Record>.size)
    }
    unsafe record = memory.bindMemory(to: Record.self, capacity: 1)
    unsafe record.initialize(
      to: Record(view: Py_buffer(), source: source.pointer, next: nil))
    do throws(Failure) {
      try take(exporter ?? source, argument, request)
    } catch {
      unsafe free(record)
      throw error
    }
  }

  /// Calls `body` with an export that is released when it returns; allocates nothing.
  ///
  /// - Parameter refused: what to throw instead of what `init` does.
  /// - Throws: what `init` does; what `body` throws.
  package static func lent<Result: ~Copyable>(
    by source: Object, argument: StaticString, _ request: BufferRequest,
    refused: (Failure) -> Failure = { $0 }, _ body: (ForeignBuffer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var record = unsafe Record(view: Py_buffer(), source: source.pointer, next: nil)
    return unsafe try withUnsafeMutablePointer(to: &record) { record throws(Failure) in
      let foreign = unsafe ForeignBuffer(UnsafeMutableRawPointer(record))
      do throws(Failure) {
        try foreign.take(source, argument, request)
      } catch {
        throw refused(error)
      }
      defer { foreign.endExport() }
      return try body(foreign)
    }
  }

  /// The same for an argument of an author's function: where an exporter in C refuses, the argument is
  /// named before its sentence. (The Waveform's own functions decide by what the exporter raised.)
  package static func lentArgument<Result: ~Copyable>(
    _ source: Object, _ argument: StaticString, _ request: BufferRequest,
    _ body: (ForeignBuffer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lent(
      by: source, argument: argument, request,
      refused: { $0.kind == .pending ? .pending(after: "\(argument): \(source): ") : $0 }, body)
  }

  private func take(
    _ exporter: Object, _ argument: StaticString, _ request: BufferRequest
  ) throws(Failure) {
    guard exporter.isExporter else {
      throw .type("\(argument): \(source) does not export a buffer")
    }
    guard unsafe PyObject_GetBuffer(exporter.pointer, view, request.rawValue) == 0 else {
      throw .pending
    }
    unsafe swiftbuf_retain(source.pointer)
  }

  /// Releases the export and the reference: at once, or, if called from deep inside other such
  /// calls, when those have returned. Exporters can form a chain of any length, and releasing one
  /// link releases the next (CPython's trashcan exists for the same reason).
  package func giveBack() {
    let deferral = unsafe swiftbuf_deferral()
    guard unsafe deferral.pointee.depth < Self.deepest else {
      unsafe record.pointee.next = unsafe deferral.pointee.waiting
      unsafe deferral.pointee.waiting = unsafe owner
      return
    }
    unsafe deferral.pointee.depth += 1
    releaseNow()
    while unsafe deferral.pointee.depth == 1, let waiting = unsafe deferral.pointee.waiting {
      let next = unsafe ForeignBuffer(waiting)
      unsafe deferral.pointee.waiting = unsafe next.record.pointee.next
      next.releaseNow()
    }
    unsafe deferral.pointee.depth -= 1
  }

  private static let deepest = 50

  private func releaseNow() {
    endExport()
    unsafe free(record)
  }

  private func endExport() {
    // Any use of such a broken memoryview crashes, including its last release.
    guard !source.isBrokenMemoryview else { return }
    unsafe PyBuffer_Release(view)
    unsafe swiftbuf_release(source.pointer)
  }

  /// For the owner field of an exporter, which is responsible for the export from then on.
  package var owner: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(record) }

  package var source: Object { unsafe Object(record.pointee.source) }
  package var exporter: Object? { unsafe record.pointee.view.obj.map { unsafe Object($0) } }

  /// The export itself, not a copy.
  package var view: UnsafeMutablePointer<Py_buffer> {
    unsafe UnsafeMutableRawPointer(record).assumingMemoryBound(to: Py_buffer.self)
  }
}
