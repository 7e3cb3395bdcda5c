import BufferProtocol
import CPython

// The buffer methods of a class. Only for Python 3.11: 3.12 looks for them when a class is created
// (`slot_bf_getbuffer` in typeobject.c).
//
// Special methods are looked up on the class and its bases, not on the instance (language
// reference, "Special method lookup"). The C API's own lookup function, `_PyType_Lookup`, is
// private.

extension Object {
  /// The method `name`, if it is defined in Python, bound to the object; nil if there is none, or
  /// if a natively exporting class comes before it in the MRO.
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

  /// The module of `swiftbuf.Exporter`, which the object's class is derived from; borrowed.
  func exporterModule() throws(Failure) -> Module? {
    var module: Module?
    try forEachClass { (type) throws(Failure) in
      guard unsafe type.getBufferSlot == Object.exporterSlot, type.isMadeInC else { return false }
      module = try type.definingModule()
      return true
    }
    return module
  }

  /// Whether this class is built-in or from an extension, and exports natively.
  private var isNativeExporter: Bool {
    unsafe isMadeInC && getBufferSlot != nil && getBufferSlot != Object.exporterSlot
  }

  /// Classes made by Python code are mutable heap types; no other class is both.
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

  /// Iterates over the classes of the MRO until `body` returns true.
  private func forEachClass(_ body: (Object) throws(Failure) -> Bool) throws(Failure) {
    let mro = try type.typeAttribute("__mro__")
    // A class that the garbage collector has cleared has no MRO.
    guard mro.object.isTuple else { return }
    for index in unsafe 0..<PyTuple_Size(mro.object.pointer) {
      guard let type = unsafe PyTuple_GetItem(mro.object.pointer, index) else { throw .pending }
      if unsafe try body(Object(type)) { return }
    }
  }

  /// The attribute `name` that `type` defines for this class, ignoring its metaclass.
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
