import BufferProtocol
import CPython

// Tables without their end.

nonisolated(unsafe) private var methods: InlineArray<1, PyMethodDef> = [
  .noArguments("alive", probeAlive, "alive($self)\n--\n\n")
]
nonisolated(unsafe) private var properties: InlineArray<1, PyGetSetDef> = [
  .property("alive", { owner, _ in probeAlive(owner, nil) }, "")
]
nonisolated(unsafe) private let definition = ModuleDefinition(
  "probe.unfinished", methods: &methods, execute: { _ in 0 })

func probeUnfinished(_ owner: PyObjectPointer?, _ object: PyObjectPointer?) -> PyObjectPointer? {
  Module.function(owner, object) { module, kind throws(Failure) in
    switch try kind.size(argument: "kind") {
    case 0: try makeHolderType("probe.Methods", module: module, slots: [.methods(&methods)])
    case 1:
      try makeHolderType("probe.Properties", module: module, slots: [.properties(&properties)])
    default: try OwnedObject(new: definition.initialize())
    }
  }
}
