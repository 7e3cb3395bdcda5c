import BufferProtocol
import CPython

// Which class an object is of, where that matters.

extension Buffer {
  /// The type `swiftbuf.Waveform` itself, of which views are: the first immutable one among the
  /// bases, because classes made in Python never are. It is the interpreter's own, so no global can
  /// hold it.
  var waveformType: Object {
    var type = object.type
    while unsafe swiftbuf_type_flags(type.pointer) & UInt(Py_TPFLAGS_IMMUTABLETYPE) == 0,
      let base = unsafe swiftbuf_base_type(type.pointer)
    { type = unsafe Object(base) }
    return type
  }

  /// The buffer behind an object whose class exports by our own function, not by a `__buffer__` of
  /// its own.
  init?(_ object: Object) { self.init(object, exportedBy: object.type) }

  /// The same for an object that `type`, one of its classes, exports.
  init?(_ object: Object, exportedBy type: Object) {
    let ours = unsafe unsafeBitCast(
      bufferGet as GetBufferFunction, to: UnsafeMutableRawPointer.self)
    let slot = unsafe swiftbuf_type_slot(type.pointer, swiftbuf_getbuffer_slot())
    guard unsafe slot == ours else { return nil }
    unsafe self.init(object.pointer)
  }
}
