import BufferProtocol
import CPython

// What a class says of buffers, where Python 3.11 has to be told: 3.12 asks the same of every class
// when it is made (`slot_bf_getbuffer` in typeobject.c).
//
// Special methods are looked up on the class and its bases, not on the instance (language
// reference, "Special method lookup"). The C API's own look-up, `_PyType_Lookup`, is private.

extension Object {
  /// The method `name` that Python code has written for the object's class, bound to the object;
  /// nil if there is none, or if a class that exports natively comes before it in the MRO.
  func pythonMethod(_ name: StaticString) throws(Failure) -> OwnedObject? {
    var method: OwnedObject?
    try forEachClass { (type) throws(Failure) in
      if type.isNativeExporter { return true }
      let dict = try type.typeAttribute("__dict__")
      let key = try OwnedObject(name)
      let found = unsafe PySequence_Contains(dict.object.pointer, key.object.pointer)
      guard found >= 0 else { throw .pending }
      guard found == 1 else { return false }
      let attribute = unsafe try OwnedObject(
        new: PyObject_GetItem(dict.object.pointer, key.object.pointer))
      method = try attribute.object.bound(to: self)
      return true
    }
    return method
  }

  /// The first class of the MRO that exports natively, borrowed from the object's class.
  func nativeExporter() throws(Failure) -> Object? {
    var native: Object?
    try forEachClass { (type) throws(Failure) in
      if type.isNativeExporter { native = type }
      return native != nil
    }
    return native
  }

  /// The module of `swiftbuf.Exporter`, from which the object's class is derived; borrowed.
  func exporterModule() throws(Failure) -> Module? {
    var module: Module?
    try forEachClass { (type) throws(Failure) in
      guard unsafe type.getBufferSlot == Object.exporterSlot, type.isMadeInC else { return false }
      module = try type.definingModule()
      return true
    }
    return module
  }

  /// Whether this class is a built-in one or an extension's, with an export of its own.
  private var isNativeExporter: Bool {
    unsafe isMadeInC && getBufferSlot != nil && getBufferSlot != Object.exporterSlot
  }

  /// Classes that Python code makes are mutable heap types; all others are one or the other not.
  private var isMadeInC: Bool {
    let flags = unsafe swiftbuf_type_flags(pointer)
    return flags & UInt(Py_TPFLAGS_HEAPTYPE) == 0 || flags & UInt(Py_TPFLAGS_IMMUTABLETYPE) != 0
  }

  private var getBufferSlot: UnsafeMutableRawPointer? {
    unsafe swiftbuf_type_slot(pointer, swiftbuf_getbuffer_slot())
  }

  private static var exporterSlot: UnsafeMutableRawPointer {
    unsafe unsafeBitCast(exporterGetBuffer as GetBufferFunction, to: UnsafeMutableRawPointer.self)
  }

  /// Goes through the classes of the MRO until `body` says that it has found what it looks for.
  private func forEachClass(_ body: (Object) throws(Failure) -> Bool) throws(Failure) {
    let mro = try type.typeAttribute("__mro__")
    // A class that the garbage collector has taken apart has none any more.
    guard mro.object.isTuple else { return }
    for index in unsafe 0..<PyTuple_Size(mro.object.pointer) {
      guard let type = unsafe PyTuple_GetItem(mro.object.pointer, index) else { throw .pending }
      if unsafe try body(Object(type)) { return }
    }
  }

  /// What `type` itself says of this class under `name`, whatever its metaclass says.
  private func typeAttribute(_ name: StaticString) throws(Failure) -> OwnedObject {
    let dict = unsafe try OwnedObject(
      new: PyObject_GetAttrString(swiftbuf_type_type(), ("__dict__" as StaticString).cString))
    let key = try OwnedObject(name)
    let attribute = unsafe try OwnedObject(
      new: PyObject_GetItem(dict.object.pointer, key.object.pointer))
    return try attribute.object.bound(to: self)
  }

  /// The attribute of a class as an instance sees it (`tp_descr_get`).
  private func bound(to instance: Object) throws(Failure) -> OwnedObject {
    guard let slot = unsafe swiftbuf_type_slot(type.pointer, Py_tp_descr_get) else {
      return retained()
    }
    let get = unsafe unsafeBitCast(slot, to: TernaryFunction.self)
    return unsafe try OwnedObject(new: get(pointer, instance.pointer, instance.type.pointer))
  }
}

private typealias TernaryFunction =
  @convention(c) (PyObjectPointer?, PyObjectPointer?, PyObjectPointer?) -> PyObjectPointer?
