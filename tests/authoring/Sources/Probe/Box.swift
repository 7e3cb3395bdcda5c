import BufferProtocol
import CPython

// The Python type `probe.Box`, which holds one of two unrelated Swift classes, and does arithmetic.

private final class Counter {
  var value: Int

  init(_ value: Int) {
    self.value = value
    alive += 1
  }
  deinit { alive -= 1 }
}

private final class Crate {
  init() { alive += 1 }
  deinit { alive -= 1 }
}

func makeBoxType(_ module: Module) throws(Failure) -> OwnedObject {
  try makeHolderType(
    "probe.Box", module: module,
    slots: [
      .documentation("Counts down when it is iterated over."), .properties(&properties),
      .iterator(boxIterator), .iteratorNext(boxNext),
      .unary(Py_nb_negative, boxNegative), .binary(Py_nb_add, boxAdd),
    ])
}

nonisolated(unsafe) private var properties: InlineArray<2, PyGetSetDef> = [
  .property("value", { object, _ in boxValue(object) }, "The number that it holds."),
  PyGetSetDef(),
]

private func boxValue(_ self: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in
    try OwnedObject(Holder(slot: self).held(as: Counter.self).value)
  }
}

private func boxIterator(_ self: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in Holder(slot: self).object.retained() }
}

private func boxNext(_ self: PyObjectPointer?) -> PyObjectPointer? {
  do throws(Failure) {
    let counter = try Holder(slot: self).held(as: Counter.self)
    guard counter.value > 0 else { return nil }
    counter.value -= 1
    return try OwnedObject(counter.value).take()
  } catch {
    return nil
  }
}

private func boxNegative(_ self: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in
    let holder = Holder(slot: self)
    return try Holder.make(
      holder.object.type, holding: Counter(-holder.held(as: Counter.self).value))
  }
}

/// Either operand may be something else: CPython asks both types.
private func boxAdd(_ left: PyObjectPointer?, _ right: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in
    let left = Holder(slot: left)
    let right = Holder(slot: right)
    guard left.object.type === right.object.type else { return .notImplemented }
    let sum = try left.held(as: Counter.self).value + right.held(as: Counter.self).value
    return try Holder.make(left.object.type, holding: Counter(sum))
  }
}

private let boxSignature = Signature("box", ["value"], required: 1, positional: 1)

func probeBox(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, boxSignature, vector, given, names) { module, arguments throws(Failure) in
    let value = try arguments[required: 0].size(argument: "value")
    return try Holder.make(module.kept(.box), holding: Counter(value))
  }
}

func probeCrate(_ module: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in
    let module = Module(module.unsafelyUnwrapped)
    return try Holder.make(module.kept(.box), holding: Crate())
  }
}
