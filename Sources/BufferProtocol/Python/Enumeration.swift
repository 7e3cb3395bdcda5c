import CPython

/// A Swift enum without payloads, whose cases are the members of a Python enum class.
///
/// A member is the same object as long as its class exists, so members are compared by identity.
public protocol PythonEnumeration: FromPython, ToPython, Neutral {
  /// The name of the class in errors.
  static var pythonName: StaticString { get }
  /// A tuple of the members in the order of the cases, which the module keeps.
  static var pythonMembers: ModuleReference { get }

  /// The place of the case among all, from 0 on.
  var pythonIndex: Int { get }
  /// The case at a place; the last one for those behind it.
  init(pythonIndex: Int)

  /// The value of the member: the raw value, or else a number from 1 on as from `enum.auto`.
  func pythonValue(in scope: Scope) throws(Failure) -> OwnedObject
}

extension PythonEnumeration {
  /// A member of the class; a number or text that is the value of one is not enough.
  ///
  /// - Complexity: O(n) in the number of cases.
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Self {
    let members = unsafe try scope.module().kept(pythonMembers).pointer
    for index in unsafe 0..<PyTuple_Size(members)
    where unsafe PyTuple_GetItem(members, index) == object.pointer {
      return Self(pythonIndex: index)
    }
    throw .type("\(argument): \(object) is not a member of \(pythonName)")
  }

  /// The member of the class.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    let members = try scope.module().kept(Self.pythonMembers)
    return try members.element(pythonIndex).retained()
  }

  /// The first case.
  public static var neutral: Self { Self(pythonIndex: 0) }

  /// The place of the case, counted from 1.
  public func pythonValue(in scope: Scope) throws(Failure) -> OwnedObject {
    try OwnedObject(pythonIndex + 1)
  }
}

extension PythonEnumeration where Self: RawRepresentable, RawValue: ToPython {
  /// The raw value.
  public func pythonValue(in scope: Scope) throws(Failure) -> OwnedObject {
    try rawValue.toPython(in: scope)
  }
}

extension Module {
  /// Makes the Python class of a Swift enum (the functional API of `enum`).
  ///
  /// - Parameters:
  ///   - owner: the module or class that has it as an attribute.
  ///   - base: the class that it derives from, one of `enum`.
  ///   - module: what its `__module__` is.
  ///   - qualifiedName: its name, with those of the classes around it.
  ///   - members: the names of the members in the order of the cases.
  public func addEnumeration<Enumeration: PythonEnumeration, let count: Int>(
    _ type: Enumeration.Type, to owner: Object, _ name: StaticString, base: StaticString,
    module: StaticString, qualifiedName: StaticString, documentation: StaticString,
    members: InlineArray<count, StaticString>
  ) throws(Failure) {
    let scope = Scope(module: self)
    let rows = try OwnedObject.tuple(count) { index throws(Failure) in
      try .tuple(2) { part throws(Failure) in
        guard part == 1 else { return try OwnedObject(members[index]) }
        return try Enumeration(pythonIndex: index).pythonValue(in: scope)
      }
    }
    let text = try OwnedObject(name)
    let arguments = try OwnedObject.tuple(2) { index throws(Failure) in
      index == 0 ? text.object.retained() : rows.object.retained()
    }
    let keywords = unsafe try OwnedObject(new: PyDict_New())
    try keywords.object.setItem("module", OwnedObject(module))
    try keywords.object.setItem("qualname", OwnedObject(qualifiedName))
    let base = try OwnedObject.imported(base, from: "enum")
    let made = unsafe try OwnedObject(
      new: PyObject_Call(
        base.object.pointer, arguments.object.pointer, keywords.object.pointer))
    if documentation.utf8CodeUnitCount > 0 {
      try made.object.set("__doc__", OwnedObject(documentation))
    }
    let found = try OwnedObject.tuple(count) { index throws(Failure) in
      try made.object.requiredAttribute(members[index])
    }
    try keep(found, as: Enumeration.pythonMembers)
    try owner.set(name, made)
  }
}

extension Object {
  /// Sets an item of this dict (`PyDict_SetItemString`).
  fileprivate func setItem(_ key: StaticString, _ value: consuming OwnedObject) throws(Failure) {
    guard unsafe PyDict_SetItemString(pointer, key.cString, value.object.pointer) == 0 else {
      throw .pending
    }
  }
}
