import BufferProtocol
import CPython

// The extension module `swiftbuf._swiftbuf`.

nonisolated(unsafe) private var methods: InlineArray<2, PyMethodDef> = unsafe [
  .keywords("_rebuild", moduleRebuild, Manual.rebuild),
  PyMethodDef(),
]

nonisolated(unsafe) private let definition = unsafe ModuleDefinition(
  "swiftbuf._swiftbuf", methods: UnsafeMutableRawPointer(&methods), state: ModuleState.slots,
  execute: fill)

// The name is CPython's to choose.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c
public func PyInit__swiftbuf() -> PyObjectPointer? { unsafe definition.initialize() }

private func fill(_ module: PyObjectPointer?) -> CInt {
  unsafe filling(module) { module throws(Failure) in
    guard let state = unsafe ModuleState.of(module: module.pointer) else { throw .pending }
    let waveformType = try makeWaveformType(module)
    try module.add(waveformType, "Waveform")
    unsafe state.pointee.waveformType = waveformType.take()
    let exporterBase = try makeExporterBase(module)
    try module.add(exporterBase, "Exporter")
    // From 3.12 on the interpreter does for any class what these two help with (PEP 688).
    if Py_Version < 0x030C_0000 {
      let gateType = try BufferGate.makeType(module)
      unsafe state.pointee.gateType = gateType.take()
      let lenderType = try BufferLender.makeType(module)
      unsafe state.pointee.lenderType = lenderType.take()
    }
  }
}
