import BufferProtocol
import CPython
import WaveformCore

// `Waveform.__dlpack_c_exchange_api__`: functions by which C code gets and makes tensors without
// calling Python (dlpack.h 1.3, `DLPackExchangeAPI`).

extension Object {
  /// Adds the capsule with the functions to the type.
  func addDLPackExchange() throws(Failure) {
    let capsule = unsafe try OwnedObject(
      new: PyCapsule_New(&exchange, ("dlpack_exchange_api" as StaticString).cString, nil))
    guard
      unsafe swiftbuf_set_type_attribute(
        pointer, ("__dlpack_c_exchange_api__" as StaticString).cString, capsule.object.pointer) == 0
    else { throw .pending }
  }
}

/// Consumers keep its address for the life of the process.
///
/// There is no `dltensor_from_py_object_no_sync`, which the specification leaves optional: it lends
/// memory without holding it, and any thread may release a Waveform while C code works without the
/// GIL.
nonisolated(unsafe) private var exchange = unsafe DLPackExchangeAPI(
  header: DLPackExchangeAPIHeader(version: DLPackVersion(major: 1, minor: 3), prev_api: nil),
  managed_tensor_allocator: dlpackAllocate,
  managed_tensor_from_py_object_no_sync: tensor,
  managed_tensor_to_py_object_no_sync: waveform,
  dltensor_from_py_object_no_sync: nil,
  current_work_stream: currentStream)

/// `managed_tensor_from_py_object_no_sync`: a tensor that is one export of a Waveform.
///
/// Read-only memory is refused, although tensors have a flag for it: those who use this table (TVM
/// FFI, PyTorch) ignore the flag, and write to constants and to maps of files. After the BufferError
/// they call `__dlpack__`, where a consumer says whether it knows the flag.
///
/// - Returns: 0; or -1 with the exception of `__dlpack__`, or a TypeError for another object.
private func tensor(
  _ object: UnsafeMutableRawPointer?,
  _ out: UnsafeMutablePointer<UnsafeMutablePointer<DLManagedTensorVersioned>?>?
) -> CInt {
  returningStatus { () throws(Failure) in
    guard let object = unsafe object, let out = unsafe out else {
      throw .value("py_object or out is NULL")
    }
    unsafe out.pointee = nil
    let given = unsafe Object(object.assumingMemoryBound(to: PyObject.self))
    guard let buffer = Buffer(inherited: given) else {
      throw .type("py_object: \(given) is not a Waveform")
    }
    guard !buffer.isReadOnly || buffer.isReleased else {
      throw .buffer(
        "py_object: it is read-only, which consumers of the C exchange API ignore; __dlpack__(max_version=(1, 0)) exports it"
      )
    }
    unsafe out.pointee = unsafe try buffer.dlpackTensor()
  }
}

/// `managed_tensor_to_py_object_no_sync`: a Waveform with the memory of a tensor, which it owns from
/// then on.
///
/// - Returns: 0; or -1 with an exception, and the tensor is still the caller's.
private func waveform(
  _ tensor: UnsafeMutablePointer<DLManagedTensorVersioned>?,
  _ out: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> CInt {
  returningStatus { () throws(Failure) in
    guard let tensor = unsafe tensor, let out = unsafe out else {
      throw .value("tensor or out_py_object is NULL")
    }
    unsafe out.pointee = nil
    // A tensor does not say which interpreter it is for: the caller's. Its class is found without an
    // import, which could run any code.
    guard let module = try OwnedObject.loaded("swiftbuf._swiftbuf") else {
      throw .buffer("swiftbuf._swiftbuf is not among the modules of this interpreter")
    }
    let type = try module.object.requiredAttribute("Waveform")
    guard type.object.isClassOfBuffers else {
      throw .type("swiftbuf._swiftbuf.Waveform is \(type.object)")
    }
    let made = unsafe try CapsuleBuffer.buffer(takingOver: tensor, type.object)
    unsafe out.pointee = UnsafeMutableRawPointer(made.take())
  }
}

/// `current_work_stream`: CPU memory has none.
private func currentStream(
  _: CInt, _: CInt, _ out: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> CInt {
  unsafe out?.pointee = nil
  return 0
}
