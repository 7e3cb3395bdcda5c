import CPython

/// An export that another object has given us, with the object that it was asked of.
///
/// Invariant: `record` does not move, because exporters may point into the `Py_buffer`
/// (`PyBuffer_FillInfo` sets `shape = &view->len`): it is a block of its own (`malloc`), or lies on
/// the stack for as long as `lent` takes. It holds one export and one strong reference to `source`,
/// both given back by `giveBack`, which is called once, or by `lent`.
@safe
package struct ForeignBuffer {
  @unsafe private struct Record {
    /// The first field: its address is the record's.
    var view: Py_buffer
    /// Not always `view.obj`: an object may hand on the export of another one (PEP 688 does).
    var source: PyObjectPointer
    /// The next of the exports whose giving back has been put off.
    var next: UnsafeMutableRawPointer?
  }

  private let record: UnsafeMutablePointer<Record>

  /// The record behind an owner field.
  @unsafe
  package init(_ owner: UnsafeMutableRawPointer) {
    unsafe record = owner.assumingMemoryBound(to: Record.self)
  }

  /// Asks `source`, or the exporter that stands for it, for an export (`PyObject_GetBuffer`), which
  /// can run Python code.
  ///
  /// - Throws: a TypeError if it is no exporter; what it raises when it refuses.
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

  /// Calls `body` with an export that is given back when it returns, and needs no memory.
  ///
  /// - Throws: what `init` does; what `body` throws.
  package static func lent<Result: ~Copyable>(
    by source: Object, argument: StaticString, _ request: BufferRequest,
    _ body: (ForeignBuffer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var record = unsafe Record(view: Py_buffer(), source: source.pointer, next: nil)
    return unsafe try withUnsafeMutablePointer(to: &record) { record throws(Failure) in
      let foreign = unsafe ForeignBuffer(UnsafeMutableRawPointer(record))
      try foreign.take(source, argument, request)
      defer { foreign.endExport() }
      return try body(foreign)
    }
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

  /// Gives back the export and the reference, at once or, from deep inside other such calls, when
  /// those have returned: exporters may stand on each other in a chain of any length, and each link
  /// that falls takes the next one with it (CPython's trashcan is there for the same reason).
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
    // What is left of such a memoryview crashes when it is touched, also by its last release.
    guard !source.isBrokenMemoryview else { return }
    unsafe PyBuffer_Release(view)
    unsafe swiftbuf_release(source.pointer)
  }

  /// For the owner field of an exporter, which from then on gives it back.
  package var owner: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(record) }

  package var source: Object { unsafe Object(record.pointee.source) }
  package var exporter: Object? { unsafe record.pointee.view.obj.map { unsafe Object($0) } }

  /// The export, in its place.
  package var view: UnsafeMutablePointer<Py_buffer> {
    unsafe UnsafeMutableRawPointer(record).assumingMemoryBound(to: Py_buffer.self)
  }
}
