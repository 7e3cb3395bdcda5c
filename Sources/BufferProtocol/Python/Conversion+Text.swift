import CPython

extension String: FromPython, ToPython {
  /// A str that can be encoded as UTF-8: one without lone surrogates.
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> String {
    guard object.isString else { throw .type("\(argument): \(object) is not a str") }
    guard let text = unsafe object.utf8 else {
      guard Failure.forget(.value) else { throw .pending }
      throw .value("\(argument): \(object) has surrogates, which UTF-8 cannot encode")
    }
    return unsafe String(decoding: text, as: UTF8.self)
  }

  /// The value as a Python object.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(new: pythonText())
  }

  /// A new reference to a str, or nil with an exception set.
  func pythonText() -> PyObjectPointer? {
    var text = self
    return text.withUTF8 { bytes in
      let start = unsafe UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
      return unsafe PyUnicode_FromStringAndSize(start, bytes.count)
    }
  }
}

extension StaticString: ToPython {
  /// The value as a Python object.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject { try OwnedObject(self) }
}

extension Object {
  /// Whether this str is an ASCII text (`PyUnicode_CompareWithASCIIString`).
  func isText(_ text: StaticString) -> Bool {
    unsafe PyUnicode_CompareWithASCIIString(pointer, text.cString) == 0
  }
}
