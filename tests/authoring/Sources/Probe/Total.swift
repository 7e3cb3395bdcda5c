import BufferProtocol
import CPython

// As in docs/swift.md.

struct Total: BufferVisitor {
  func visit<Element: BufferNumber>(
    _ view: borrowing BufferView, as type: Element.Type
  ) throws(Failure) -> Double {
    var total = 0.0
    try view.forEach(as: type) { value throws(Failure) in total += value.asDouble }
    return total
  }
}

func total(of samples: Object) throws(Failure) -> Double {
  try withBufferView(of: samples, argument: "samples") { view throws(Failure) in
    try view.visit(Total())
  }
}

func probeTotalOfDocs(_ owner: PyObjectPointer?, _ object: PyObjectPointer?) -> PyObjectPointer? {
  Module.function(owner, object) { _, samples throws(Failure) in
    try OwnedObject(total(of: samples))
  }
}
