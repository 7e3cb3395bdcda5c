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
    guard type.exportsBuffers else { return nil }
    unsafe self.init(object.pointer)
  }

  /// The same for an object whose class derives from one that exports so.
  init?(inherited object: Object) {
    guard object.type.isClassOfBuffers else { return nil }
    unsafe self.init(object.pointer)
  }
}

extension Object {
  /// Whether this class exports through our own function.
  fileprivate var exportsBuffers: Bool {
    let ours = unsafe unsafeBitCast(
      bufferGet as GetBufferFunction, to: UnsafeMutableRawPointer.self)
    return unsafe swiftbuf_type_slot(pointer, swiftbuf_getbuffer_slot()) == ours
  }

  /// Whether this is a class whose instances start with `BufferObject`: it or a base class exports
  /// through our own function.
  var isClassOfBuffers: Bool {
    guard unsafe swiftbuf_is_type(pointer) != 0 else { return false }
    var type = self
    while !type.exportsBuffers {
      guard let base = unsafe swiftbuf_base_type(type.pointer) else { return false }
      type = unsafe Object(base)
    }
    return true
  }
}
