import BufferProtocol
import CPython

// Checks of an object's class.

extension Buffer {
  /// The type `swiftbuf.Waveform` itself, which views are instances of: the first immutable base
  /// class, because classes made in Python are always mutable. Each interpreter has its own, so it
  /// cannot be stored in a global.
  var waveformType: Object {
    var type = object.type
    while unsafe swiftbuf_type_flags(type.pointer) & UInt(Py_TPFLAGS_IMMUTABLETYPE) == 0,
      let base = unsafe swiftbuf_base_type(type.pointer)
    { type = unsafe Object(base) }
    return type
  }

  /// The buffer behind an object whose class exports through our own function, not through its own
  /// `__buffer__`.
  init?(_ object: Object) { self.init(object, exportedBy: object.type) }

  /// The same for an object exported by `type`, one of its classes.
  init?(_ object: Object, exportedBy type: Object) {
    let ours = unsafe unsafeBitCast(
      bufferGet as GetBufferFunction, to: UnsafeMutableRawPointer.self)
    let slot = unsafe swiftbuf_type_slot(type.pointer, swiftbuf_getbuffer_slot())
    guard unsafe slot == ours else { return nil }
    unsafe self.init(object.pointer)
  }
}
