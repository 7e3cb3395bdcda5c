import BufferProtocol
import CPython

/// What one interpreter's module keeps, in memory that CPython gives it zeroed (C API manual,
/// "Module state"). Each field is a strong reference, or nil.
@safe
struct ModuleState {
  var waveformType: PyObjectPointer?
  /// Only before Python 3.12, as is the next.
  var gateType: PyObjectPointer?
  var lenderType: PyObjectPointer?

  /// The state of the module that made `type`, which must be one of its own types.
  static func of(_ type: Object) -> UnsafeMutablePointer<ModuleState> {
    unsafe swiftbuf_type_state(type.pointer).unsafelyUnwrapped
      .assumingMemoryBound(to: ModuleState.self)
  }

  static func of(module: PyObjectPointer?) -> UnsafeMutablePointer<ModuleState>? {
    unsafe PyModule_GetState(module)?.assumingMemoryBound(to: ModuleState.self)
  }

  /// How the garbage collector finds the references, and who gives them back.
  static var slots: ModuleDefinition.State {
    unsafe ModuleDefinition.State(
      size: MemoryLayout<ModuleState>.size, traverse: traverse, clear: clear, free: free)
  }

  fileprivate var references: InlineArray<3, PyObjectPointer?> {
    unsafe [waveformType, gateType, lenderType]
  }
}

private func traverse(
  _ module: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit, let state = unsafe ModuleState.of(module: module) else {
    return 0
  }
  let references = unsafe state.pointee.references
  for index in unsafe references.indices {
    guard let reference = unsafe references[index] else { continue }
    let status = unsafe visit(reference, context)
    guard status == 0 else { return status }
  }
  return 0
}

/// Gives every reference back, once it is out of reach of the code that this can run.
private func clear(_ module: PyObjectPointer?) -> CInt {
  guard let state = unsafe ModuleState.of(module: module) else { return 0 }
  let references = unsafe state.pointee.references
  unsafe state.pointee = ModuleState()
  for index in unsafe references.indices {
    if let reference = unsafe references[index] { unsafe swiftbuf_release(reference) }
  }
  return 0
}

private func free(_ module: UnsafeMutableRawPointer?) {
  _ = unsafe clear(module?.assumingMemoryBound(to: PyObject.self))
}
