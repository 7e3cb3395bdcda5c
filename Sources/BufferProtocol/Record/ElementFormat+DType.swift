import CPython

// Structured dtypes of NumPy, taken apart by their attributes: texts of PEP 3118 do not say
// everything that a dtype does (CanonicalText.swift).

extension ElementFormat {
  /// The format of a `numpy.dtype` with fields; nil of any other object.
  ///
  /// - Throws: `.value` if the fields overlap or are not in the order of their offsets, and for
  ///   fields that no format has.
  ///
  /// - Parameter simple: the format of a dtype without fields.
  package init?(
    structured type: Object, depth: Int = 0, _ simple: (Object) throws(Failure) -> ElementFormat
  ) throws(Failure) {
    guard let names = try type.attribute("names"), names.object.isTuple,
      let fields = try type.attribute("fields"), !fields.object.isNone
    else { return nil }
    guard depth < FormatLimits.depth else {
      throw .value("format: more than \(FormatLimits.depth) records within each other")
    }
    var record = RecordBuilder()
    for index in 0..<(unsafe PyTuple_Size(names.object.pointer)) {
      let name = unsafe Object(PyTuple_GetItem(names.object.pointer, index).unsafelyUnwrapped)
      let field = unsafe try OwnedObject(new: PyObject_GetItem(fields.object.pointer, name.pointer))
      guard name.isString, field.object.isTuple,
        let first = unsafe PyTuple_GetItem(field.object.pointer, 0),
        let second = unsafe PyTuple_GetItem(field.object.pointer, 1)
      else { throw .type("format: \(type) has no fields as a numpy.dtype has them") }
      let offset = unsafe try Object(second).size(argument: "format: the offset of a field")
      let format = unsafe try record.element(of: Object(first), depth: depth + 1, simple)
      unsafe try name.withText { text throws(Failure) in
        unsafe try record.add(text, format, at: offset)
      }
    }
    let size = try type.requiredAttribute("itemsize")
    self = try record.finish(itemSize: size.object.size(argument: "format: itemsize"))
  }
}

extension RecordBuilder {
  /// The format of a field's elements, whose lengths this takes if it is a sub-array.
  fileprivate mutating func element(
    of type: Object, depth: Int, _ simple: (Object) throws(Failure) -> ElementFormat
  ) throws(Failure) -> ElementFormat {
    guard let array = try type.attribute("subdtype"), array.object.isTuple,
      let base = unsafe PyTuple_GetItem(array.object.pointer, 0),
      let shape = unsafe PyTuple_GetItem(array.object.pointer, 1)
    else { return try ElementFormat(member: type, depth: depth, simple) }
    let lengths = unsafe try OwnedObject(new: PySequence_Tuple(shape))
    for index in 0..<(unsafe PyTuple_Size(lengths.object.pointer)) {
      let length = unsafe Object(PyTuple_GetItem(lengths.object.pointer, index).unsafelyUnwrapped)
      try append(length: length.size(argument: "format: the shape of a sub-array"))
    }
    return unsafe try ElementFormat(member: Object(base), depth: depth, simple)
  }
}

extension ElementFormat {
  fileprivate init(
    member type: Object, depth: Int, _ simple: (Object) throws(Failure) -> ElementFormat
  ) throws(Failure) {
    if let record = try ElementFormat(structured: type, depth: depth, simple) {
      self = record
    } else {
      self = try simple(type)
    }
  }

  /// The format of an array of NumPy's with fields, of one element of it, or of a memoryview of
  /// either; nil of any other object.
  init?(ofArray object: Object) throws(Failure) {
    guard !object.isMemoryview else {
      // A record's text stays what it was: `memoryview.cast` makes formats of one letter only.
      let shown = try object.memoryviewObject()
      guard !shown.object.isNone, let format = try ElementFormat(ofArray: shown.object) else {
        return nil
      }
      self = format
      return
    }
    let isArray = try object.isInstance(of: "ndarray", in: "numpy")
    let isElement = try object.isInstance(of: "void", in: "numpy")
    guard isArray || isElement, let type = try object.attribute("dtype")
    else { return nil }
    do throws(Failure) {
      guard let format = try ElementFormat(structured: type.object, Self.ofTypeString) else {
        return nil
      }
      self = format
    } catch {
      guard Failure.forget(.value) else { throw error }
      return nil
    }
  }

  /// The format of a dtype without fields, by its string of the array interface.
  private static func ofTypeString(_ type: Object) throws(Failure) -> ElementFormat {
    let string = try type.requiredAttribute("str")
    return unsafe try string.object.withText { text throws(Failure) in
      unsafe try ElementFormat(parsing: text)
    }
  }
}

extension Object {
  /// Whether it is one record of NumPy's, which is iterable and yet one value.
  package func isRecordOfNumPy() throws(Failure) -> Bool { try isInstance(of: "void", in: "numpy") }
}
