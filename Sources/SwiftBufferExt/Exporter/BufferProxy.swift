import BufferProtocol
import CPython

/// A short-lived exporter that passes a request on to another exporter with its own flags.
///
/// `memoryview(object)` always requests everything (`PyBUF_FULL_RO`), but `__buffer__(flags)` must
/// request what its caller wants. A memoryview of a proxy gets exactly that, and refers to the
/// exporter behind the proxy: the C API manual calls it a redirected request ("Buffer Object
/// Structures", `view->obj`). Only Python 3.11 needs it.
@safe struct BufferProxy {
  private let head: swiftbuf_head
  private let exporter: PyObjectPointer
  private let request: BufferRequest
  /// Whether the memoryview is made only to be passed to `__release_buffer__`.
  private let isForRelease: Bool

  /// A memoryview over `buffer`, from an export with the flags of `request`.
  static func memoryview(
    of buffer: Buffer, _ request: BufferRequest, forRelease isForRelease: Bool = false
  ) throws(Failure) -> OwnedObject {
    let type = try buffer.waveformType.definingModule().kept(.proxyType)
    let proxy = unsafe try OwnedObject(new: swiftbuf_allocate(type.pointer))
    let fields = unsafe swiftbuf_fields(proxy.object.pointer)
      .assumingMemoryBound(to: BufferProxy.self)
    // Borrowed: the caller keeps the exporter alive, and the proxy is freed on return.
    unsafe fields.initialize(
      to: BufferProxy(
        head: fields.pointee.head, exporter: buffer.object.pointer, request: request,
        isForRelease: isForRelease))
    return try proxy.object.memoryview()
  }

  /// Whether a view was made only to be passed to `__release_buffer__`, which must not be called
  /// again for it.
  static func isForRelease(_ view: UnsafeMutablePointer<Py_buffer>?) -> Bool {
    unsafe view?.pointee.internal == mark
  }

  /// The value of `Py_buffer.internal` in such a view: an address that identifies it.
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
      let fields = unsafe swiftbuf_fields(proxy.unsafelyUnwrapped)
        .assumingMemoryBound(to: BufferProxy.self)
      // Not `PyObject_GetBuffer`: a class may have its own `__buffer__`, which made this request.
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
