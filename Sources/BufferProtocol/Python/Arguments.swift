import CPython

/// The parameters of a Python callable, as `inspect.signature` shows them.
public struct Signature<let count: Int>: Sendable {
  let function: StaticString
  let names: InlineArray<count, StaticString>
  let required: Int
  let positional: Int

  /// - Parameters:
  ///   - required: how many of the names, from the first on, must be given.
  ///   - positional: how many may be given by position; those after it are keyword-only.
  public init(
    _ function: StaticString, _ names: InlineArray<count, StaticString>, required: Int,
    positional: Int
  ) {
    self.function = function
    self.names = names
    self.required = required
    self.positional = positional
  }
}

/// What one call gave for each parameter, nil where it gave nothing. Borrowed from the caller's
/// argument vector, which outlives the call. It stands in for `PyArg_ParseTupleAndKeywords`, which
/// is variadic.
public struct Arguments<let count: Int> {
  private let signature: Signature<count>
  private var values = InlineArray<count, Object?>(repeating: nil)

  /// What was given for a parameter.
  public subscript(index: Int) -> Object? { values[index] }

  /// What was given for a parameter that is required.
  public subscript(required index: Int) -> Object { values[index] ?? .none }

  /// The arguments of a `METH_FASTCALL | METH_KEYWORDS` function.
  package init(
    _ signature: Signature<count>, _ arguments: UnsafePointer<PyObjectPointer?>?, _ given: Int,
    _ keywordNames: PyObjectPointer?
  ) throws(Failure) {
    self.signature = signature
    try checkPositional(given)
    for index in 0..<given {
      values[index] = unsafe Object(arguments.unsafelyUnwrapped[index].unsafelyUnwrapped)
    }
    if let keywordNames = unsafe keywordNames {
      for index in 0..<(unsafe PyTuple_Size(keywordNames)) {
        let name = unsafe Object(PyTuple_GetItem(keywordNames, index).unsafelyUnwrapped)
        let value = unsafe Object(arguments.unsafelyUnwrapped[given + index].unsafelyUnwrapped)
        try take(value, for: name)
      }
    }
    try checkRequired()
  }

  /// The arguments of a `tp_new`: a tuple and a dict or NULL.
  package init(
    _ signature: Signature<count>, tuple: PyObjectPointer?, dict: PyObjectPointer?
  ) throws(Failure) {
    self.signature = signature
    let given = unsafe tuple == nil ? 0 : PyTuple_Size(tuple)
    try checkPositional(given)
    for index in 0..<given {
      values[index] = unsafe Object(PyTuple_GetItem(tuple, index).unsafelyUnwrapped)
    }
    if let dict = unsafe dict {
      var position = 0
      var name: PyObjectPointer?
      var value: PyObjectPointer?
      while unsafe PyDict_Next(dict, &position, &name, &value) != 0 {
        unsafe try take(Object(value.unsafelyUnwrapped), for: Object(name.unsafelyUnwrapped))
      }
    }
    try checkRequired()
  }

  private func checkPositional(_ given: Int) throws(Failure) {
    guard given > signature.positional else { return }
    let limit = signature.positional
    throw .type(
      "\(signature.function)() takes at most \(limit) positional arguments (\(given) given)")
  }

  private func checkRequired() throws(Failure) {
    for index in 0..<signature.required where values[index] == nil {
      throw .type(
        "\(signature.function)() missing required argument '\(signature.names[index])'")
    }
  }

  private mutating func take(_ value: Object, for name: Object) throws(Failure) {
    for index in 0..<count
    where unsafe PyUnicode_CompareWithASCIIString(name.pointer, signature.names[index].cString)
      == 0
    {
      guard values[index] == nil else {
        throw .type(
          "\(signature.function)() got multiple values for argument '\(signature.names[index])'")
      }
      values[index] = value
      return
    }
    throw .type("\(signature.function)() got an unexpected keyword argument \(name)")
  }
}
