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

  /// `m_traverse`: shows every reference to the garbage collector.
  func visit(_ visit: (PyObjectPointer) -> CInt) -> CInt {
    let references = unsafe references
    for index in unsafe references.indices {
      guard let reference = unsafe references[index] else { continue }
      let status = unsafe visit(reference)
      guard status == 0 else { return status }
    }
    return 0
  }

  /// `m_clear`: gives every reference back, once it is out of reach of the code that this can run.
  mutating func clear() {
    let references = unsafe references
    self = ModuleState()
    for index in unsafe references.indices {
      if let reference = unsafe references[index] { unsafe swiftbuf_release(reference) }
    }
  }

  private var references: InlineArray<3, PyObjectPointer?> {
    unsafe [waveformType, gateType, lenderType]
  }
}
