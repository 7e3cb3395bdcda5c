import BufferProtocol
import CPython

// Memory for libraries that speak DLPack: a capsule over a managed tensor, which holds the memory
// until its deleter is called ("Python Specification for DLPack").

/// A consumer's arguments to `__dlpack__` (the array API standard, "Data interchange mechanisms").
package struct DLPackRequest {
  /// Whether it knows version 1, which has flags; older versions have no read-only memory.
  package let isVersioned: Bool
  /// Whether the memory is a copy made for this consumer.
  package let isCopied: Bool

  package init(isVersioned: Bool, isCopied: Bool) {
    self.isVersioned = isVersioned
    self.isCopied = isCopied
  }

  static let readOnlyFlag: UInt64 = 1
  static let copiedFlag: UInt64 = 2
}

extension Buffer {
  /// A capsule with this memory.
  ///
  /// - Throws: `.buffer` for memory that DLPack cannot describe, and outside the main interpreter.
  /// - Complexity: O(number of dimensions); one allocation in addition to the capsule.
  package func dlpackCapsule(_ request: DLPackRequest) throws(Failure) -> OwnedObject {
    guard request.isVersioned else { return try legacyCapsule() }
    let managed = unsafe try dlpackTensor(isCopied: request.isCopied)
    guard
      let capsule = unsafe PyCapsule_New(managed, DLPackName.versioned.cString, destroyVersioned)
    else {
      unsafe deleteVersioned(managed)
      throw .pending
    }
    return unsafe OwnedObject(owning: capsule)
  }

  /// A tensor with this memory, which the caller gives back by its deleter.
  ///
  /// - Parameter isCopied: whether the memory is a copy made for the consumer.
  /// - Throws: as `dlpackCapsule`.
  /// - Complexity: O(number of dimensions); one allocation.
  package func dlpackTensor(
    isCopied: Bool = false
  ) throws(Failure) -> UnsafeMutablePointer<DLManagedTensorVersioned> {
    unsafe try PinHandle.checkInterpreter()
    let type = try dlpackType()
    let flags =
      (isReadOnly ? DLPackRequest.readOnlyFlag : 0) | (isCopied ? DLPackRequest.copiedFlag : 0)
    return unsafe try pinned { elements throws(Failure) in
      let managed = unsafe try record(DLManagedTensorVersioned.self)
      unsafe managed.pointee = unsafe DLManagedTensorVersioned(
        version: DLPackName.version, manager_ctx: PinHandle(pinning: self).pointer,
        deleter: deleteVersioned, flags: flags,
        dl_tensor: tensor(elements, type, numbers: UnsafeMutableRawPointer(managed + 1)))
      return unsafe managed
    }
  }

  /// The same in a capsule of the version before 1.
  private func legacyCapsule() throws(Failure) -> OwnedObject {
    unsafe try PinHandle.checkInterpreter()
    guard !isReadOnly else {
      throw .buffer(
        "DLPack before version 1 has no read-only memory; pass max_version=(1, 0)")
    }
    let type = try dlpackType()
    let managed = unsafe try pinned { elements throws(Failure) in
      let managed = unsafe try record(DLManagedTensor.self)
      unsafe managed.pointee = unsafe DLManagedTensor(
        dl_tensor: tensor(elements, type, numbers: UnsafeMutableRawPointer(managed + 1)),
        manager_ctx: PinHandle(pinning: self).pointer, deleter: delete)
      return unsafe managed
    }
    guard let capsule = unsafe PyCapsule_New(managed, DLPackName.legacy.cString, destroy) else {
      unsafe delete(managed)
      throw .pending
    }
    return unsafe OwnedObject(owning: capsule)
  }

  private func dlpackType() throws(Failure) -> DLDataType {
    guard let code = format.kind.dlpack, !format.isSwapped else {
      throw .buffer(
        "DLPack has no type for format '\(format)'\(format.remedy)\(fieldAdvice: format)")
    }
    for dimension in 0..<ndim where layout.stride(dimension) % format.itemSize != 0 {
      throw .buffer(
        "DLPack counts strides in elements: \(layout.stride(dimension)) bytes are not a multiple of \(format.itemSize)"
      )
    }
    return DLDataType(
      code: code.rawValue, bits: UInt8(truncatingIfNeeded: 8 * format.itemSize), lanes: 1)
  }

  /// A block for a struct, followed by lengths and strides; its deleter frees it.
  private func record<Managed>(
    _ type: Managed.Type
  ) throws(Failure) -> UnsafeMutablePointer<Managed> {
    let size = MemoryLayout<Managed>.stride + 2 * ndim * MemoryLayout<Int64>.stride
    guard let block = unsafe malloc(size) else { throw .noMemory(size) }
    return unsafe block.assumingMemoryBound(to: type)
  }

  private func tensor(
    _ elements: Elements, _ type: DLDataType, numbers: UnsafeMutableRawPointer
  ) -> DLTensor {
    let shape = unsafe numbers.assumingMemoryBound(to: Int64.self)
    for dimension in 0..<ndim {
      unsafe shape[dimension] = Int64(layout.length(dimension))
      unsafe shape[ndim + dimension] = Int64(layout.stride(dimension) / format.itemSize)
    }
    return unsafe DLTensor(
      data: elements.start, device: DLPackName.cpu, ndim: Int32(truncatingIfNeeded: ndim),
      dtype: type, shape: shape, strides: shape + ndim, byte_offset: 0)
  }
}

/// The names of capsules, and other constants. A consumer that takes over the tensor renames the
/// capsule.
enum DLPackName {
  static var versioned: StaticString { "dltensor_versioned" }
  static var legacy: StaticString { "dltensor" }
  /// `kDLCPU`, the only device that the memory can be on.
  static var cpu: DLDevice { DLDevice(device_type: 1, device_id: 0) }
  /// The version of our tensors. Later ones only add types that we do not have.
  static var version: DLPackVersion { DLPackVersion(major: 1, minor: 0) }
}

private func deleteVersioned(_ managed: UnsafeMutablePointer<DLManagedTensorVersioned>?) {
  guard let managed = unsafe managed else { return }
  if let held = unsafe managed.pointee.manager_ctx { unsafe PinHandle(pointer: held).release() }
  unsafe free(managed)
}

private func delete(_ managed: UnsafeMutablePointer<DLManagedTensor>?) {
  guard let managed = unsafe managed else { return }
  if let held = unsafe managed.pointee.manager_ctx { unsafe PinHandle(pointer: held).release() }
  unsafe free(managed)
}

// The capsule's destructor: if it still has its first name, no consumer has taken the tensor.

/// Also for tensors of other producers.
func destroyVersioned(_ capsule: PyObjectPointer?) {
  let name = unsafe DLPackName.versioned.cString
  guard unsafe PyCapsule_IsValid(capsule, name) != 0,
    let managed = unsafe PyCapsule_GetPointer(capsule, name)
  else { return }
  let tensor = unsafe managed.assumingMemoryBound(to: DLManagedTensorVersioned.self)
  unsafe tensor.pointee.deleter?(tensor)
}

private func destroy(_ capsule: PyObjectPointer?) {
  let name = unsafe DLPackName.legacy.cString
  guard unsafe PyCapsule_IsValid(capsule, name) != 0,
    let managed = unsafe PyCapsule_GetPointer(capsule, name)
  else { return }
  unsafe delete(managed.assumingMemoryBound(to: DLManagedTensor.self))
}
