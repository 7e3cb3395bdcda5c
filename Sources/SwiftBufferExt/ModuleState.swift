import BufferProtocol
import CPython

/// What one interpreter's module keeps, in memory that CPython gives it (C API manual, "Module state").
@safe struct ModuleState {
  /// A strong reference; nil from Python 3.12 on.
  var gateType: PyObjectPointer?

  static func of(_ waveformType: Object) -> UnsafeMutablePointer<ModuleState> {
    unsafe swiftbuf_type_state(waveformType.pointer).unsafelyUnwrapped
      .assumingMemoryBound(to: ModuleState.self)
  }

  static func of(module: PyObjectPointer?) -> UnsafeMutablePointer<ModuleState>? {
    unsafe PyModule_GetState(module)?.assumingMemoryBound(to: ModuleState.self)
  }
}
