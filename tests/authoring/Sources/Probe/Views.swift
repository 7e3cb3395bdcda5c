import BufferProtocol
import CPython

// Buffers of any layout.

private let viewSignature = Signature("view", ["buffer", "writable"], required: 1, positional: 2)

/// Format, item size, shape, strides, count, and whether it is writable and packed.
func probeView(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, viewSignature, vector, given, names) { _, arguments throws(Failure) in
    let writable = try arguments[1]?.truth() ?? false
    return try withBufferView(of: arguments[required: 0], argument: "source", writable: writable) {
      view throws(Failure) in
      let shape = try OwnedObject.tuple(view.ndim) { index throws(Failure) in
        try OwnedObject(view.length(index) ?? -1)
      }
      let strides = try OwnedObject.tuple(view.ndim) { index throws(Failure) in
        try OwnedObject(view.stride(index) ?? -1)
      }
      guard view.length(view.ndim) == nil, view.stride(-1) == nil else {
        throw .value("a dimension too many")
      }
      let format = view.format
      let itemSize = view.itemSize
      let count = view.count
      let isWritable = view.isWritable
      let isPacked = view.isCContiguous
      return try .tuple(7) { index throws(Failure) in
        switch index {
        case 0: if let format { try OwnedObject(format.text) } else { .none }
        case 1: try OwnedObject(itemSize)
        case 2: shape.object.retained()
        case 3: strides.object.retained()
        case 4: try OwnedObject(count)
        case 5: try OwnedObject(isWritable)
        default: try OwnedObject(isPacked)
        }
      }
    }
  }
}

private let elementsSignature = Signature(
  "elements", ["buffer", "type"], required: 2, positional: 2)

func probeElements(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, elementsSignature, vector, given, names) {
    _, arguments throws(Failure) in
    try perform(Walking(buffer: arguments[required: 0]), on: arguments[required: 1])
  }
}

/// The elements in C order, as a list.
private struct Walking: Deed {
  let buffer: Object

  func run<Element: Number>(_ element: Element.Type) throws(Failure) -> OwnedObject {
    let list = try OwnedObject(new: PyList_New(0))
    try withBufferView(of: buffer, argument: "source") { view throws(Failure) in
      try view.forEach(as: element) { value throws(Failure) in
        let item = try value.object()
        guard PyList_Append(list.object.pointer, item.object.pointer) == 0 else { throw .pending }
      }
    }
    return list
  }
}

private let negateSignature = Signature(
  "negate", ["buffer", "writable"], required: 1, positional: 2)

func probeNegate(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, negateSignature, vector, given, names) { _, arguments throws(Failure) in
    let writable = try arguments[1]?.truth() ?? true
    return try withBufferView(of: arguments[required: 0], argument: "source", writable: writable) {
      view throws(Failure) in
      try view.update(as: Int16.self) { value throws(Failure) in
        guard value != .min else { throw .overflow("source: \(Int(value)) has no negative") }
        value = -value
      }
      return .none
    }
  }
}

/// The sum of numbers of any type, and the greatest.
func probeTotal(_ owner: PyObjectPointer?, _ object: PyObjectPointer?) -> PyObjectPointer? {
  Module.function(owner, object) { _, buffer throws(Failure) in
    try withBufferView(of: buffer, argument: "source") { view throws(Failure) in
      let (sum, greatest) = try view.visit(SumAndGreatest())
      return try .tuple(2) { index throws(Failure) in
        try OwnedObject(index == 0 ? sum : greatest)
      }
    }
  }
}

private struct SumAndGreatest: BufferVisitor {
  func visit<Element: BufferNumber>(
    _ view: borrowing BufferView, as type: Element.Type
  ) throws(Failure) -> (Double, Double) {
    var sum = 0.0
    var greatest: Element?
    try view.forEach(as: type) { value throws(Failure) in
      sum += value.asDouble
      greatest = max(greatest ?? value, value)
    }
    return (sum, greatest?.asDouble ?? 0)
  }
}
