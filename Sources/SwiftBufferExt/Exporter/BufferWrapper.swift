import BufferProtocol
import CPython

/// The `view.obj` of an export that came from a `__buffer__` method. It holds the memoryview that
/// the method returned. When the consumer is done, it releases that memoryview's export and calls
/// `__release_buffer__`. CPython 3.12 has the same object (`_PyBufferWrapper_Type` in
/// typeobject.c); only Python 3.11 needs this one.
@safe
struct BufferWrapper {
  private var head: swiftbuf_head
  /// An export of the memoryview (its `source`); nil once released.
  private var foreign: UnsafeMutableRawPointer?
  /// A strong reference to the object with `__buffer__`; nil once released.
  private var exporter: PyObjectPointer?

  static func makeType(_ module: Module) throws(Failure) -> OwnedObject {
    // No `clear`: any cycle also contains a memoryview, which has one and ends the export.
    unsafe try BufferProtocol.makeType(
      "swiftbuf._swiftbuf.BufferWrapper", module: module, size: MemoryLayout<BufferWrapper>.size,
      flags: [.immutable, .collected],
      slots: [.releaseBuffer(releaseBuffer), .traverse(traverse), .dealloc(dealloc)])
  }

  /// Fills `view` with an export of `memoryview`, to be released through a new wrapper.
  static func lend(
    _ memoryview: Object, for exporter: Object, _ request: BufferRequest,
    to view: UnsafeMutablePointer<Py_buffer>
  ) throws(Failure) {
    guard let module = try exporter.exporterModule() else {
      throw .type("a bytes-like object is required, not \(exporter)")
    }
    let type = try module.kept(.wrapperType)
    let wrapper = unsafe try OwnedObject(new: swiftbuf_allocate(type.pointer))
    let foreign = try ForeignBuffer(
      source: memoryview, argument: "__buffer__", request: request)
    let fields = unsafe fields(of: wrapper.object)
    unsafe fields.pointee.foreign = foreign.owner
    unsafe fields.pointee.exporter = exporter.retained().take()
    // The fields point into the memoryview, which the wrapper keeps alive.
    unsafe view.pointee = foreign.view.pointee
    unsafe view.pointee.internal = nil
    unsafe view.pointee.obj = wrapper.take()
  }

  private static func fields(of object: Object) -> UnsafeMutablePointer<BufferWrapper> {
    unsafe swiftbuf_fields(object.pointer).assumingMemoryBound(to: BufferWrapper.self)
  }

  /// `bufferwrapper_releasebuf`.
  private static let releaseBuffer:
    @convention(c) (PyObjectPointer?, UnsafeMutablePointer<Py_buffer>?) -> Void = { wrapper, _ in
      let fields = unsafe fields(of: Object(wrapper.unsafelyUnwrapped))
      guard let owner = unsafe fields.pointee.foreign,
        let exporter = unsafe fields.pointee.exporter
      else { return }
      unsafe fields.pointee.foreign = nil
      unsafe fields.pointee.exporter = nil
      let foreign = unsafe ForeignBuffer(owner)
      let memoryview = foreign.source.retained()
      foreign.giveBack()
      if !memoryview.object.isBrokenMemoryview {
        unsafe Object(exporter).releaseBuffer(memoryview.object)
      }
      unsafe swiftbuf_release(exporter)
    }

  private static let traverse:
    @convention(c) (PyObjectPointer?, visitproc?, UnsafeMutableRawPointer?) -> CInt = {
      wrapper, visit, context in
      guard let visit = unsafe visit else { return 0 }
      let object = unsafe Object(wrapper.unsafelyUnwrapped)
      let fields = unsafe fields(of: object)
      var status = unsafe visit(object.type.pointer, context)
      if status == 0, let exporter = unsafe fields.pointee.exporter {
        status = unsafe visit(exporter, context)
      }
      if status == 0, let owner = unsafe fields.pointee.foreign {
        let foreign = unsafe ForeignBuffer(owner)
        status = unsafe visit(foreign.source.pointer, context)
        if status == 0, let exporter = foreign.exporter {
          status = unsafe visit(exporter.pointer, context)
        }
      }
      return status
    }

  private static let dealloc: @convention(c) (PyObjectPointer?) -> Void = { wrapper in
    let object = unsafe Object(wrapper.unsafelyUnwrapped)
    unsafe PyObject_GC_UnTrack(UnsafeMutableRawPointer(object.pointer))
    // The consumer dropped its view without releasing it.
    let fields = unsafe fields(of: object)
    if let owner = unsafe fields.pointee.foreign { unsafe ForeignBuffer(owner).giveBack() }
    if let exporter = unsafe fields.pointee.exporter { unsafe swiftbuf_release(exporter) }
    unsafe swiftbuf_free(object.pointer)
  }
}

extension Object {
  /// Calls `__release_buffer__` if it is defined in Python.
  fileprivate func releaseBuffer(_ memoryview: Object) {
    keepingException { () throws(Failure) in
      let shown = try memoryview.memoryviewObject()
      // A memoryview of the object itself ends its export when it is released.
      guard !(shown.object === self), let method = try pythonMethod("__release_buffer__") else {
        return
      }
      _ = unsafe try OwnedObject(new: swiftbuf_call(method.object.pointer, memoryview.pointer))
    }
  }
}
