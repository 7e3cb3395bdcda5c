import CPython

// Instances of an author's types in Python: a Python class for each type.

/// A Swift type whose instances are held by Python objects.
public protocol PythonHeld: FromPython, ToPython {
  /// The name of the class in errors.
  static var pythonName: StaticString { get }
  /// The class, which the module keeps.
  static var pythonType: ModuleReference { get }

  /// The instance that an object holds.
  ///
  /// - Throws: a ValueError if it holds nothing yet.
  static func held(by holder: Holder) throws(Failure) -> Self
  /// The instance that an object will hold.
  var heldObject: AnyObject { get }
}

/// A Swift class: a Python object holds the instance itself.
public protocol PythonClass: AnyObject, PythonHeld {}

/// A Swift value: a Python object holds a copy, which it may change.
public protocol PythonValue: PythonHeld {}

/// A box for the value that a Python object holds.
public final class HeldValue<Value: PythonValue> {
  /// nil while a call changes it.
  fileprivate var value: Value?

  fileprivate init(_ value: Value) { self.value = value }
}

extension PythonHeld {
  /// The Swift instance in an object of the class, or of one derived from it.
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Self {
    guard let found = try fromInstance(object, in: scope) else {
      throw .type("\(argument): \(object) is not of type \(pythonName)")
    }
    return found
  }

  /// The same; nil for an object of another class.
  static func fromInstance(_ object: Object, in scope: Scope) throws(Failure) -> Self? {
    let type = try scope.module().kept(pythonType)
    guard unsafe object.type === type || swiftbuf_is_subtype(object.type.pointer, type.pointer) != 0
    else { return nil }
    return unsafe try held(by: Holder(slot: object.pointer))
  }

  /// A new object of the class.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    try Holder.make(scope.module().kept(Self.pythonType), holding: heldObject)
  }
}

extension PythonClass {
  /// The instance.
  @inline(__always)
  public static func held(by holder: Holder) throws(Failure) -> Self {
    try holder.held(as: Self.self)
  }

  /// The instance itself.
  public var heldObject: AnyObject { self }
}

extension PythonValue {
  /// A copy of the value.
  @inline(__always)
  public static func held(by holder: Holder) throws(Failure) -> Self {
    guard let value = try holder.held(as: HeldValue<Self>.self).value else {
      throw .value("\(pythonName): a call that is under way changes it")
    }
    return value
  }

  /// A box of the value.
  public var heldObject: AnyObject { HeldValue(self) }
}

extension Holder {
  /// Makes it hold a new instance.
  ///
  /// - Throws: a BufferError if there are views of the memory of the one before.
  @inline(__always)
  public func hold<Held: PythonHeld>(_ instance: Held) throws(Failure) {
    try checkThatNothingIsShown()
    replace(instance.heldObject)
  }

  /// Makes it hold a new value.
  ///
  /// - Throws: a ValueError while a call changes the one before, which would otherwise be lost.
  @inline(__always)
  public func hold<Value: PythonValue>(_ value: Value) throws(Failure) {
    if unsafe fields.pointee.held != nil { _ = try Value.held(by: self) }
    replace(value.heldObject)
  }

  /// Calls `body` with the value that it holds, which `body` may change.
  ///
  /// Until `body` returns, any other use of the object is a ValueError: Swift promises `body` that
  /// nothing else touches the value.
  ///
  /// - Throws: what `body` throws.
  @inline(__always)
  public func change<Value: PythonValue, Result: ~Copyable>(
    _ type: Value.Type, _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var value = try Value.held(by: self)
    let box = try held(as: HeldValue<Value>.self)
    // The box gives up its copy; otherwise the first change would copy the value's contents.
    box.value = nil
    defer { box.value = value }
    return try body(&value)
  }
}

extension Module {
  /// Makes the Python class of a Swift type, which this module keeps.
  ///
  /// - Parameters:
  ///   - owner: the module or class that has it as an attribute.
  ///   - name: module and name, such as `"histogram.Histogram"`.
  ///   - shortName: only the name.
  ///   - qualifiedName: the name with those of the classes around it.
  public func addClass<Held: PythonHeld, let count: Int>(
    _ class: Held.Type, to owner: Object, _ name: StaticString, _ shortName: StaticString,
    qualifiedName: StaticString, flags: TypeFlags, slots: InlineArray<count, TypeSlot>
  ) throws(Failure) {
    let type = try makeHolderType(name, module: self, flags: flags, slots: slots)
    try type.object.set("__qualname__", OwnedObject(qualifiedName))
    try keep(type.object.retained(), as: Held.pythonType)
    try owner.set(shortName, type)
  }
}
