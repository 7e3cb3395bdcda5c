import CPython

// Values between Swift and Python, by their types. An exported class needs the module that knows its
// Python type, and an error of an element names the argument that the element is in.

/// A Swift value that Python code can pass.
public protocol FromPython {
  /// The value of `object`.
  ///
  /// This can run Python code (`__index__`, `__iter__`), so that what has been read of other objects
  /// before may not hold afterwards.
  ///
  /// - Parameters:
  ///   - argument: what the caller calls it, for errors.
  ///   - scope: where the types of the module are found.
  /// - Throws: a TypeError or ValueError that names the argument.
  static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Self
}

/// A Swift value that Python code can get.
public protocol ToPython {
  /// A new object of the value.
  ///
  /// - Throws: a MemoryError.
  func toPython(in scope: Scope) throws(Failure) -> OwnedObject
}

/// What an error calls a value: the name of the argument, and inside of it an index.
public struct Argument: ExpressibleByStringLiteral {
  let name: StaticString
  var indices: InlineArray<2, Int> = [-1, -1]

  /// An argument itself.
  public init(stringLiteral name: StaticString) { self.name = name }

  /// An element of the argument; two levels deep the error says where it is.
  public func element(_ index: Int) -> Argument {
    var element = self
    for level in 0..<2 where indices[level] < 0 {
      element.indices[level] = index
      break
    }
    return element
  }
}

extension Message.Interpolation {
  /// Appends the name, and the indices in brackets.
  public mutating func appendInterpolation(_ argument: Argument) {
    appendLiteral(argument.name)
    for level in 0..<2 where argument.indices[level] >= 0 {
      appendLiteral("[")
      appendInterpolation(argument.indices[level])
      appendLiteral("]")
    }
  }
}

/// The module in which a call takes place, found when a conversion needs it.
@safe
public struct Scope {
  private let object: Object
  private let isModule: Bool

  /// The scope of a function of a module.
  public init(module: Module) {
    object = module.object
    isModule = true
  }

  /// The scope of a method of a type, or of a class derived from one, that a module made.
  public init(type: Object) {
    object = type
    isModule = false
  }

  /// The module, borrowed.
  public func module() throws(Failure) -> Module {
    isModule ? unsafe Module(object.pointer) : try object.definingModule()
  }
}

extension Arguments {
  /// The value of a parameter that is required.
  @inline(__always)
  public func required<Value: FromPython>(
    _ index: Int, _ name: Argument, in scope: Scope
  ) throws(Failure) -> Value {
    try .fromPython(self[required: index], name, in: scope)
  }

  /// The value of a parameter that has a default; nil where nothing was passed.
  @inline(__always)
  public func optional<Value: FromPython>(
    _ index: Int, _ name: Argument, in scope: Scope
  ) throws(Failure) -> Value? {
    guard let object = self[index] else { return nil }
    return try .fromPython(object, name, in: scope)
  }
}
