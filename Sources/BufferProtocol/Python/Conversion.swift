import CPython

// Converting values between Swift and Python, by type. Exported classes need the module, which
// knows their Python type. An error in an element names the argument and the element's index.

/// A Swift value that Python code can pass.
public protocol FromPython {
  /// The value of `object`.
  ///
  /// This can run Python code (`__index__`, `__iter__`), which may invalidate what was read from
  /// other objects before.
  ///
  /// - Parameters:
  /// - argument: the caller's name for it, for errors.
  /// - scope: where to find the types of the module.
  /// - Throws: a TypeError or ValueError that names the argument.
  static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Self
}

/// A Swift value that can be passed to Python code.
public protocol ToPython {
  /// A new Python object with the value.
  ///
  /// - Throws: a MemoryError.
  func toPython(in scope: Scope) throws(Failure) -> OwnedObject
}

/// The name of a value in errors: the argument, and the index or the key of an element in it.
public struct Argument: ExpressibleByStringLiteral {
  fileprivate enum Place {
    case index(Int)
    /// Borrowed: what has the key outlives the conversion of its value.
    case key(Object)
  }

  let name: StaticString
  fileprivate var places: InlineArray<2, Place?> = [nil, nil]

  /// An argument itself, not an element of it.
  public init(stringLiteral name: StaticString) { self.name = name }

  /// An element of the argument; errors show up to two levels of indices and keys.
  public func element(_ index: Int) -> Argument { inside(.index(index)) }

  /// The value for a key of the argument, which is a dict.
  public func value(for key: Object) -> Argument { inside(.key(key)) }

  private func inside(_ place: Place) -> Argument {
    var element = self
    for level in 0..<2 where places[level] == nil {
      element.places[level] = place
      break
    }
    return element
  }
}

extension Message.Interpolation {
  /// Appends the name, and the indices and keys in brackets.
  public mutating func appendInterpolation(_ argument: Argument) {
    appendLiteral(argument.name)
    for level in 0..<2 {
      guard let place = argument.places[level] else { return }
      appendLiteral("[")
      switch place {
      case .index(let index): appendInterpolation(index)
      case .key(let key): appendInterpolation(key)
      }
      appendLiteral("]")
    }
  }
}

/// The module in which a call takes place, looked up when a conversion needs it.
@safe
public struct Scope {
  private let object: Object
  private let isModule: Bool

  /// The scope of a function of a module.
  public init(module: Module) {
    object = module.object
    isModule = true
  }

  /// The scope of a method of a type made by a module, or of a class derived from one.
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
  /// The value of a required parameter.
  @inline(__always)
  public func required<Value: FromPython>(
    _ index: Int, _ name: Argument, in scope: Scope
  ) throws(Failure) -> Value {
    try .fromPython(self[required: index], name, in: scope)
  }

  /// The value of an optional parameter; nil if nothing was passed.
  @inline(__always)
  public func optional<Value: FromPython>(
    _ index: Int, _ name: Argument, as type: Value.Type = Value.self, in scope: Scope
  ) throws(Failure) -> Value? {
    guard let object = self[index] else { return nil }
    // By name: of an Optional there is a conversion too, which takes None.
    return try Value.fromPython(object, name, in: scope)
  }
}
