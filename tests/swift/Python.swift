import CPython

@testable import BufferProtocol

/// Python expressions, for what is known there already: `struct` packs, memoryviews know their
/// strides. Only inside `Interpreter.run`.
enum Python {
  static func evaluate(_ expression: String) throws(Failure) -> OwnedObject {
    let names = unsafe try OwnedObject(new: PyDict_New())
    for module in ["array", "ctypes", "struct", "sys"] {
      let value = unsafe try OwnedObject(new: PyImport_ImportModule(module))
      _ = unsafe PyDict_SetItemString(names.object.pointer, module, value.object.pointer)
    }
    let code = unsafe try OwnedObject(new: Py_CompileString(expression, "<test>", Py_eval_input))
    return unsafe try OwnedObject(
      new: PyEval_EvalCode(code.object.pointer, names.object.pointer, names.object.pointer))
  }

  /// The bytes of a bytes object.
  static func bytes(_ expression: String) throws(Failure) -> [UInt8] {
    let value = try evaluate(expression)
    var count = 0
    var start: UnsafeMutablePointer<CChar>?
    guard unsafe PyBytes_AsStringAndSize(value.object.pointer, &start, &count) == 0 else {
      throw .pending
    }
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  static func repr(_ expression: String) throws(Failure) -> String {
    let value = try evaluate(expression)
    return repr(value.object)
  }

  /// What Python shows for an object, which tells -0.0 from 0.0 and 1 from 1.0 and True.
  static func repr(_ object: Object) -> String { unsafe text(of: PyObject_Repr(object.pointer)) }
}

/// The text of a new reference to a str, which is given up.
@unsafe func text(of string: PyObjectPointer?) -> String {
  defer { unsafe Py_DecRef(string) }
  guard let string = unsafe string, let text = unsafe PyUnicode_AsUTF8AndSize(string, nil) else {
    return "no text"
  }
  return unsafe String(cString: text)
}

extension ElementFormat {
  /// The format of a text in Swift's memory.
  init(_ text: some Collection<UInt8>) throws(Failure) {
    let bytes = Array(text)
    self = unsafe try bytes.span.withUnsafeBufferPointer { bytes throws(Failure) in
      unsafe try ElementFormat(parsing: bytes)
    }
  }
}
