import BufferProtocol
import CPython

// The extension module `swiftbuf._swiftbuf`, made in two phases (PEP 489): the interpreter makes the
// module object and calls `execute` to fill it, once for every interpreter that imports it.

/// Its address is kept by CPython; it is written to once, by `PyModuleDef_Init`.
nonisolated(unsafe) private var definition = unsafe PyModuleDef()

nonisolated(unsafe) private var slots: InlineArray<2, PyModuleDef_Slot> = unsafe [
  PyModuleDef_Slot(
    slot: Py_mod_exec,
    value: unsafeBitCast(
      execute as @convention(c) (PyObjectPointer?) -> CInt, to: UnsafeMutableRawPointer.self)),
  PyModuleDef_Slot(),
]

@c
public func PyInit__swiftbuf() -> PyObjectPointer? {
  unsafe definition.m_name = ("swiftbuf._swiftbuf" as StaticString).cString
  unsafe definition.m_size = MemoryLayout<ModuleState>.size
  unsafe definition.m_traverse = traverse
  unsafe definition.m_clear = clear
  unsafe definition.m_slots = UnsafeMutableRawPointer(&slots)
    .assumingMemoryBound(to: PyModuleDef_Slot.self)
  return unsafe PyModuleDef_Init(&definition)
}

private func execute(_ module: PyObjectPointer?) -> CInt {
  succeeding { () throws(Failure) in
    let module = unsafe Object(module.unsafelyUnwrapped)
    try add(makeWaveformType(module), "Waveform", to: module)
    if Py_Version < 0x030C_0000 {
      let gateType = try BufferGate.makeType(module)
      unsafe ModuleState.of(module: module.pointer)?.pointee.gateType = gateType.take()
    }
  }
}

private func traverse(
  _ module: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit,
    let gateType = unsafe ModuleState.of(module: module)?.pointee.gateType
  else { return 0 }
  return unsafe visit(gateType, context)
}

private func clear(_ module: PyObjectPointer?) -> CInt {
  guard let state = unsafe ModuleState.of(module: module),
    let gateType = unsafe state.pointee.gateType
  else { return 0 }
  unsafe state.pointee.gateType = nil
  unsafe swiftbuf_release(gateType)
  return 0
}

/// `PyModule_AddObjectRef`, which takes a reference of its own.
private func add(
  _ object: borrowing OwnedObject, _ name: StaticString, to module: Object
) throws(Failure) {
  guard
    unsafe PyModule_AddObjectRef(module.pointer, name.cString, object.object.pointer) == 0
  else { throw .pending }
}
