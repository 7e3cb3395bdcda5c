import BufferProtocol
import CPython

// Reading and writing other exporters. The callback is called while the export is held, and what it
// raises goes through.

private let readSignature = Signature(
  "read", ["buffer", "type", "callback"], required: 2, positional: 3)

func probeRead(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, readSignature, vector, given, names) { _, arguments throws(Failure) in
    try perform(
      Reading(buffer: arguments[required: 0], callback: arguments[2]), on: arguments[required: 1])
  }
}

/// The elements as a tuple.
private struct Reading: Deed {
  let buffer: Object
  let callback: Object?

  func run<Element: Number>(_ element: Element.Type) throws(Failure) -> OwnedObject {
    try withBuffer(of: buffer, as: element, argument: "source") { span throws(Failure) in
      try call(callback)
      let tuple = try OwnedObject(new: PyTuple_New(span.count))
      for index in span.indices {
        PyTuple_SetItem(tuple.object.pointer, index, try span[index].object().take())
      }
      return tuple
    }
  }
}

private let writeSignature = Signature(
  "write", ["buffer", "type", "value", "callback"], required: 3, positional: 4)

func probeWrite(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, writeSignature, vector, given, names) { _, arguments throws(Failure) in
    try perform(
      Writing(
        buffer: arguments[required: 0], value: arguments[required: 2], callback: arguments[3]),
      on: arguments[required: 1])
  }
}

/// Sets every element to a value and returns how many there are.
private struct Writing: Deed {
  let buffer: Object
  let value: Object
  let callback: Object?

  func run<Element: Number>(_ element: Element.Type) throws(Failure) -> OwnedObject {
    let value = try Element(value)
    return try withMutableBuffer(of: buffer, as: element) { span throws(Failure) in
      try call(callback)
      for index in span.indices { span[index] = value }
      return try OwnedObject(span.count)
    }
  }
}

private let readBytesSignature = Signature(
  "read_bytes", ["buffer", "callback"], required: 1, positional: 2)

func probeReadBytes(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, readBytesSignature, vector, given, names) {
    _, arguments throws(Failure) in
    try withBytes(of: arguments[required: 0]) { span throws(Failure) in
      try call(arguments[1])
      return try span.withUnsafeBytes { bytes throws(Failure) in
        try OwnedObject(
          new: PyBytes_FromStringAndSize(
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count))
      }
    }
  }
}

private let writeBytesSignature = Signature(
  "write_bytes", ["buffer", "byte", "callback"], required: 2, positional: 3)

func probeWriteBytes(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, writeBytesSignature, vector, given, names) {
    _, arguments throws(Failure) in
    let byte = try UInt8(arguments[required: 1])
    return try withMutableBytes(of: arguments[required: 0]) { span throws(Failure) in
      try call(arguments[2])
      for offset in span.byteOffsets {
        span.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
      }
      return try OwnedObject(span.byteCount)
    }
  }
}

private let waitForSignature = Signature("wait_for", ["buffer"], required: 1, positional: 1)

/// Whether the first byte becomes other than zero while this thread waits for it without the GIL,
/// for ten seconds at most.
func probeWaitFor(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, waitForSignature, vector, given, names) { _, arguments throws(Failure) in
    let isSet = try withBytes(of: arguments[required: 0]) { span throws(Failure) in
      withoutGIL {
        for _ in 0..<10_000 {
          if span.unsafeLoad(as: UInt8.self) != 0 { return true }
          usleep(1000)
        }
        return false
      }
    }
    return try OwnedObject(isSet)
  }
}

private func call(_ callback: Object?) throws(Failure) {
  guard let callback, !callback.isNone else { return }
  _ = try OwnedObject(new: PyObject_CallNoArgs(callback.pointer))
}
