import CPython

/// A class that exports memory: in Python, its instances are exporters.
///
///     public final class Counts: BufferProvider {
///       private var counters: NativeArray<UInt64>
///       public var memory: Memory<1> { counters.memory }
///     }
///
/// While views of an instance are alive, `memory` must not change. Mark each method that changes it
/// with `- Python: moves` in its documentation: it is then a BufferError while there are views.
/// Without the mark, views of a `NativeArray` keep showing the old elements; views of memory that you
/// allocate yourself dangle.
public protocol BufferProvider: AnyObject {
  /// `Memory` of some number of dimensions.
  associatedtype Shown: ShownMemory

  /// The memory that a view shows, which this instance keeps alive. Called for the first view.
  var memory: Shown { get }
}

/// `Memory` of any number of dimensions.
public protocol ShownMemory {
  /// A new exporter of the memory, which its caller keeps.
  func exporter(_ type: Object) throws(Failure) -> OwnedObject
  /// Makes an exporter without exports show this memory instead.
  func show(in exporter: Buffer) throws(Failure)
  /// Whether an exporter shows this memory.
  func isShown(by exporter: Buffer) -> Bool
}

extension Memory: ShownMemory {
  /// A new exporter of the memory, which its caller keeps.
  public func exporter(_ type: Object) throws(Failure) -> OwnedObject {
    try Buffer.make(type, showing: self, keptBy: ProvidedMemory(block))
  }

  /// Makes an exporter without exports show this memory instead.
  public func show(in exporter: Buffer) throws(Failure) {
    let provided = try exporter.storage(as: ProvidedMemory.self)
    try exporter.show(self)
    provided.block = block
  }

  /// Whether an exporter shows this memory.
  public func isShown(by exporter: Buffer) -> Bool {
    guard unsafe start == nil || start == exporter.start else { return false }
    guard exporter.provided?.block === block, ndim == exporter.ndim, format == exporter.format,
      isReadOnly == exporter.isReadOnly
    else { return false }
    let layout = exporter.layout
    for dimension in 0..<ndim where shape[dimension] != layout.length(dimension) { return false }
    guard let strides else { return layout.isCContiguous }
    for dimension in 0..<ndim where strides[dimension] != layout.stride(dimension) { return false }
    return true
  }
}

extension Buffer {
  /// The holder's side of memory that an instance provides.
  fileprivate var provided: ProvidedMemory? {
    guard case .storage(let storage) = owner else { return nil }
    return unsafe storage.takeUnretainedValue() as? ProvidedMemory
  }
}

extension Holder {
  /// The exporter behind this object, which has no other owner: its views are this object's.
  private var exporter: Buffer? { unsafe fields.pointee.exporter.map { unsafe Buffer($0) } }

  /// The number of views of the memory that the held instance provides.
  var exports: Int { exporter?.exports ?? 0 }

  /// Calls `body`, which may move the memory of the held instance.
  ///
  /// While it runs, no view can be taken.
  ///
  /// - Throws: a BufferError if there are views; what `body` throws.
  public func moving<Result: ~Copyable>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try checkThatNothingIsShown()
    // The exporter shows nothing now: a NativeArray that is the only owner of its block saves a copy.
    exporter?.provided?.block = nil
    unsafe fields.pointee.isMoving = true
    defer { unsafe fields.pointee.isMoving = false }
    return try body()
  }

  /// Calls `body` while the memory of the held instance is not moved, by other threads while `body`
  /// has given up the GIL. It counts as one view.
  ///
  /// - Throws: what taking a view and `body` throw.
  public func pinned<Held: PythonClass & BufferProvider, Result: ~Copyable>(
    as type: Held.Type, by exporterType: ModuleReference, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try exporter(of: type, exporterType).pinned(body)
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
      let exporter = try holder.exporter(of: type, exporterType)
      guard unsafe bufferGet(exporter.object.pointer, view, flags) == 0 else { throw .pending }
      // The view is of this object, and keeps it and with it the exporter.
      unsafe view?.pointee.obj = holder.object.retained().take()
      unsafe swiftbuf_release(exporter.object.pointer)
    }
  }

  /// The exporter, which shows the memory as it is now.
  private func exporter<Held: PythonClass & BufferProvider>(
    of type: Held.Type, _ exporterType: ModuleReference
  ) throws(Failure) -> Buffer {
    guard unsafe !fields.pointee.isMoving else { throw isMoved }
    let memory = try Held.held(by: self).memory
    guard let exporter else {
      let made = try memory.exporter(scope.module().kept(exporterType))
      let exporter = unsafe Buffer(made.object.pointer)
      unsafe fields.pointee.exporter = made.take()
      return exporter
    }
    guard !memory.isShown(by: exporter) else { return exporter }
    guard exporter.exports == 0 else {
      throw .buffer(
        """
        the memory has moved while it has exports (\(exporter.exports)): \
        what moves it must say so, '- Python: moves'
        """)
    }
    try memory.show(in: exporter)
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

extension Module {
  /// Makes the type of the exporters behind objects that export, which this module keeps.
  public func keepExporterType(
    _ name: StaticString, as reference: ModuleReference
  ) throws(Failure) {
    try keep(makeBufferType(name, module: self, flags: .immutable, slots: []), as: reference)
  }
}
