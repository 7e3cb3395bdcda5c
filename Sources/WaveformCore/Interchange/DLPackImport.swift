import BufferProtocol
import CPython

extension CapsuleBuffer.Importer {
  /// The memory of an object by its `__dlpack__` ("Python Specification for DLPack": version 1 is
  /// requested first; older producers raise a TypeError for the unknown argument).
  func dlpack(_ source: Object, _ exporting: Object) throws(Failure) -> OwnedObject {
    try checkDevice(source)
    let capsule = try capsule(exporting)
    return try dlpack(in: capsule.object)
  }

  /// The memory of the tensor in a capsule.
  func dlpack(in capsule: Object) throws(Failure) -> OwnedObject {
    let (tensor, readOnly) = unsafe try tensor(capsule)
    try unsafe checkDevice(Int(tensor.device.device_type))
    let format = unsafe try format(tensor.dtype)
    let count = unsafe Int(tensor.ndim)
    guard
      var dimensions = unsafe CapsuleBuffer.Dimensions(count, hasStrides: tensor.strides != nil),
      unsafe count == 0 || tensor.shape != nil, let offset = unsafe Int(exactly: tensor.byte_offset)
    else { throw impossible }
    for index in 0..<count {
      dimensions.lengths[index] = unsafe Int(tensor.shape[index])
      guard dimensions.hasStrides else { continue }
      let (stride, overflow) = unsafe Int(tensor.strides[index])
        .multipliedReportingOverflow(by: format.itemSize)
      guard !overflow else { throw impossible }
      dimensions.strides[index] = stride
    }
    return unsafe try buffer(
      tensor.data.map { unsafe $0 + offset }, format, dimensions, readOnly: readOnly,
      keptBy: capsule)
  }

  private func checkDevice(_ source: Object) throws(Failure) {
    let device = unsafe try OwnedObject(
      new: swiftbuf_call_method(source.pointer, ("__dlpack_device__" as StaticString).cString))
    // An enum or an int.
    guard device.object.isTuple, let kind = unsafe PyTuple_GetItem(device.object.pointer, 0) else {
      throw .type("\(argument): its __dlpack_device__() is not a tuple")
    }
    unsafe try checkDevice(Object(kind).size(argument: "__dlpack_device__()"))
  }

  private func checkDevice(_ type: Int) throws(Failure) {
    guard type == 1 else {
      throw .buffer("\(argument): it is on a device of type \(type), not on the CPU (type 1)")
    }
  }

  private func capsule(_ exporting: Object) throws(Failure) -> OwnedObject {
    let none = unsafe try OwnedObject(new: PyTuple_New(0))
    let options = unsafe try OwnedObject(new: PyDict_New())
    let version = try OwnedObject.tuple(2) { index throws(Failure) in
      try OwnedObject(index == 0 ? 1 : 0)
    }
    let name: StaticString = "max_version"
    guard
      unsafe PyDict_SetItemString(options.object.pointer, name.cString, version.object.pointer) == 0
    else { throw .pending }
    if let capsule = unsafe PyObject_Call(
      exporting.pointer, none.object.pointer, options.object.pointer)
    {
      return unsafe OwnedObject(owning: capsule)
    }
    guard Failure.forget(.type) else { throw .pending }
    return unsafe try OwnedObject(
      new: PyObject_Call(exporting.pointer, none.object.pointer, nil))
  }

  /// The tensor in a capsule. Before version 1, read-only memory was not exported.
  private func tensor(_ capsule: Object) throws(Failure) -> (DLTensor, readOnly: Bool) {
    if let pointer = unsafe capsule.capsule(DLPackName.versioned) {
      let managed = unsafe pointer.assumingMemoryBound(to: DLManagedTensorVersioned.self)
      // In other major versions only the head of the struct has the same layout.
      let major = unsafe managed.pointee.version.major
      guard major == 1 else {
        throw .buffer("\(argument): DLPack version \(Int(major)) is not supported, only 1")
      }
      let flags = unsafe managed.pointee.flags
      return unsafe (managed.pointee.dl_tensor, flags & DLPackRequest.readOnlyFlag != 0)
    }
    if let pointer = unsafe capsule.capsule(DLPackName.legacy) {
      return unsafe (
        pointer.assumingMemoryBound(to: DLManagedTensor.self).pointee.dl_tensor, false
      )
    }
    throw .type("\(argument): its __dlpack__() returned \(capsule), which is not a DLPack capsule")
  }

  private func format(_ type: DLDataType) throws(Failure) -> ElementFormat {
    guard let found = ElementKind(dlpack: type) else {
      if type.lanes == 1, let bits = DLPackBits(code: type.code, bits: type.bits) {
        if hasFormat { return bits.format }
        throw .value(
          "\(argument): its elements are \(bits.name), for which there is no format; format='\(bits.format)' reads their bits"
        )
      }
      throw .value(
        "\(argument): DLPack type \(Int(type.code)) of \(Int(type.bits)) bits and \(Int(type.lanes)) lanes is not supported"
      )
    }
    return ElementFormat(found.code, isSwapped: false)
  }
}

extension CapsuleBuffer {
  /// An exporter of `type` with the memory of a tensor, whose deleter it calls at the end.
  ///
  /// - Throws: as `buffer(over:)`. The tensor is then still the caller's: consumers free what is
  ///   refused.
  package static func buffer(
    takingOver tensor: UnsafeMutablePointer<DLManagedTensorVersioned>, _ type: Object
  ) throws(Failure) -> OwnedObject {
    let capsule = unsafe try OwnedObject(
      new: PyCapsule_New(tensor, DLPackName.versioned.cString, nil))
    let importer = Importer(type: type, argument: "tensor", hasFormat: false)
    let made = try importer.dlpack(in: capsule.object)
    guard unsafe PyCapsule_SetDestructor(capsule.object.pointer, destroyVersioned) == 0 else {
      throw .pending
    }
    return made
  }
}
