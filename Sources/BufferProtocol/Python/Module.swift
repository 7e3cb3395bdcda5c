import CPython

/// A borrowed reference to a module that a `ModuleDefinition` describes. Types are created for a
/// module, and it keeps the objects that its code needs later.
@safe
public struct Module {
  /// The Python object, borrowed.
  public let object: Object

  /// Borrows the module at `pointer`.
  @unsafe public init(_ pointer: PyObjectPointer) { unsafe object = Object(pointer) }

  /// Adds `object` to this module under `name` (`PyModule_AddObjectRef`, which takes its own
  /// reference).
  public func add(_ object: borrowing OwnedObject, _ name: StaticString) throws(Failure) {
    guard
      unsafe PyModule_AddObjectRef(self.object.pointer, name.cString, object.object.pointer) == 0
    else { throw .pending }
  }

  /// Keeps `object` until this module is freed.
  ///
  /// - Throws: `.value` if the module's definition has fewer references.
  public func keep(_ object: consuming OwnedObject, as reference: ModuleReference) throws(Failure) {
    guard let references = unsafe ModuleReferences(self), unsafe reference.index < references.count,
      reference.index >= 0
    else { throw .value("the module has no reference \(reference.index)") }
    let former = unsafe references.start[reference.index]
    unsafe references.start[reference.index] = object.take()
    if let former = unsafe former { unsafe swiftbuf_release(former) }
  }

  /// Adds `object` to this module under `name`, and keeps a reference that Python code cannot
  /// remove.
  public func add(
    _ object: consuming OwnedObject, _ name: StaticString, keptAs reference: ModuleReference
  ) throws(Failure) {
    try add(object, name)
    try keep(object, as: reference)
  }

  /// An object that this module keeps, borrowed from it.
  ///
  /// - Throws: `.value` if it does not, or no longer does, as during interpreter shutdown.
  /// - Complexity: O(1).
  public func kept(_ reference: ModuleReference) throws(Failure) -> Object {
    guard let references = unsafe ModuleReferences(self), unsafe reference.index < references.count,
      reference.index >= 0, let object = unsafe references.start[reference.index]
    else { throw .value("the module has no reference \(reference.index)") }
    return unsafe Object(object)
  }
}

// From C code into a module.

extension Module {
  /// The body of a `Py_mod_exec` function.
  public static func fill(
    _ module: PyObjectPointer?, _ body: (Module) throws(Failure) -> Void
  ) -> CInt {
    returningStatus { () throws(Failure) in try body(unsafe Module(module.unsafelyUnwrapped)) }
  }

  /// A function of a module without parameters (`METH_NOARGS`).
  @inline(__always)
  public static func function(
    _ module: PyObjectPointer?, _ body: (Module) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in unsafe try body(Module(module.unsafelyUnwrapped)) }
  }

  /// A function of a module with one positional parameter (`METH_O`).
  @inline(__always)
  public static func function(
    _ module: PyObjectPointer?, _ argument: PyObjectPointer?,
    _ body: (Module, _ argument: Object) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      unsafe try body(Module(module.unsafelyUnwrapped), Object(argument.unsafelyUnwrapped))
    }
  }

  /// A function of a module with the parameters of `signature` (`METH_FASTCALL | METH_KEYWORDS`).
  @inline(__always)
  public static func function<let count: Int>(
    _ module: PyObjectPointer?, _ signature: Signature<count>,
    _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int, _ names: PyObjectPointer?,
    _ body: (Module, Arguments<count>) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      unsafe try body(
        Module(module.unsafelyUnwrapped), Arguments(signature, vector, given, names))
    }
  }
}

extension Object {
  /// The module that made this type, or the type that this Python class derives from; borrowed
  /// (`PyType_GetModule`, which knows only classes made by C code).
  ///
  /// - Throws: a TypeError if no module made it.
  public func definingModule() throws(Failure) -> Module {
    var type = self
    while true {
      if let module = unsafe swiftbuf_type_module(type.pointer) { return unsafe Module(module) }
      guard let base = unsafe swiftbuf_base_type(type.pointer) else { throw .pending }
      PyErr_Clear()
      type = unsafe Object(base)
    }
  }
}
