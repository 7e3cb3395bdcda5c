import CPython

extension Optional: FromPython where Wrapped: FromPython {
  /// None is nil.
  @inline(__always)
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Wrapped? {
    object.isNone ? nil : try Wrapped.fromPython(object, argument, in: scope)
  }
}

extension Optional: ToPython where Wrapped: ToPython {
  /// The value as a Python object.
  @inline(__always)
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    guard let self else { return .none }
    return try self.toPython(in: scope)
  }
}

extension Array: FromPython where Element: FromPython {
  /// Any iterable except str, bytes and bytearray, which are usually passed by mistake.
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> [Element] {
    try object.map(argument) { element, argument throws(Failure) in
      try Element.fromPython(element, argument, in: scope)
    }
  }
}

extension Array: ToPython where Element: ToPython {
  /// A list.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    try .list(self) { element throws(Failure) in try element.toPython(in: scope) }
  }
}

extension Dictionary: FromPython where Key: FromPython, Value: FromPython {
  /// A dict. If two keys are equal in Swift, the later one counts.
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> [Key: Value] {
    guard unsafe swiftbuf_is_dict(object.pointer) != 0 else {
      throw .type("\(argument): \(object) is not a dict")
    }
    // A copy of the items: a conversion may run code that changes the dict.
    let items = unsafe try OwnedObject(new: PyDict_Items(object.pointer))
    var result: [Key: Value] = [:]
    for index in unsafe 0..<PyList_Size(items.object.pointer) {
      guard let item = unsafe PyList_GetItem(items.object.pointer, index),
        let key = unsafe PyTuple_GetItem(item, 0), let value = unsafe PyTuple_GetItem(item, 1)
      else { throw .pending }
      let swiftKey = unsafe try Key.fromPython(Object(key), argument, in: scope)
      let place = unsafe argument.value(for: Object(key))
      result[swiftKey] = unsafe try Value.fromPython(Object(value), place, in: scope)
    }
    return result
  }
}

extension Dictionary: ToPython where Key: ToPython, Value: ToPython {
  /// A dict.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    let dict = unsafe try OwnedObject(new: PyDict_New())
    for (key, value) in self {
      let key = try key.toPython(in: scope)
      let value = try value.toPython(in: scope)
      guard
        unsafe PyDict_SetItem(dict.object.pointer, key.object.pointer, value.object.pointer) == 0
      else { throw .pending }
    }
    return dict
  }
}

extension OwnedObject {
  /// A list with an object for each element.
  public static func list<Element>(
    _ elements: [Element], _ item: (Element) throws(Failure) -> OwnedObject
  ) throws(Failure) -> OwnedObject {
    let list = unsafe try OwnedObject(new: PyList_New(elements.count))
    for index in elements.indices {
      try list.object.setItem(index, to: item(elements[index]))
    }
    return list
  }
}

extension OwnedObject {
  /// None for nil, otherwise the result of `body`.
  public static func optional<Value>(
    _ value: Value?, _ body: (Value) throws(Failure) -> OwnedObject
  ) throws(Failure) -> OwnedObject {
    guard let value else { return .none }
    return try body(value)
  }
}

extension Object {
  /// The results of `body` for each element of this iterable.
  ///
  /// - Throws: a TypeError that names the argument if it is not iterable, or is a str, bytes or
  ///   bytearray; what iterating it raises; what `body` throws.
  public func map<Element>(
    _ argument: Argument, _ body: (Object, Argument) throws(Failure) -> Element
  ) throws(Failure) -> [Element] {
    guard !isText, let iterator = unsafe PyObject_GetIter(pointer) else {
      guard isText || Failure.forget(.type) else { throw .pending }
      throw .type("\(argument): \(self) is not a list or another iterable")
    }
    let iteration = unsafe OwnedObject(owning: iterator)
    var result: [Element] = []
    while let next = unsafe PyIter_Next(iteration.object.pointer) {
      let element = unsafe OwnedObject(owning: next)
      result.append(try body(element.object, argument.element(result.count)))
    }
    guard unsafe PyErr_Occurred() == nil else { throw .pending }
    return result
  }

  /// Calls `body` with this tuple or list of `count` elements, as a tuple that cannot change.
  ///
  /// - Throws: a TypeError that names the argument if it is not a tuple or list; a ValueError if
  ///   its length differs; what `body` throws.
  public func withElements<Result>(
    _ count: Int, _ argument: Argument, _ body: (Object, Argument) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard unsafe isTuple || swiftbuf_is_list(pointer) != 0 else {
      throw .type("\(argument): \(self) is not a tuple")
    }
    let elements = unsafe try OwnedObject(new: PySequence_Tuple(pointer))
    let length = unsafe PyTuple_Size(elements.object.pointer)
    guard length == count else {
      throw .value("\(argument): expected \(count) elements, got \(length)")
    }
    return try body(elements.object, argument)
  }

  /// An element of a tuple that has at least `index` + 1 elements, borrowed from it.
  public func element(_ index: Int) throws(Failure) -> Object {
    guard let element = unsafe PyTuple_GetItem(pointer, index) else { throw .pending }
    return unsafe Object(element)
  }

  private var isText: Bool {
    unsafe isString || swiftbuf_is_bytes(pointer) != 0 || swiftbuf_is_bytearray(pointer) != 0
  }
}
