import CPython

/// One of the references that a module keeps for itself, such as a type of which it makes instances
/// (C API manual, "Module state"). A module names its own, counted from 0:
///
///     extension ModuleReference {
///       static let planeType = ModuleReference(0)
///     }
///
/// Each interpreter's module has its own set, so two of them never share an object.
public struct ModuleReference: Sendable {
  let index: Int

  /// The reference at `index`, which its module's definition has room for.
  public init(_ index: Int) { self.index = index }
}

extension Object {
  /// Has this module keep `object` until it goes itself.
  ///
  /// - Throws: `.value` if the module was defined with fewer references.
  public func keep(_ object: consuming OwnedObject, as reference: ModuleReference) throws(Failure) {
    guard let references = unsafe ModuleReferences(self), unsafe reference.index < references.count,
      reference.index >= 0
    else { throw .value("the module has no reference \(reference.index)") }
    let former = unsafe references.start[reference.index]
    unsafe references.start[reference.index] = object.take()
    if let former = unsafe former { unsafe swiftbuf_release(former) }
  }

  /// Adds `object` to this module under `name`, and has it keep a reference of its own too, which no
  /// Python code can take away.
  public func add(
    _ object: consuming OwnedObject, _ name: StaticString, keptAs reference: ModuleReference
  ) throws(Failure) {
    try add(object, name)
    try keep(object, as: reference)
  }

  /// What this module keeps, borrowed from it.
  ///
  /// - Throws: `.value` if it does not, or does not any more, as while the interpreter shuts down.
  /// - Complexity: O(1).
  public func kept(_ reference: ModuleReference) throws(Failure) -> Object {
    guard let references = unsafe ModuleReferences(self), unsafe reference.index < references.count,
      reference.index >= 0, let object = unsafe references.start[reference.index]
    else { throw .value("the module has no reference \(reference.index)") }
    return unsafe Object(object)
  }

  /// The module that made this type, or for a class that Python code derived from one the module of
  /// that one; borrowed (`PyType_GetModule`, which knows classes of C code alone).
  ///
  /// - Throws: a TypeError if no module did.
  public func definingModule() throws(Failure) -> Object {
    var type = self
    while true {
      if let module = unsafe swiftbuf_type_module(type.pointer) { return unsafe Object(module) }
      guard let base = unsafe swiftbuf_base_type(type.pointer) else { throw .pending }
      PyErr_Clear()
      type = unsafe Object(base)
    }
  }
}

/// The references of a module, in memory that CPython gives it zeroed: as many as its definition
/// says, each owned or nil.
@unsafe
struct ModuleReferences {
  let start: UnsafeMutablePointer<PyObjectPointer?>
  let count: Int

  init?(_ module: Object) {
    guard let state = unsafe PyModule_GetState(module.pointer),
      let definition = unsafe PyModule_GetDef(module.pointer)
    else { return nil }
    unsafe start = state.assumingMemoryBound(to: PyObjectPointer?.self)
    unsafe count = definition.pointee.m_size / MemoryLayout<PyObjectPointer?>.stride
  }
}

/// `m_traverse`.
func traverseReferences(
  _ module: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit, let module = unsafe module,
    let references = unsafe ModuleReferences(Object(module))
  else { return 0 }
  for index in unsafe 0..<references.count {
    guard let reference = unsafe references.start[index] else { continue }
    let status = unsafe visit(reference, context)
    guard status == 0 else { return status }
  }
  return 0
}

/// `m_clear`: gives each reference back, once it is out of reach of the code that this can run.
func clearReferences(_ module: PyObjectPointer?) -> CInt {
  guard let module = unsafe module, let references = unsafe ModuleReferences(Object(module)) else {
    return 0
  }
  for index in unsafe 0..<references.count {
    guard let reference = unsafe references.start[index] else { continue }
    unsafe references.start[index] = nil
    unsafe swiftbuf_release(reference)
  }
  return 0
}

/// `m_free`.
func freeReferences(_ module: UnsafeMutableRawPointer?) {
  _ = unsafe clearReferences(module?.assumingMemoryBound(to: PyObject.self))
}
