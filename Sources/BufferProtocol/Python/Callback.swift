import CPython

/// A Python callable that Swift code can call as long as a closure holds it.
///
/// A Swift closure that cannot throw must return something when the callable raises: a neutral
/// value. The exception stays set, no further callable is called, and the running call of Swift
/// code raises it when it returns (`raisePending`).
///
/// It can be called from any thread, with the GIL or without. In a thread that Swift started, an
/// exception goes to `sys.unraisablehook`. Once the interpreter has ended, nothing is called.
///
/// Sendable, so that a closure of it can be `@Sendable`: `list` alone changes, with the GIL.
public final class Callback: @unchecked Sendable {
  /// Owned: `deinit` gives both back, with the GIL.
  private let callable: Object
  private let module: Object
  private let interpreter: Interpreter
  /// Where the garbage collector finds it (`Holder.keep`).
  private var list: CallbackList?

  /// Keeps `callable`.
  ///
  /// - Throws: a TypeError that names the argument if it is not callable.
  public init(_ callable: Object, _ argument: Argument, in scope: Scope) throws(Failure) {
    guard unsafe PyCallable_Check(callable.pointer) != 0 else {
      throw .type("\(argument): \(callable) is not callable")
    }
    let module = try scope.module().object
    interpreter = try .current()
    self.module = unsafe Object(module.retained().take())
    self.callable = unsafe Object(callable.retained().take())
  }

  deinit {
    // After the end of the interpreter there is nothing to give them back to.
    _ = interpreter.withGIL {
      list?.remove(self)
      unsafe swiftbuf_release(callable.pointer)
      unsafe swiftbuf_release(module.pointer)
    }
  }

  /// Adds it to a list for the garbage collector, unless it is in another already.
  func add(to list: CallbackList) {
    guard self.list == nil else { return }
    self.list = list
    list.append(self)
  }

  /// Visits the objects that the garbage collector can reach through it (`tp_traverse`).
  func visit(_ visit: (Object) -> CInt) -> CInt {
    let status = visit(callable)
    return status == 0 ? visit(module) : status
  }

  /// The same for an optional argument: nil if it is missing or None.
  public static func optional(
    _ callable: Object?, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Callback? {
    guard let callable, !callable.isNone else { return nil }
    return try Callback(callable, argument, in: scope)
  }

  /// Calls it with the tuple that `arguments` makes, and converts its result by `result`. Returns
  /// `neutral` if an exception is set, before the call or after it.
  public func call<Result>(
    neutral: Result, _ arguments: (Scope) throws(Failure) -> OwnedObject,
    _ result: (Object, Scope) throws(Failure) -> Result
  ) -> Result {
    let returned = interpreter.withGIL { () -> Result in
      guard unsafe PyErr_Occurred() == nil else { return neutral }
      do throws(Failure) {
        return try called(arguments, result)
      } catch {
        return neutral
      }
    }
    return returned ?? neutral
  }

  /// The same for a closure that throws `Failure`.
  public func call<Result>(
    _ arguments: (Scope) throws(Failure) -> OwnedObject,
    _ result: (Object, Scope) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let returned = try interpreter.withGIL { () throws(Failure) -> Result in
      guard unsafe PyErr_Occurred() == nil else { throw .pending }
      return try called(arguments, result)
    }
    guard let returned else { throw .pending }
    return returned
  }

  private func called<Result>(
    _ arguments: (Scope) throws(Failure) -> OwnedObject,
    _ result: (Object, Scope) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let scope = Scope(module: unsafe Module(module.pointer))
    let passed = try arguments(scope)
    let returned = unsafe try OwnedObject(
      new: PyObject_Call(callable.pointer, passed.object.pointer, nil))
    return try result(returned.object, scope)
  }
}

/// Throws if a callable has raised an exception (`Callback`).
@inline(__always)
public func raisePending() throws(Failure) {
  guard unsafe PyErr_Occurred() == nil else { throw .pending }
}

/// A type with a neutral value, for a closure that has no result.
public protocol Neutral {
  /// Zero, or empty.
  static var neutral: Self { get }
}

extension PythonInteger { public static var neutral: Self { 0 } }
extension Int: Neutral {}
extension Int8: Neutral {}
extension Int16: Neutral {}
extension Int32: Neutral {}
extension Int64: Neutral {}
extension UInt: Neutral {}
extension UInt8: Neutral {}
extension UInt16: Neutral {}
extension UInt32: Neutral {}
extension UInt64: Neutral {}
extension Double: Neutral { public static var neutral: Double { 0 } }
extension Float: Neutral { public static var neutral: Float { 0 } }
extension Bool: Neutral { public static var neutral: Bool { false } }
extension String: Neutral { public static var neutral: String { "" } }
extension Optional: Neutral { public static var neutral: Wrapped? { nil } }
extension Array: Neutral { public static var neutral: [Element] { [] } }
extension Dictionary: Neutral { public static var neutral: [Key: Value] { [:] } }
