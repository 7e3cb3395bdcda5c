import BufferProtocol
import CPython

// Copying elements to Python objects: `tobytes`, `tolist`.

private let toBytesSignature = Signature("tobytes", ["order"], required: 0, positional: 1)

/// `tobytes(order="C")`.
func waveformToBytes(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.method(self, toBytesSignature, vector, given, names) {
    buffer, arguments throws(Failure) in
    return try buffer.bytes(in: ElementOrder(arguments[0]))
  }
}

/// The order in which `tobytes` copies the elements.
enum ElementOrder: UInt8 {
  case c = 0x43  // C
  case fortran = 0x46  // F
  /// Memory order if they are contiguous in either order, otherwise C order.
  case any = 0x41  // A

  init(_ argument: Object?) throws(Failure) {
    guard let argument = argument.given else {
      self = .c
      return
    }
    guard argument.isString else {
      throw .type("order: \(argument) is neither a str nor None")
    }
    let letter = unsafe try argument.withText { text throws(Failure) in
      unsafe text.count == 1 ? text[0] : 0
    }
    guard let order = ElementOrder(rawValue: letter) else {
      throw .value("order: \(argument) is not 'C', 'F' or 'A'")
    }
    self = order
  }
}

extension Buffer {
  func bytes(in order: ElementOrder) throws(Failure) -> OwnedObject {
    // Pinned from here on: creating an object can run the garbage collector, and thereby any code.
    try pinned { () throws(Failure) in
      let bytes = unsafe try OwnedObject(new: PyBytes_FromStringAndSize(nil, byteCount))
      guard let text = unsafe PyBytes_AsString(bytes.object.pointer) else { throw .pending }
      let inMemoryOrder = traits.contains(.fContiguous) && !traits.contains(.cContiguous)
      let isFortran = order == .fortran || (order == .any && inMemoryOrder)
      unsafe try pinnedWithoutGIL { elements in
        if isFortran {
          unsafe elements.withReversedDimensions { unsafe $0.copy(toPacked: text) }
        } else {
          unsafe elements.copy(toPacked: text)
        }
      }
      return bytes
    }
  }
}

/// `tolist()`.
func waveformToList(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    unsafe try buffer.pinned { elements throws(Failure) in
      unsafe try buffer.list(elements, dimension: 0, offset: 0)
    }
  }
}

extension Buffer {
  fileprivate func list(
    _ elements: Elements, dimension: Int, offset: Int
  ) throws(Failure) -> OwnedObject {
    let layout = layout
    guard dimension < ndim else { return unsafe try format.load(elements.start + offset) }
    let length = layout.length(dimension)
    let stride = layout.stride(dimension)
    let list = unsafe try OwnedObject(new: PyList_New(length))
    if dimension == ndim - 1 {
      unsafe try format.load(elements.start + offset, stride: stride, count: length, into: list)
      return list
    }
    for index in 0..<length {
      unsafe try list.object.setItem(
        index,
        to: self.list(elements, dimension: dimension + 1, offset: offset + index * stride))
    }
    return list
  }
}
