import CPython

/// A slot that takes the object, such as `tp_repr` (`unaryfunc`).
public typealias UnaryFunction = @convention(c) (PyObjectPointer?) -> PyObjectPointer?
/// A slot or method that takes the object and another one (`binaryfunc`).
public typealias BinaryFunction =
  @convention(c) (PyObjectPointer?, PyObjectPointer?) -> PyObjectPointer?
/// A method with an argument vector (`PyCFunctionFastWithKeywords`).
public typealias FastFunction =
  @convention(c) (
    PyObjectPointer?, UnsafePointer<PyObjectPointer?>?, Int, PyObjectPointer?
  ) -> PyObjectPointer?

/// `bf_getbuffer` (`getbufferproc`).
public typealias GetBufferFunction =
  @convention(c) (PyObjectPointer?, UnsafeMutablePointer<Py_buffer>?, CInt) -> CInt
/// `bf_releasebuffer` (`releasebufferproc`).
public typealias ReleaseBufferFunction =
  @convention(c) (PyObjectPointer?, UnsafeMutablePointer<Py_buffer>?) -> Void

/// One row of a `PyType_Spec`: a slot and its function. The C struct takes any pointer for any
/// slot; here a function of the wrong type does not compile.
@safe public struct TypeSlot {
  let slot: PyType_Slot
  /// Whether a table, if it is one, ends with an empty row.
  let isComplete: Bool

  private init<Function>(_ id: CInt, _ function: Function) {
    isComplete = true
    unsafe slot = PyType_Slot(
      slot: id, pfunc: unsafeBitCast(function, to: UnsafeMutableRawPointer.self))
  }

  private init(_ id: CInt, data: UnsafeMutableRawPointer?, isComplete: Bool = true) {
    self.isComplete = isComplete
    unsafe slot = PyType_Slot(slot: id, pfunc: data)
  }

  var isNew: Bool { unsafe slot.slot == Py_tp_new }

  /// `tp_new`: makes an instance; see `constructor`.
  public static func new(
    _ function:
      @convention(c) (PyObjectPointer?, PyObjectPointer?, PyObjectPointer?) -> PyObjectPointer?
  ) -> TypeSlot { unsafe TypeSlot(Py_tp_new, function) }

  /// `tp_vectorcall`: the same from an argument vector, for calls of the type itself; see
  /// `constructor`. `new` is still needed, for derived classes and for Pythons without this slot.
  /// Must be the last row.
  public static func vectorcall(_ function: FastFunction) -> TypeSlot {
    unsafe TypeSlot(swiftbuf_vectorcall_slot(), function)
  }

  package static func dealloc(_ function: @convention(c) (PyObjectPointer?) -> Void) -> TypeSlot {
    unsafe TypeSlot(Py_tp_dealloc, function)
  }
  package static func traverse(
    _ function: @convention(c) (PyObjectPointer?, visitproc?, UnsafeMutableRawPointer?) -> CInt
  ) -> TypeSlot { unsafe TypeSlot(Py_tp_traverse, function) }
  package static func clear(_ function: @convention(c) (PyObjectPointer?) -> CInt) -> TypeSlot {
    unsafe TypeSlot(Py_tp_clear, function)
  }
  /// `tp_init`: fills an instance that `new` has made; 0, or -1 with an exception set.
  public static func initialize(
    _ function:
      @convention(c) (PyObjectPointer?, PyObjectPointer?, PyObjectPointer?) -> CInt
  ) -> TypeSlot { unsafe TypeSlot(Py_tp_init, function) }
  /// `tp_call`: gets a tuple and a dict or NULL.
  public static func call(
    _ function:
      @convention(c) (PyObjectPointer?, PyObjectPointer?, PyObjectPointer?) -> PyObjectPointer?
  ) -> TypeSlot { unsafe TypeSlot(Py_tp_call, function) }
  /// `tp_hash`; -1 with an exception set.
  public static func hash(_ function: @convention(c) (PyObjectPointer?) -> Int) -> TypeSlot {
    unsafe TypeSlot(Py_tp_hash, function)
  }
  /// `tp_str`.
  public static func string(_ function: UnaryFunction) -> TypeSlot {
    unsafe TypeSlot(Py_tp_str, function)
  }
  /// `tp_repr`.
  public static func repr(_ function: UnaryFunction) -> TypeSlot {
    unsafe TypeSlot(Py_tp_repr, function)
  }
  /// `tp_iter`.
  public static func iterator(_ function: UnaryFunction) -> TypeSlot {
    unsafe TypeSlot(Py_tp_iter, function)
  }
  /// `tp_iternext`: the next item, or NULL without an exception at the end.
  public static func iteratorNext(_ function: UnaryFunction) -> TypeSlot {
    unsafe TypeSlot(Py_tp_iternext, function)
  }
  /// `tp_richcompare`; the number is `Py_EQ` and so on.
  public static func richCompare(
    _ function: @convention(c) (PyObjectPointer?, PyObjectPointer?, CInt) -> PyObjectPointer?
  ) -> TypeSlot { unsafe TypeSlot(Py_tp_richcompare, function) }

  /// Makes the type unhashable, as one that compares by changeable value must be.
  public static var unhashable: TypeSlot {
    let function: @convention(c) (PyObjectPointer?) -> Py_hash_t =
      unsafe PyObject_HashNotImplemented
    return unsafe TypeSlot(Py_tp_hash, function)
  }

  /// `sq_length`.
  public static func length(_ function: @convention(c) (PyObjectPointer?) -> Int) -> TypeSlot {
    unsafe TypeSlot(Py_sq_length, function)
  }
  /// `sq_item`; negative indices have already been counted from the end.
  public static func item(
    _ function: @convention(c) (PyObjectPointer?, Int) -> PyObjectPointer?
  ) -> TypeSlot { unsafe TypeSlot(Py_sq_item, function) }
  /// `sq_contains`.
  public static func contains(
    _ function: @convention(c) (PyObjectPointer?, PyObjectPointer?) -> CInt
  ) -> TypeSlot { unsafe TypeSlot(Py_sq_contains, function) }
  /// `mp_length`, which negative indices in subscripts are relative to.
  public static func mappingLength(
    _ function: @convention(c) (PyObjectPointer?) -> Int
  ) -> TypeSlot { unsafe TypeSlot(swiftbuf_mapping_length_slot(), function) }
  /// `mp_subscript`: `object[key]`.
  public static func `subscript`(_ function: BinaryFunction) -> TypeSlot {
    unsafe TypeSlot(Py_mp_subscript, function)
  }
  /// `mp_ass_subscript`: `object[key] = value`, or `del object[key]` if the value is NULL.
  public static func assignSubscript(
    _ function: @convention(c) (PyObjectPointer?, PyObjectPointer?, PyObjectPointer?) -> CInt
  ) -> TypeSlot { unsafe TypeSlot(swiftbuf_ass_subscript_slot(), function) }
  /// `nb_bool`.
  public static func truth(_ function: @convention(c) (PyObjectPointer?) -> CInt) -> TypeSlot {
    unsafe TypeSlot(Py_nb_bool, function)
  }

  /// `bf_getbuffer`; see `Holder.export`.
  public static func getBuffer(_ function: GetBufferFunction) -> TypeSlot {
    unsafe TypeSlot(swiftbuf_getbuffer_slot(), function)
  }
  /// `bf_releasebuffer`.
  public static func releaseBuffer(_ function: ReleaseBufferFunction) -> TypeSlot {
    unsafe TypeSlot(swiftbuf_releasebuffer_slot(), function)
  }

  /// `tp_doc`; if its first line is `Name(parameters)` and its second `--`, they are the signature.
  public static func documentation(_ text: StaticString) -> TypeSlot {
    unsafe TypeSlot(Py_tp_doc, data: UnsafeMutableRawPointer(mutating: text.utf8Start))
  }

  /// Methods: a global table that ends with an empty row; CPython keeps its address.
  public static func methods<let count: Int>(
    _ table: UnsafeMutablePointer<InlineArray<count, PyMethodDef>>
  ) -> TypeSlot {
    unsafe TypeSlot(
      Py_tp_methods, data: table,
      isComplete: count > 0 && table.pointee[count - 1].ml_name == nil)
  }

  /// Properties: a global table that ends with an empty row; CPython keeps its address.
  public static func properties<let count: Int>(
    _ table: UnsafeMutablePointer<InlineArray<count, PyGetSetDef>>
  ) -> TypeSlot {
    unsafe TypeSlot(
      Py_tp_getset, data: table, isComplete: count > 0 && table.pointee[count - 1].name == nil)
  }

  static func members<let count: Int>(
    _ table: UnsafeMutablePointer<InlineArray<count, PyMemberDef>>
  ) -> TypeSlot { unsafe TypeSlot(Py_tp_members, data: table) }

  // Slots without a name here, by their number and function type, such as `Py_nb_add`.

  /// A slot with one operand, such as `Py_nb_negative`.
  public static func unary(_ slot: CInt, _ function: UnaryFunction) -> TypeSlot {
    unsafe TypeSlot(slot, function)
  }
  /// A slot with two operands, such as `Py_nb_add`. They come in either order: only one of them
  /// must be of the type.
  public static func binary(_ slot: CInt, _ function: BinaryFunction) -> TypeSlot {
    unsafe TypeSlot(slot, function)
  }
  /// A slot with three operands, such as `Py_nb_inplace_power`.
  package static func ternary(
    _ slot: CInt,
    _ function:
      @convention(c) (PyObjectPointer?, PyObjectPointer?, PyObjectPointer?) -> PyObjectPointer?
  ) -> TypeSlot { unsafe TypeSlot(slot, function) }
}

/// Properties of a type (C API manual, "tp_flags"); the default flags are always included.
public struct TypeFlags: OptionSet, Sendable {
  /// The bits of `tp_flags`.
  public let rawValue: UInt

  /// These bits and the default ones.
  public init(rawValue: UInt) { self.rawValue = rawValue | UInt(Py_TPFLAGS_DEFAULT) }

  /// Python classes may derive from it.
  public static let subclassable = TypeFlags(rawValue: Py_TPFLAGS_BASETYPE)
  /// Its instances can be part of reference cycles: it has `traverse` and `clear`.
  package static let collected = TypeFlags(rawValue: Py_TPFLAGS_HAVE_GC)
  /// Its attributes cannot be set, as with built-in types.
  public static let immutable = TypeFlags(rawValue: UInt(Py_TPFLAGS_IMMUTABLETYPE))
  /// Calling it does not create an instance; only code of its module does.
  package static let notInstantiable = TypeFlags(
    rawValue: UInt(Py_TPFLAGS_DISALLOW_INSTANTIATION))
  /// Its instances match sequence patterns, as a memoryview does.
  public static let sequence = TypeFlags(rawValue: swiftbuf_sequence_flag())
}

/// Makes a heap type that belongs to `module` (`PyType_FromModuleAndSpec`).
///
/// - Parameters:
///   - name: module and name, such as `"swiftbuf.Waveform"`.
///   - size: bytes of the struct of one instance, which starts with `swiftbuf_head`.
/// - slots: in two parts, so that types can share the first one.
package func makeType<let count: Int, let otherCount: Int>(
  _ name: StaticString, module: Module, size: Int, flags: TypeFlags,
  slots: InlineArray<count, TypeSlot>, _ otherSlots: InlineArray<otherCount, TypeSlot> = []
) throws(Failure) -> OwnedObject {
  // CPython copies what it needs from these before it returns. Empty rows end them.
  var rows = unsafe InlineArray<40, PyType_Slot>(repeating: PyType_Slot())
  guard unsafe count + otherCount + 1 < rows.count else { throw .value("\(name): too many slots") }
  for index in 0..<otherCount where !otherSlots[index].isComplete {
    // CPython would read past its end.
    throw .value("\(name): a table of methods or properties does not end with an empty row")
  }
  for index in 0..<count { unsafe rows[index] = slots[index].slot }
  for index in 0..<otherCount { unsafe rows[count + index] = otherSlots[index].slot }
  var type: PyObjectPointer?
  unsafe withUnsafeMutablePointer(to: &rows) { rows in
    let rows = unsafe UnsafeMutableRawPointer(rows).assumingMemoryBound(to: PyType_Slot.self)
    unsafe type = makeType(name, module, size, flags, rows, count: count + otherCount)
  }
  return unsafe try OwnedObject(new: type)
}

/// Python before 3.14 has no slot for `tp_vectorcall`, which is the last row if present.
private func makeType(
  _ name: StaticString, _ module: Module, _ size: Int, _ flags: TypeFlags,
  _ rows: UnsafeMutablePointer<PyType_Slot>, count: Int
) -> PyObjectPointer? {
  let last = unsafe rows + (count - 1)
  var vectorcall: UnsafeMutableRawPointer?
  if Py_Version < 0x030E_0000, unsafe last.pointee.slot == swiftbuf_vectorcall_slot() {
    unsafe vectorcall = last.pointee.pfunc
    unsafe last.pointee = PyType_Slot()
  }
  let type = unsafe swiftbuf_make_type(
    module.object.pointer, name.cString, CInt(truncatingIfNeeded: size),
    CUnsignedInt(truncatingIfNeeded: flags.rawValue), rows)
  if let type = unsafe type, let vectorcall = unsafe vectorcall {
    unsafe swiftbuf_set_vectorcall(type, vectorcall)
  }
  return unsafe type
}
