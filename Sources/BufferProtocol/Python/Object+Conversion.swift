import CPython

// Python objects from Swift values and back, one function for each C call. Every function that
// takes an object may run Python code (`__index__`, `__float__`), which may invalidate what was
// read before.

extension OwnedObject {
  /// `PyLong_FromSsize_t`.
  public init(_ value: Int) throws(Failure) { unsafe try self.init(new: PyLong_FromSsize_t(value)) }

  /// `PyBool_FromLong`.
  public init(_ value: Bool) throws(Failure) {
    unsafe try self.init(new: PyBool_FromLong(value ? 1 : 0))
  }

  /// A str from a string literal in ASCII or UTF-8 (`PyUnicode_FromStringAndSize`).
  public init(_ text: StaticString) throws(Failure) {
    unsafe try self.init(
      new: PyUnicode_FromStringAndSize(text.cString, text.utf8CodeUnitCount))
  }

  /// `PyFloat_FromDouble`.
  public init(_ value: Double) throws(Failure) {
    unsafe try self.init(new: PyFloat_FromDouble(value))
  }

  /// A str from a NUL-terminated UTF-8 string (`PyUnicode_FromString`).
  public init(cString text: UnsafePointer<CChar>) throws(Failure) {
    unsafe try self.init(new: PyUnicode_FromString(text))
  }

  /// A tuple of `count` items, each made from its index.
  public static func tuple(
    _ count: Int, _ item: (Int) throws(Failure) -> OwnedObject
  ) throws(Failure) -> OwnedObject {
    let tuple = unsafe try OwnedObject(new: PyTuple_New(count))
    for index in 0..<count {
      // Steals the item; cannot fail, because the tuple is new and the index is in range.
      _ = unsafe try PyTuple_SetItem(tuple.object.pointer, index, item(index).take())
    }
    return tuple
  }

  /// `name` of a module (`PyImport_ImportModule`).
  public static func imported(
    _ name: StaticString, from module: StaticString
  ) throws(Failure) -> OwnedObject {
    let module = unsafe try OwnedObject(new: PyImport_ImportModule(module.cString))
    return try module.object.requiredAttribute(name)
  }

  /// A module that has been imported; nil for any other (`PyImport_GetModule`). It does not call
  /// Python code, as an import may.
  package static func loaded(_ module: StaticString) throws(Failure) -> OwnedObject? {
    let name = try OwnedObject(module)
    if let found = unsafe PyImport_GetModule(name.object.pointer) {
      return unsafe OwnedObject(owning: found)
    }
    guard unsafe PyErr_Occurred() == nil else { throw .pending }
    return nil
  }

  /// A new reference to None.
  public static var none: OwnedObject { Object.none.retained() }
  /// A new reference to NotImplemented, which a comparison returns for types that it does not know.
  public static var notImplemented: OwnedObject { Object.notImplemented.retained() }
}

extension StaticString {
  /// The text as a C string. String literals end with a NUL and live as long as the program.
  package var cString: UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}

extension Object {
  /// Whether it is an int or an instance of a subclass (`PyLong_Check`).
  public var isInt: Bool { unsafe swiftbuf_is_int(pointer) != 0 }
  /// Whether it is a str or an instance of a subclass (`PyUnicode_Check`).
  public var isString: Bool { unsafe swiftbuf_is_str(pointer) != 0 }
  /// Whether it is a tuple or an instance of a subclass (`PyTuple_Check`).
  public var isTuple: Bool { unsafe swiftbuf_is_tuple(pointer) != 0 }
  package var isSlice: Bool { unsafe swiftbuf_is_slice(pointer) != 0 }

  /// Whether it has `__index__` (`PyIndex_Check`).
  package var isIndex: Bool { unsafe PyIndex_Check(pointer) != 0 }

  /// Whether it exports a buffer (`PyObject_CheckBuffer`).
  public var isExporter: Bool { unsafe PyObject_CheckBuffer(pointer) != 0 }

  /// The value of a plain int that fits an `Int`, without running any code; nil for all other
  /// objects.
  @inline(__always)
  package var plainIndex: Int? {
    guard unsafe swiftbuf_is_exact_int(pointer) != 0 else { return nil }
    let value = unsafe PyLong_AsSsize_t(pointer)
    if value == -1, unsafe PyErr_Occurred() != nil {
      PyErr_Clear()
      return nil
    }
    return value
  }

  /// The value as an index or a size (`PyNumber_AsSsize_t`).
  ///
  /// - Throws: a TypeError that names the argument if it is not an integer; `overflow` if it does
  ///   not fit an `Int`; what `__index__` raises.
  public func size(
    argument name: StaticString, overflow: (Message) -> Failure = Failure.value
  ) throws(Failure) -> Int {
    if let value = plainIndex { return value }
    guard isIndex else { throw .type("\(name): \(self) is not an integer") }
    let value = unsafe PyNumber_AsSsize_t(pointer, swiftbuf_overflow_error())
    if value == -1, unsafe PyErr_Occurred() != nil {
      guard Failure.forget(.overflow) else { throw .pending(after: "\(name): \(self): ") }
      throw overflow("\(name): \(self) is too large")
    }
    return value
  }

  /// The value as a real number (`PyFloat_AsDouble`).
  ///
  /// - Throws: a TypeError that names the argument if it is not a number; what `__float__` raises.
  public func double(argument name: StaticString) throws(Failure) -> Double {
    let value = unsafe PyFloat_AsDouble(pointer)
    if value == -1, unsafe PyErr_Occurred() != nil {
      guard Failure.forget(.type) else { throw .pending }
      throw .type("\(name): \(self) is not a real number")
    }
    return value
  }

  /// Sets an item of this list and takes over the reference (`PyList_SetItem`). It fails if other
  /// code has found the list through `gc` and shortened it.
  @inline(__always)
  package func setItem(_ index: Int, to item: consuming OwnedObject) throws(Failure) {
    guard unsafe PyList_SetItem(pointer, index, item.take()) == 0 else { throw .pending }
  }

  /// The truth value (`PyObject_IsTrue`).
  public func truth() throws(Failure) -> Bool {
    let truth = unsafe PyObject_IsTrue(pointer)
    guard truth >= 0 else { throw .pending }
    return truth == 1
  }

  /// The UTF-8 text of a str, owned by the str (`PyUnicode_AsUTF8AndSize`); nil with an exception
  /// set if it cannot be encoded.
  package var utf8: UnsafeBufferPointer<UInt8>? {
    var count = 0
    guard let text = unsafe PyUnicode_AsUTF8AndSize(pointer, &count) else { return nil }
    let bytes = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    return unsafe UnsafeBufferPointer(start: bytes, count: count)
  }

  /// Calls `body` with the UTF-8 text of a str, owned by the str (`PyUnicode_AsUTF8AndSize`).
  public func withText<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let text = unsafe utf8 else { throw .pending }
    return unsafe try body(text)
  }

  /// Whether it is an instance of a class of a module, or of one derived from it. If the module has
  /// not been imported, there are none.
  package func isInstance(
    of className: StaticString, in module: StaticString
  ) throws(Failure) -> Bool {
    guard let module = try OwnedObject.loaded(module),
      let type = try module.object.attribute(className)
    else { return false }
    return unsafe swiftbuf_is_type(type.object.pointer) != 0
      && swiftbuf_is_subtype(self.type.pointer, type.object.pointer) != 0
  }

  /// An attribute that must exist (`PyObject_GetAttrString`).
  public func requiredAttribute(_ name: StaticString) throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(new: PyObject_GetAttrString(pointer, name.cString))
  }

  /// An attribute, or nil if it does not exist.
  public func attribute(_ name: StaticString) throws(Failure) -> OwnedObject? {
    if let value = unsafe PyObject_GetAttrString(pointer, name.cString) {
      return unsafe OwnedObject(owning: value)
    }
    guard swiftbuf_attribute_error_is_set() != 0 else { throw .pending }
    PyErr_Clear()
    return nil
  }
}
