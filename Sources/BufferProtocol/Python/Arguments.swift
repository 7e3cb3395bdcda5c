import CPython

/// The parameters of a Python callable, as `inspect.signature` shows them.
public struct Signature<let count: Int>: Sendable {
  let function: StaticString
  let names: InlineArray<count, StaticString>
  let required: Int
  let positional: Int
  let positionalOnly: Int

  /// - Parameters:
  /// - required: how many parameters, from the first on, are required.
  /// - positional: how many can be passed by position; the others are keyword-only.
  /// - positionalOnly: how many, from the first on, cannot be passed by keyword.
  public init(
    _ function: StaticString, _ names: InlineArray<count, StaticString>, required: Int,
    positional: Int, positionalOnly: Int = 0
  ) {
    self.function = function
    self.names = names
    self.required = required
    self.positional = positional
    self.positionalOnly = positionalOnly
  }
}

/// The arguments of one call by parameter, nil where nothing was passed. Borrowed from the caller's
/// argument vector, which outlives the call. A replacement for `PyArg_ParseTupleAndKeywords`, which
/// is variadic.
public struct Arguments<let count: Int> {
  private var values = InlineArray<count, Object?>(repeating: nil)

  /// The argument for a parameter.
  public subscript(index: Int) -> Object? { values[index] }

  /// The argument for a required parameter.
  public subscript(required index: Int) -> Object { values[index] ?? .none }

  /// The arguments of a `METH_FASTCALL | METH_KEYWORDS` function.
  @inline(__always)
  package init(
    _ signature: borrowing Signature<count>, _ arguments: UnsafePointer<PyObjectPointer?>?,
    _ given: Int, _ keywordNames: PyObjectPointer?
  ) throws(Failure) {
    if let given = unsafe Self(positional: arguments, given, keywordNames, signature) {
      self = given
      return
    }
    unsafe try fill(signature) { matcher throws(Failure) in
      unsafe try matcher.take(arguments, given, keywordNames)
    }
  }

  /// Fast path, for most calls: all required arguments are passed, and all arguments by position.
  /// nil for any other call.
  @inline(__always)
  private init?(
    positional arguments: UnsafePointer<PyObjectPointer?>?, _ given: Int,
    _ keywordNames: PyObjectPointer?, _ signature: borrowing Signature<count>
  ) {
    guard let arguments = unsafe arguments, unsafe keywordNames == nil,
      given >= signature.required, given <= signature.positional
    else { return nil }
    for index in 0..<count where index < given {
      values[index] = unsafe Object(arguments[index].unsafelyUnwrapped)
    }
  }

  /// The arguments of a `tp_new`: a tuple and a dict or NULL.
  @inline(__always)
  package init(
    _ signature: borrowing Signature<count>, tuple: PyObjectPointer?, dict: PyObjectPointer?
  ) throws(Failure) {
    unsafe try fill(signature) { matcher throws(Failure) in
      unsafe try matcher.take(tuple: tuple, dict: dict)
    }
  }

  @inline(__always)
  private mutating func fill(
    _ signature: borrowing Signature<count>, _ take: (ArgumentMatcher) throws(Failure) -> Void
  ) throws(Failure) {
    let function = signature.function
    let required = signature.required
    let positional = signature.positional
    let positionalOnly = signature.positionalOnly
    // Does not use the spans of the arrays: those of an empty array crash the compiler (6.3.1).
    unsafe try withUnsafePointer(to: signature.names) { names throws(Failure) in
      unsafe try withUnsafeMutablePointer(to: &values) { values throws(Failure) in
        let names = unsafe UnsafeRawPointer(names).assumingMemoryBound(to: StaticString.self)
        let values = unsafe UnsafeMutableRawPointer(values).assumingMemoryBound(to: Object?.self)
        unsafe try take(
          ArgumentMatcher(
            function: function, names: UnsafeBufferPointer(start: names, count: count),
            values: UnsafeMutableBufferPointer(start: values, count: count), required: required,
            positional: positional, positionalOnly: positionalOnly))
      }
    }
  }
}

/// Matches any number of arguments with parameters: one piece of code for all signatures.
///
/// Invariant: both buffers have an element for each parameter and outlive the call.
@unsafe
private struct ArgumentMatcher {
  let function: StaticString
  let names: UnsafeBufferPointer<StaticString>
  let values: UnsafeMutableBufferPointer<Object?>
  let required: Int
  let positional: Int
  let positionalOnly: Int

  func take(
    _ arguments: UnsafePointer<PyObjectPointer?>?, _ given: Int, _ keywordNames: PyObjectPointer?
  ) throws(Failure) {
    unsafe try checkPositional(given)
    for index in 0..<given {
      unsafe values[index] = unsafe Object(
        arguments.unsafelyUnwrapped[index].unsafelyUnwrapped)
    }
    if let keywordNames = unsafe keywordNames {
      for index in 0..<(unsafe PyTuple_Size(keywordNames)) {
        let name = unsafe Object(PyTuple_GetItem(keywordNames, index).unsafelyUnwrapped)
        let value = unsafe Object(arguments.unsafelyUnwrapped[given + index].unsafelyUnwrapped)
        unsafe try take(value, for: name)
      }
    }
    unsafe try checkRequired()
  }

  func take(tuple: PyObjectPointer?, dict: PyObjectPointer?) throws(Failure) {
    let given = unsafe tuple == nil ? 0 : PyTuple_Size(tuple)
    unsafe try checkPositional(given)
    for index in 0..<given {
      unsafe values[index] = unsafe Object(PyTuple_GetItem(tuple, index).unsafelyUnwrapped)
    }
    if let dict = unsafe dict {
      var position = 0
      var name: PyObjectPointer?
      var value: PyObjectPointer?
      while unsafe PyDict_Next(dict, &position, &name, &value) != 0 {
        unsafe try take(Object(value.unsafelyUnwrapped), for: Object(name.unsafelyUnwrapped))
      }
    }
    unsafe try checkRequired()
  }

  private func checkPositional(_ given: Int) throws(Failure) {
    guard unsafe given > positional else { return }
    throw unsafe .type(
      "\(function)() takes at most \(positional) positional arguments (\(given) given)")
  }

  private func checkRequired() throws(Failure) {
    for index in unsafe 0..<required where unsafe values[index] == nil {
      throw unsafe .type("\(function)() missing required argument '\(names[index])'")
    }
  }

  private func take(_ value: Object, for name: Object) throws(Failure) {
    for index in unsafe positionalOnly..<names.count
    where unsafe name.isText(names[index]) {
      guard unsafe values[index] == nil else {
        throw unsafe .type(
          "\(function)() got multiple values for argument '\(names[index])'")
      }
      unsafe values[index] = value
      return
    }
    throw unsafe .type("\(function)() got an unexpected keyword argument \(name)")
  }
}
