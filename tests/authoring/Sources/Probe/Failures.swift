import BufferProtocol
import CPython

// Errors of every kind, and errors that are none after all.

private let failSignature = Signature("fail", ["kind", "object"], required: 1, positional: 2)

func probeFail(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, failSignature, vector, given, names) {
    module, arguments throws(Failure) in
    let kind = arguments[required: 0]
    let object = arguments[1] ?? .none
    if kind.isText("type") { throw .type("object: \(object) is no number") }
    if kind.isText("value") { throw .value("format '\(ElementFormat.complexFloat.byteSwapped)'") }
    if kind.isText("index") { throw .index("index \(-7) of \(Int.min)") }
    if kind.isText("buffer") { throw .buffer("\("grüße" as StaticString)") }
    if kind.isText("memory") { throw .memory("no room") }
    if kind.isText("overflow") { throw .overflow("outer \("inner \(1)" as Message)") }
    if kind.isText("system") { throw .system(ENOSPC) }
    if kind.isText("system path") { throw .system(ENOENT, path: object) }
    if kind.isText("too many slots") {
      return try makeHolderType(
        "probe.Many", module: module, slots: InlineArray<40, TypeSlot>(repeating: .unhashable))
    }
    throw .value("kind: no \(kind) here")
  }
}

private let forgiveSignature = Signature("forgive", ["callback"], required: 1, positional: 1)

/// Calls back and returns what comes, or "forgiven" for any exception.
func probeForgive(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, forgiveSignature, vector, given, names) { _, arguments throws(Failure) in
    do throws(Failure) {
      return try OwnedObject(new: PyObject_CallNoArgs(arguments[required: 0].pointer))
    } catch {
      error.forget()
      return try OwnedObject("forgiven")
    }
  }
}
