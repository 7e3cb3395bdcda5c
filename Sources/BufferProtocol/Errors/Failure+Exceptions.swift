import CPython

// Exceptions that an author defines, and messages made at run time.

/// An error of a Swift library with a Python exception of its own.
public protocol RaisedInPython: Error {
  /// Sets the exception and returns the failure for the caller to throw.
  func failure(in scope: Scope) throws(Failure) -> Failure
}

extension Failure: RaisedInPython {
  /// Itself: the exception is set already.
  public func failure(in scope: Scope) throws(Failure) -> Failure { self }
}

/// Runs `body`, and raises what it throws.
@inline(__always)
public func raising<Result: ~Copyable, Thrown: RaisedInPython>(
  in scope: Scope, _ body: () throws(Thrown) -> Result
) throws(Failure) -> Result {
  do {
    return try body()
  } catch {
    // If a callback has raised, its exception tells more than the error that followed from it.
    try raisePending()
    throw try error.failure(in: scope)
  }
}

extension Failure {
  /// An exception of the class that the module of `scope` keeps as `reference`.
  ///
  /// - Parameter fill: sets what the exception has besides its message.
  public static func exception(
    _ reference: ModuleReference, in scope: Scope, _ message: Message,
    _ fill: (Object) throws(Failure) -> Void
  ) throws(Failure) -> Failure {
    let text = unsafe try OwnedObject(new: message.text)
    let type = try scope.module().kept(reference)
    let exception = unsafe try OwnedObject(
      new: swiftbuf_call(type.pointer, text.object.pointer))
    try fill(exception.object)
    unsafe PyErr_SetObject(type.pointer, exception.object.pointer)
    return .pending
  }
}

extension Module {
  /// Creates an exception class, adds it to this module, and keeps a reference to it
  /// (`PyErr_NewExceptionWithDoc`).
  ///
  /// - Parameters:
  ///   - name: module and name, such as `"histogram.RangeError"`.
  ///   - base: the class that it derives from, one of `builtins`.
  public func addException(
    _ name: StaticString, _ shortName: StaticString, base: StaticString,
    documentation: StaticString, keptAs reference: ModuleReference
  ) throws(Failure) {
    let base = try OwnedObject.imported(base, from: "builtins")
    let type = unsafe try OwnedObject(
      new: PyErr_NewExceptionWithDoc(
        name.cString, documentation.cString, base.object.pointer, nil))
    try add(type, shortName, keptAs: reference)
  }
}

extension Object {
  /// Sets an attribute (`PyObject_SetAttrString`).
  public func set(_ name: StaticString, _ value: consuming OwnedObject) throws(Failure) {
    guard unsafe PyObject_SetAttrString(pointer, name.cString, value.object.pointer) == 0 else {
      throw .pending
    }
  }
}
