import BufferProtocol
import CPython

/// An exporter for one moment: it passes a request on to another exporter with flags of its own.
///
/// `memoryview(object)` always asks for everything (`PyBUF_FULL_RO`); `__buffer__(flags)` has to
/// ask for what its caller wants. A memoryview over a proxy gets just that, and stands on the
/// exporter behind the proxy: the C API manual calls it a redirected request ("Buffer Object
/// Structures", `view->obj`). Only Python 3.11 needs it.
@safe struct BufferProxy {
  private let head: PyObject
  private let exporter: PyObjectPointer
  private let request: BufferRequest
  /// Whether the memoryview is made to be shown to `__release_buffer__`.
  private let isForRelease: Bool

  /// A memoryview over `buffer`, from an export with the flags of `request`.
  static func memoryview(
    of buffer: Buffer, _ request: BufferRequest, forRelease isForRelease: Bool = false
  ) throws(Failure) -> OwnedObject {
    let type = try buffer.waveformType.definingModule().kept(.proxyType)
    let proxy = unsafe try OwnedObject(new: swiftbuf_allocate(type.pointer))
    let fields = unsafe UnsafeMutableRawPointer(proxy.object.pointer)
      .assumingMemoryBound(to: BufferProxy.self)
    // Borrowed: the caller keeps the exporter, and the proxy ends here.
    unsafe fields.initialize(
      to: BufferProxy(
        head: fields.pointee.head, exporter: buffer.object.pointer, request: request,
        isForRelease: isForRelease))
    return try proxy.object.memoryview()
  }

  /// Whether a view was given to show it to `__release_buffer__`, which is not told of its end
  /// again.
  static func isForRelease(_ view: UnsafeMutablePointer<Py_buffer>?) -> Bool {
    unsafe view?.pointee.internal == mark
  }

  /// What `Py_buffer.internal` holds in such a view; an address that nothing else has.
  private static var mark: UnsafeMutableRawPointer? {
    unsafe UnsafeMutableRawPointer(bitPattern: 1)
  }

  static func makeType(_ module: Module) throws(Failure) -> OwnedObject {
    unsafe try BufferProtocol.makeType(
      "swiftbuf._swiftbuf.BufferProxy", module: module, size: MemoryLayout<BufferProxy>.size,
      flags: [.immutable], slots: [.getBuffer(getBuffer), .dealloc(dealloc)])
  }

  private static let getBuffer:
    @convention(c) (PyObjectPointer?, UnsafeMutablePointer<Py_buffer>?, CInt) -> CInt = {
      proxy, view, _ in
      let fields = unsafe UnsafeRawPointer(proxy.unsafelyUnwrapped)
        .assumingMemoryBound(to: BufferProxy.self)
      // Not `PyObject_GetBuffer`: a class may have a `__buffer__` of its own, which asked for this
      // one.
      let status = unsafe bufferGet(fields.pointee.exporter, view, fields.pointee.request.rawValue)
      if status == 0, unsafe fields.pointee.isForRelease {
        unsafe view?.pointee.internal = unsafe mark
      }
      return status
    }

  private static let dealloc: @convention(c) (PyObjectPointer?) -> Void = { proxy in
    unsafe swiftbuf_free(proxy.unsafelyUnwrapped)
  }
}
