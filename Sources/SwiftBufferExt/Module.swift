import BufferProtocol
import CPython
import WaveformCore

// The extension module `swiftbuf._swiftbuf`.

nonisolated(unsafe) private var methods: InlineArray<3, PyMethodDef> = unsafe [
  .keywords("_rebuild", moduleRebuild, Manual.rebuild),
  .keywords("_statistics", moduleStatistics, Manual.statistics),
  PyMethodDef(),
]

nonisolated(unsafe) private let definition = unsafe ModuleDefinition(
  "swiftbuf._swiftbuf", methods: &methods, references: 5, usesGIL: false,
  execute: fill)

// The name is required by CPython.
// swift-format-ignore: AlwaysUseLowerCamelCase
#if compiler(>=6.3)
  @c
#else
  @_cdecl("PyInit__swiftbuf")
#endif
public func PyInit__swiftbuf() -> PyObjectPointer? { unsafe definition.initialize() }

private func fill(_ module: PyObjectPointer?) -> CInt {
  unsafe Module.fill(module) { module throws(Failure) in
    try module.add(makeWaveformType(module), "Waveform", keptAs: .waveformType)
    try module.keep(WaveformIterator.makeType(module), as: .iteratorType)
    try module.keep(
      CapsuleBuffer.makeType("swiftbuf._swiftbuf.CapsuleBuffer", module), as: .capsuleBufferType)
    let exporterBase = try makeExporterBase(module)
    try module.add(exporterBase, "Exporter")
    // From 3.12 on the interpreter itself does for any class what these two do (PEP 688).
    if Py_Version < 0x030C_0000 {
      try module.keep(BufferProxy.makeType(module), as: .proxyType)
      try module.keep(BufferWrapper.makeType(module), as: .wrapperType)
    }
  }
}
