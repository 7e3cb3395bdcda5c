import CPython

/// An integer type with the width in its name. Values out of range are a ValueError.
public protocol PythonInteger: FixedWidthInteger, FromPython, ToPython {
  /// The name of the type, for errors.
  static var name: StaticString { get }
}

extension Int: PythonInteger { public static var name: StaticString { "Int" } }
extension Int8: PythonInteger { public static var name: StaticString { "Int8" } }
extension Int16: PythonInteger { public static var name: StaticString { "Int16" } }
extension Int32: PythonInteger { public static var name: StaticString { "Int32" } }
extension Int64: PythonInteger { public static var name: StaticString { "Int64" } }
extension UInt: PythonInteger { public static var name: StaticString { "UInt" } }
extension UInt8: PythonInteger { public static var name: StaticString { "UInt8" } }
extension UInt16: PythonInteger { public static var name: StaticString { "UInt16" } }
extension UInt32: PythonInteger { public static var name: StaticString { "UInt32" } }
extension UInt64: PythonInteger { public static var name: StaticString { "UInt64" } }

extension PythonInteger {
  /// An int, or an object with `__index__`.
  @inline(__always)
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Self {
    if let index = object.plainIndex, let value = Self(exactly: index) { return value }
    return try any(object, argument)
  }

  @inline(never)
  private static func any(_ object: Object, _ argument: Argument) throws(Failure) -> Self {
    guard object.isIndex else { throw .type("\(argument): \(object) is not an integer") }
    guard let made = unsafe PyNumber_Index(object.pointer) else {
      throw .pending(after: "\(argument): \(object): ")
    }
    let number = unsafe OwnedObject(owning: made)
    if let index = number.object.plainIndex {
      if let value = Self(exactly: index) { return value }
    } else if Self.bitWidth == 64, !Self.isSigned {
      let large = unsafe PyLong_AsUnsignedLongLong(number.object.pointer)
      if unsafe PyErr_Occurred() == nil { return Self(truncatingIfNeeded: large) }
      PyErr_Clear()
    }
    throw .value("\(argument): \(number.object) does not fit \(Self.name)")
  }

  /// The value as a Python object.
  @inline(__always)
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    if let value = Int(exactly: self) { return try OwnedObject(value) }
    return unsafe try OwnedObject(
      new: PyLong_FromUnsignedLongLong(UInt64(truncatingIfNeeded: self)))
  }
}

extension Double: FromPython, ToPython {
  /// A float, or an object with `__float__` or `__index__`.
  @inline(__always)
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Double {
    let value = unsafe PyFloat_AsDouble(object.pointer)
    if value == -1, unsafe PyErr_Occurred() != nil { throw notReal(object, argument) }
    return value
  }

  @inline(never)
  private static func notReal(_ object: Object, _ argument: Argument) -> Failure {
    if Failure.forget(.overflow) { return .value("\(argument): \(object) does not fit Double") }
    guard Failure.forget(.type) else { return .pending }
    return .type("\(argument): \(object) is not a real number")
  }

  /// The value as a Python object.
  @inline(__always)
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject { try OwnedObject(self) }
}

extension Float: FromPython, ToPython {
  /// As for Double, rounded; a finite number that is too large for Float is a ValueError.
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Float {
    let value = try Double.fromPython(object, argument, in: scope)
    let rounded = Float(value)
    guard rounded.isFinite || !value.isFinite else {
      throw .value("\(argument): \(object) does not fit Float")
    }
    return rounded
  }

  /// The value as a Python object.
  @inline(__always)
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    try OwnedObject(Double(self))
  }
}

extension Bool: FromPython, ToPython {
  /// True or False, of Python or NumPy: other objects are usually passed by mistake.
  @inline(__always)
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Bool {
    guard unsafe swiftbuf_is_bool(object.pointer) != 0 else {
      return try truthOfNumPy(object, argument)
    }
    return unsafe object.pointer == swiftbuf_true()
  }

  @inline(never)
  private static func truthOfNumPy(
    _ object: Object, _ argument: Argument
  ) throws(Failure) -> Bool {
    let name = unsafe try OwnedObject(new: swiftbuf_type_name(object.type.pointer))
    guard name.object.isText("bool_") || name.object.isText("bool") else {
      throw .type("\(argument): \(object) is not a bool")
    }
    return try object.truth()
  }

  /// The value as a Python object.
  @inline(__always)
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject { try OwnedObject(self) }
}
