import BufferProtocol
import CPython

// The extension module `swiftbuf._swiftbuf`, made in two phases (PEP 489): the interpreter makes
// the module object and calls `execute` to fill it, once for every interpreter that imports it.

/// Its address is kept by CPython; it is written to once, by `PyModuleDef_Init`.
nonisolated(unsafe) private var definition = unsafe PyModuleDef()

nonisolated(unsafe) private var slots: InlineArray<2, PyModuleDef_Slot> = unsafe [
  PyModuleDef_Slot(
    slot: Py_mod_exec,
    value: unsafeBitCast(
      execute as @convention(c) (PyObjectPointer?) -> CInt, to: UnsafeMutableRawPointer.self)),
  PyModuleDef_Slot(),
]

nonisolated(unsafe) private var methods: InlineArray<2, PyMethodDef> = unsafe [
  .keywords("_rebuild", moduleRebuild, Manual.rebuild),
  PyMethodDef(),
]

// The name is CPython's to choose.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c
public func PyInit__swiftbuf() -> PyObjectPointer? {
  unsafe definition.m_name = ("swiftbuf._swiftbuf" as StaticString).cString
  unsafe definition.m_size = MemoryLayout<ModuleState>.size
  unsafe definition.m_methods = UnsafeMutableRawPointer(&methods)
    .assumingMemoryBound(to: PyMethodDef.self)
  unsafe definition.m_slots = UnsafeMutableRawPointer(&slots)
    .assumingMemoryBound(to: PyModuleDef_Slot.self)
  unsafe definition.m_traverse = traverse
  unsafe definition.m_clear = clear
  unsafe definition.m_free = free
  return unsafe PyModuleDef_Init(&definition)
}

private func execute(_ module: PyObjectPointer?) -> CInt {
  succeeding { () throws(Failure) in
    let module = unsafe Object(module.unsafelyUnwrapped)
    guard let state = unsafe ModuleState.of(module: module.pointer) else { throw .pending }
    let waveformType = try makeWaveformType(module)
    try add(waveformType, "Waveform", to: module)
    unsafe state.pointee.waveformType = waveformType.take()
    try add(makeExporterType(module), "Exporter", to: module)
    // From 3.12 on the interpreter does for any class what these two help with (PEP 688).
    if Py_Version < 0x030C_0000 {
      let gateType = try BufferGate.makeType(module)
      unsafe state.pointee.gateType = gateType.take()
      let lenderType = try BufferLender.makeType(module)
      unsafe state.pointee.lenderType = lenderType.take()
    }
  }
}

/// `PyModule_AddObjectRef`, which takes a reference of its own.
private func add(
  _ object: borrowing OwnedObject, _ name: StaticString, to module: Object
) throws(Failure) {
  guard
    unsafe PyModule_AddObjectRef(module.pointer, name.cString, object.object.pointer) == 0
  else { throw .pending }
}

private func traverse(
  _ module: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit, let state = unsafe ModuleState.of(module: module) else {
    return 0
  }
  return unsafe state.pointee.visit { unsafe visit($0, context) }
}

private func clear(_ module: PyObjectPointer?) -> CInt {
  unsafe ModuleState.of(module: module)?.pointee.clear()
  return 0
}

private func free(_ module: UnsafeMutableRawPointer?) {
  _ = unsafe clear(module?.assumingMemoryBound(to: PyObject.self))
}
