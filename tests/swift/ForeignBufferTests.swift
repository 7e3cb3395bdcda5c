import CPython
import Testing

@testable import BufferProtocol

/// An exporter of each way to say, or to leave out, how its memory is laid out.
private let sources = [
  "b''", "b'abc'", "bytearray(5)", "array.array('d', [1, 2])", "memoryview(b'abcdef')[::2]",
  "memoryview(b'abcdef')[::-1]", "memoryview(b'abcdef')[:0]", "memoryview(bytes(8)).cast('q', [])",
  "memoryview(bytes(12)).cast('h', [2, 3])", "memoryview(bytes(24)).cast('H', [2, 3, 2])[::-1]",
  // ctypes exports a shape, and no strides.
  "(ctypes.c_int16 * 5)()", "((ctypes.c_int32 * 3) * 2)()", "(((ctypes.c_int64 * 2) * 3) * 4)()",
  "ctypes.c_double()", "((ctypes.c_int16 * 0) * 3)()",
]

@Test(arguments: sources)
func layoutsAreThoseOfMemoryview(source: String) throws {
  try Interpreter.run { () throws(Failure) in
    let object = try Python.evaluate(source)
    let foreign = try ForeignBuffer(
      source: object.object, argument: "source", request: .fullReadOnly)
    defer { foreign.giveBack() }
    let found = """
      (\(foreign.byteCount), \(foreign.itemSize), \(foreign.ndim), \
      \(foreign.isReadOnly ? "True" : "False"), \(foreign.isCContiguous ? "True" : "False"))
      """
    // What has no bytes is contiguous to `PyBuffer_IsContiguous`, whatever its strides are.
    let expected = try Python.repr(
      """
      [(m.nbytes, m.itemsize, m.ndim, m.readonly, m.c_contiguous or not m.nbytes)
       for m in [memoryview(\(source))]][0]
      """)
    #expect(found == expected)

    var buffer = try unfinished(ndim: foreign.ndim)
    foreign.copyLayout(to: &buffer, itemSize: foreign.itemSize)
    let copied = try [shown(buffer.layout.shapeTuple()), shown(buffer.layout.stridesTuple())]
    let shape = try Python.repr("memoryview(\(source)).shape")
    let strides = try Python.repr("memoryview(\(source)).strides")
    #expect(copied == [shape, strides])
  }
}

/// Without a shape there are only bytes, which may be read as elements of any size.
@Test(arguments: [("b'abcdef'", 1), ("memoryview(bytes(12)).cast('h', [2, 3])", 2)])
func aSourceWithoutAShapeHasOneDimension(source: String, itemSize: Int) throws {
  try Interpreter.run { () throws(Failure) in
    let object = try Python.evaluate(source)
    let foreign = try ForeignBuffer(source: object.object, argument: "source", request: [])
    defer { foreign.giveBack() }
    #expect(foreign.ndim == 1)
    var buffer = try unfinished(ndim: 1)
    foreign.copyLayout(to: &buffer, itemSize: itemSize)
    #expect(buffer.layout.length(0) == foreign.byteCount / itemSize)
    #expect(buffer.layout.stride(0) == itemSize)
  }
}

/// NumPy is such an exporter: it says how many dimensions there are, and not how long they are.
@Test func dimensionsWithoutLengthsDoNotCount() throws {
  let getBuffer: GetBufferFunction = { exporter, view, _ in
    let bytes = unsafe UnsafeMutableRawPointer(mutating: ("abcdef" as StaticString).utf8Start)
    guard unsafe PyBuffer_FillInfo(view, exporter, bytes, 6, 1, 0) == 0 else { return -1 }
    unsafe view?.pointee.ndim = 2
    return 0
  }
  try Interpreter.run { () throws(Failure) in
    let type = unsafe try makeType(
      "test.Exporter", module: main(), size: MemoryLayout<PyObject>.size, flags: [],
      slots: [.getBuffer(getBuffer)])
    let exporter = unsafe try OwnedObject(new: PyObject_CallNoArgs(type.object.pointer))
    let foreign = try ForeignBuffer(source: exporter.object, argument: "source", request: [])
    defer { foreign.giveBack() }
    #expect(foreign.ndim == 1)
  }
}

@Test func theExportAndTheReferenceAreHeldUntilTheyAreGivenBack() throws {
  try Interpreter.run { () throws(Failure) in
    let source = try Python.evaluate("bytearray(3)")
    let count = unsafe Py_REFCNT(source.object.pointer)
    let foreign = try ForeignBuffer(source: source.object, argument: "source", request: .full)
    #expect(unsafe Py_REFCNT(source.object.pointer) > count)
    #expect(foreign.source === source.object)
    #expect(raised { () throws(Failure) in try grow(source.object) }?.type == "BufferError")
    foreign.giveBack()
    #expect(unsafe Py_REFCNT(source.object.pointer) == count)
    try grow(source.object)
  }
}

@Test(arguments: [
  ("5", "TypeError", "source: 5 does not export a buffer"),
  ("b'abc'", "BufferError", "Object is not writable."),
])
func whatCannotBeHadIsRefused(source: String, type: String, message: String) {
  let exception = raised { () throws(Failure) in
    let object = try Python.evaluate(source)
    _ = try ForeignBuffer(source: object.object, argument: "source", request: .full)
  }
  #expect(exception == Raised(type: type, text: message))
}

private func grow(_ array: Object) throws(Failure) {
  let clear = try array.requiredAttribute("clear")
  _ = unsafe try OwnedObject(new: PyObject_CallNoArgs(clear.object.pointer))
}

private func shown(_ object: consuming OwnedObject) -> String { Python.repr(object.object) }

/// An exporter that is being made, with room for a layout.
private func unfinished(ndim: Int) throws(Failure) -> UnfinishedBuffer {
  let type = try makeBufferType("test.Holder", module: main(), slots: [])
  return try UnfinishedBuffer(type.object, ndim: ndim)
}

/// The module `__main__`, which the interpreter keeps.
private func main() throws(Failure) -> Module {
  guard let module = unsafe PyImport_AddModule("__main__") else { throw .pending }
  return unsafe Module(module)
}
