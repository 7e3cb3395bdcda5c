import BufferProtocol
import CPython

// New memory for other libraries, by DLPack's C exchange API (dlpack.h 1.3, `DLPackExchangeAPI`).

/// `managed_tensor_allocator`: a tensor of zeros with the type and shape of `prototype`, in C order,
/// aligned like the memory of a Waveform. It needs no GIL. The type may be one without a format, such
/// as bfloat16: consumers keep what does not become a Waveform as tensors of their own.
///
/// - Returns: 0; or -1, after passing the name of an exception and a message to `setError`.
/// - Complexity: O(1) for much memory, which the kernel clears when it is used.
package func dlpackAllocate(
  _ prototype: UnsafeMutablePointer<DLTensor>?,
  _ out: UnsafeMutablePointer<UnsafeMutablePointer<DLManagedTensorVersioned>?>?,
  _ context: UnsafeMutableRawPointer?,
  _ setError: (
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> Void
  )?
) -> CInt {
  do throws(Refusal) {
    guard let prototype = unsafe prototype, let out = unsafe out else {
      throw Refusal("ValueError", "prototype or out is NULL")
    }
    unsafe out.pointee = nil
    unsafe out.pointee = unsafe try zeros(like: prototype.pointee)
    return 0
  } catch {
    unsafe setError?(context, error.exception.cString, error.message.cString)
    return -1
  }
}

/// An error that is reported without Python.
private struct Refusal: Error {
  let exception: StaticString
  let message: StaticString

  init(_ exception: StaticString, _ message: StaticString) {
    self.exception = exception
    self.message = message
  }
}

/// The tensor, its numbers and its elements are one block, which its deleter frees.
private func zeros(
  like prototype: DLTensor
) throws(Refusal) -> UnsafeMutablePointer<DLManagedTensorVersioned> {
  let type = unsafe prototype.dtype
  guard unsafe prototype.device.device_type == DLPackName.cpu.device_type else {
    throw Refusal("BufferError", "prototype: its device is not the CPU (type 1)")
  }
  let (itemSize, rest) = (Int(type.bits) * Int(type.lanes)).quotientAndRemainder(dividingBy: 8)
  guard itemSize > 0, rest == 0 else {
    throw Refusal("BufferError", "prototype: elements of its dtype are not whole bytes")
  }
  let ndim = unsafe Int(prototype.ndim)
  guard ndim >= 0, ndim <= BufferLayout.maximumDimensions,
    unsafe ndim == 0 || prototype.shape != nil
  else { throw Refusal("ValueError", "prototype: its ndim or shape is not valid") }

  var size = ShapeSize(itemSize: itemSize)
  for dimension in 0..<ndim { unsafe size.multiply(by: Int(prototype.shape[dimension])) }
  guard size.negative == nil else {
    throw Refusal("ValueError", "prototype: its shape has a negative length")
  }
  let numbers = unsafe MemoryLayout<DLManagedTensorVersioned>.stride
  let head = numbers + 2 * ndim * MemoryLayout<Int64>.stride
  let (byteCount, overflow) = (size.span ?? Int.max)
    .addingReportingOverflow(head + Block.alignment)
  guard !overflow, let block = unsafe calloc(1, byteCount) else {
    throw Refusal("MemoryError", "prototype: there is no memory for its shape")
  }

  let shape = unsafe (block + numbers).assumingMemoryBound(to: Int64.self)
  var stride: Int64 = 1
  for dimension in (0..<ndim).reversed() {
    unsafe shape[dimension] = unsafe prototype.shape[dimension]
    unsafe shape[ndim + dimension] = stride
    // Cannot overflow where there are elements (`span`).
    stride &*= max(unsafe shape[dimension], 1)
  }
  let managed = unsafe block.assumingMemoryBound(to: DLManagedTensorVersioned.self)
  unsafe managed.pointee = unsafe DLManagedTensorVersioned(
    version: DLPackName.version, manager_ctx: nil, deleter: { unsafe free($0) }, flags: 0,
    dl_tensor: DLTensor(
      data: (block + head).alignedUp(toMultipleOf: Block.alignment), device: DLPackName.cpu,
      ndim: CInt(truncatingIfNeeded: ndim), dtype: type, shape: shape, strides: shape + ndim,
      byte_offset: 0))
  return unsafe managed
}
