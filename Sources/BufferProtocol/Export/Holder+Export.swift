import CPython

// An object whose Swift instance provides memory, as an exporter of that memory.

extension Holder {
  /// The exporter behind this object, which has no other owner: its views are this object's.
  private var exporter: Buffer? { unsafe fields.pointee.exporter.map { unsafe Buffer($0) } }

  /// The number of views of the memory that the held instance provides.
  var exports: Int { exporter?.exports ?? 0 }

  /// Calls `body` while no other thread does so for this object. Under the GIL it is a plain call.
  @inline(__always)
  private func locked<Result>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe swiftbuf_lock(&fields.pointee.exportLock)
    defer { unsafe swiftbuf_unlock(&fields.pointee.exportLock) }
    return try body()
  }

  /// Calls `body`, which may move the memory of the held instance.
  ///
  /// While it runs, no view can be taken.
  ///
  /// - Throws: a BufferError if there are views; what `body` throws.
  public func moving<Result: ~Copyable>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try locked { () throws(Failure) in
      try checkExports()
      // The exporter shows nothing now: a NativeArray that is the only owner of its block saves a
      // copy.
      exporter?.provided?.block = nil
      unsafe fields.pointee.isMoving = true
    }
    defer {
      unsafe swiftbuf_lock(&fields.pointee.exportLock)
      unsafe fields.pointee.isMoving = false
      unsafe swiftbuf_unlock(&fields.pointee.exportLock)
    }
    return try body()
  }

  /// Calls `body` while the memory of the held instance is not moved, by other threads while `body`
  /// has given up the GIL. It counts as one view.
  ///
  /// - Throws: what taking a view and `body` throw.
  public func pinned<Held: PythonClass & BufferProvider, Result: ~Copyable>(
    as type: Held.Type, by exporterType: ModuleReference, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let pinned = try withExporter(of: type, exporterType) { exporter throws(Failure) in
      guard unsafe exporter.pin() != nil else { throw exporter.released }
      return exporter
    }
    defer { pinned.unpin() }
    return try body()
  }

  /// The same for an argument; one of another type, such as None, has nothing to pin.
  public static func pinned<Held: PythonClass & BufferProvider, Result: ~Copyable>(
    _ argument: Object?, as type: Held.Type, by exporterType: ModuleReference, in scope: Scope,
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let argument, try Held.fromInstance(argument, in: scope) != nil else {
      return try body()
    }
    return unsafe try Holder(slot: argument.pointer).pinned(as: type, by: exporterType, body)
  }

  /// Throws while there are views, or while the memory is being moved.
  func checkThatNothingIsShown() throws(Failure) {
    try locked { () throws(Failure) in try checkExports() }
  }

  /// The same for a caller that has the lock.
  private func checkExports() throws(Failure) {
    guard unsafe !fields.pointee.isMoving else { throw isMoved }
    guard exports == 0 else {
      throw .buffer("cannot move or resize: memory is in use (exports=\(exports))")
    }
  }

  private var isMoved: Failure { .buffer("the memory is being moved by a call under way") }

  /// `bf_getbuffer` for the memory that an instance provides.
  public static func export<Held: PythonClass & BufferProvider>(
    _ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?, _ flags: CInt,
    of type: Held.Type, by exporterType: ModuleReference
  ) -> CInt {
    let holder = unsafe Holder(slot: self)
    unsafe view?.pointee.obj = nil
    return returningStatus { () throws(Failure) in
      try holder.withExporter(of: type, exporterType) { exporter throws(Failure) in
        guard unsafe bufferGet(exporter.object.pointer, view, flags) == 0 else { throw .pending }
        // The view is of this object, and keeps it and with it the exporter.
        unsafe view?.pointee.obj = holder.object.retained().take()
        unsafe swiftbuf_release(exporter.object.pointer)
      }
    }
  }

  /// Calls `body`, which takes a view, with the exporter, which shows the memory as it is now.
  ///
  /// Until it has the view, no other thread moves the memory, or has the exporter show other memory.
  @inline(__always)
  private func withExporter<Held: PythonClass & BufferProvider, Result>(
    of type: Held.Type, _ exporterType: ModuleReference,
    _ body: (Buffer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try locked { () throws(Failure) in
      guard unsafe !fields.pointee.isMoving else { throw isMoved }
      let memory = try Held.held(by: self).memory
      guard let exporter else { return try body(makeExporter(of: memory, exporterType)) }
      if !memory.isShown(by: exporter) {
        guard exporter.exports == 0 else {
          throw .buffer(
            """
            the memory has moved while it has exports (\(exporter.exports)): \
            what moves it must say so, '- Python: moves'
            """)
        }
        try memory.show(in: exporter)
      }
      return try body(exporter)
    }
  }

  /// The exporter, for the first view. The caller has the lock.
  private func makeExporter(
    of memory: some ShownMemory, _ exporterType: ModuleReference
  ) throws(Failure) -> Buffer {
    let made = try memory.exporter(scope.module().kept(exporterType))
    // That can start a garbage collection, whose finalizers may have taken the first view.
    if let exporter { return exporter }
    let exporter = unsafe Buffer(made.object.pointer)
    unsafe fields.pointee.exporter = made.take()
    return exporter
  }

  /// `bf_releasebuffer`.
  public static func endExport(
    _ self: PyObjectPointer?, _ view: UnsafeMutablePointer<Py_buffer>?
  ) {
    guard let exporter = unsafe Holder(slot: self).exporter else { return }
    unsafe bufferRelease(exporter.object.pointer, view)
  }
}
