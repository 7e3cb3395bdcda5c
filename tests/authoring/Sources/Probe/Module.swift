import BufferProtocol
import CPython

// The extension module `probe._probe`: its types, and its functions, which stand in the files of
// what they are about.

extension ModuleReference {
  static let block = ModuleReference(0)
  static let box = ModuleReference(1)
  static let spare = 2
}

nonisolated(unsafe) private var functions: InlineArray<28, PyMethodDef> = [
  .keywords("block", probeBlock, "block($module, size)\n--\n\nA Block of zeroed bytes."),
  .noArguments(
    "alive", probeAlive, "alive($module)\n--\n\nBlocks and boxes that are not freed yet."),
  .noArguments("freed_without_gil", probeFreedWithoutGIL, "freed_without_gil($module)\n--\n\n"),
  .keywords("box", probeBox, "box($module, value)\n--\n\nA Box that holds a number."),
  .noArguments("crate", probeCrate, "crate($module)\n--\n\nA Box that holds something else."),
  .keywords("keep", probeKeep, "keep($module, index, object)\n--\n\n"),
  .keywords("kept", probeKept, "kept($module, index)\n--\n\n"),
  .keywords("read", probeRead, "read($module, buffer, type, callback=None)\n--\n\n"),
  .keywords("write", probeWrite, "write($module, buffer, type, value, callback=None)\n--\n\n"),
  .keywords("read_bytes", probeReadBytes, "read_bytes($module, buffer, callback=None)\n--\n\n"),
  .keywords(
    "write_bytes", probeWriteBytes, "write_bytes($module, buffer, byte, callback=None)\n--\n\n"),
  .keywords("wait_for", probeWaitFor, "wait_for($module, buffer)\n--\n\n"),
  .keywords("fail", probeFail, "fail($module, kind, object=None)\n--\n\n"),
  .keywords("forgive", probeForgive, "forgive($module, callback)\n--\n\n"),
  .oneArgument("samples", probeSamples, "samples($module, type, /)\n--\n\nREADME.md's example."),
  .oneArgument("distinct", probeDistinct, "distinct($module, texts, /)\n--\n\n"),
  .keywords("view", probeView, "view($module, buffer, writable=False)\n--\n\n"),
  .keywords("elements", probeElements, "elements($module, buffer, type)\n--\n\n"),
  .keywords("negate", probeNegate, "negate($module, buffer, writable=True)\n--\n\n"),
  .oneArgument("total", probeTotal, "total($module, buffer, /)\n--\n\n"),
  .oneArgument("total_of_docs", probeTotalOfDocs, "total_of_docs($module, samples, /)\n--\n\n"),
  .oneArgument("unfinished", probeUnfinished, "unfinished($module, kind, /)\n--\n\n"),
  .keywords("arguments", probeArguments, "arguments($module, a, b=None, *, c=None)\n--\n\n"),
  .oneArgument("pulses", probePulses, "pulses($module, type, /)\n--\n\nFour records."),
  .oneArgument("total_volts", probeTotalVolts, "total_volts($module, source, /)\n--\n\n"),
  .oneArgument("negate_volts", probeNegateVolts, "negate_volts($module, source, /)\n--\n\n"),
  .oneArgument("record_failure", probeRecordFailure, "record_failure($module, number, /)\n--\n\n"),
  PyMethodDef(),
]

nonisolated(unsafe) private let definition = ModuleDefinition(
  "probe._probe", methods: &functions, references: 3, execute: fill)

// swift-format-ignore: AlwaysUseLowerCamelCase
@c
public func PyInit__probe() -> PyObjectPointer? { definition.initialize() }

private func fill(_ module: PyObjectPointer?) -> CInt {
  Module.fill(module) { module throws(Failure) in
    try module.add(makeExporterType(module, "probe.Plain", observed: false), "Plain")
    try module.add(makeExporterType(module, "probe.Observed", observed: true), "Observed")
    let block = try makeBlockType(module)
    try module.keep(block.object.retained(), as: .block)
    try module.add(block, "Block")
    let box = try makeBoxType(module)
    try module.keep(box.object.retained(), as: .box)
    try module.add(box, "Box")
  }
}

// MARK: - What a module keeps

private let keepSignature = Signature("keep", ["index", "object"], required: 2, positional: 2)
private let keptSignature = Signature("kept", ["index"], required: 1, positional: 1)

private func probeKeep(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, keepSignature, vector, given, names) {
    module, arguments throws(Failure) in
    let index = try arguments[required: 0].size(argument: "index")
    try module.keep(arguments[required: 1].retained(), as: ModuleReference(index))
    return .none
  }
}

private func probeKept(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, keptSignature, vector, given, names) {
    module, arguments throws(Failure) in
    try module.kept(ModuleReference(arguments[required: 0].size(argument: "index"))).retained()
  }
}

// MARK: - Arguments

private let argumentsSignature = Signature(
  "arguments", ["a", "b", "c"], required: 1, positional: 2)

/// What it was given, as a tuple.
private func probeArguments(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, argumentsSignature, vector, given, names) {
    _, arguments throws(Failure) in
    let tuple = try OwnedObject(new: PyTuple_New(3))
    for index in 0..<3 {
      PyTuple_SetItem(tuple.object.pointer, index, (arguments[index] ?? .none).retained().take())
    }
    return tuple
  }
}
