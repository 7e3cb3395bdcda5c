import CPython

/// One of the references that a module keeps for its own use, such as a type that it makes
/// instances of (C API manual, "Module state"). A module names its own, counted from 0:
///
///     extension ModuleReference {
///       static let planeType = ModuleReference(0)
///     }
///
/// Each interpreter's module has its own set, so that interpreters never share an object.
public struct ModuleReference: Sendable {
  let index: Int

  /// The reference at `index`, which the module's definition has room for.
  public init(_ index: Int) { self.index = index }
}

/// The references of a module, in zeroed memory from CPython: as many as its definition says, each
/// owned or nil.
@unsafe
struct ModuleReferences {
  let start: UnsafeMutablePointer<PyObjectPointer?>
  let count: Int

  init?(_ module: Module) {
    var size = 0
    guard let state = unsafe swiftbuf_module_state(module.object.pointer, &size) else { return nil }
    unsafe start = state.assumingMemoryBound(to: PyObjectPointer?.self)
    unsafe count = size / MemoryLayout<PyObjectPointer?>.stride
  }
}

/// `m_traverse`.
func traverseReferences(
  _ module: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit, let module = unsafe module,
    let references = unsafe ModuleReferences(Module(module))
  else { return 0 }
  for index in unsafe 0..<references.count {
    guard let reference = unsafe references.start[index] else { continue }
    let status = unsafe visit(reference, context)
    guard status == 0 else { return status }
  }
  return 0
}

/// `m_clear`: releases each reference after clearing its field, because the release can run code.
func clearReferences(_ module: PyObjectPointer?) -> CInt {
  guard let module = unsafe module, let references = unsafe ModuleReferences(Module(module)) else {
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
