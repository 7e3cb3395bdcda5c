import CPython

/// An extension module with multi-phase initialization (PEP 489), as a global of its library:
///
///     nonisolated(unsafe) private let definition = ModuleDefinition("matrix._matrix") {
///       Module.fill($0) { module throws(Failure) in
///         try module.add(makeMatrixType(module), "Matrix")
///       }
///     }
///
///     @c public func PyInit__matrix() -> PyObjectPointer? { definition.initialize() }
///
/// The interpreter creates the module object and calls `execute` to fill it, once for every
/// interpreter that imports it. Objects made there belong to that module and must never be stored
/// in a global.
@safe
public struct ModuleDefinition {
  /// Never freed, because CPython keeps its address and that of the slots for the whole process.
  /// nil if there was no memory.
  private let definition: UnsafeMutablePointer<PyModuleDef>?
  private let name: StaticString
  /// Whether the table of functions ends with an empty row.
  private let isComplete: Bool

  /// - Parameters:
  ///   - name: the full name, such as `"matrix._matrix"`.
  ///   - methods: a global table of functions that ends with an empty row.
  /// - references: how many objects a module keeps for its own use (`ModuleReference`).
  /// - usesGIL: whether its code relies on one GIL to protect its state (`Py_MOD_GIL_USED`). false
  ///   promises that instances, storages and globals can be used from several threads at once:
  ///   free-threaded builds then run without a GIL, and interpreters with their own GIL can import
  ///   the module (Python 3.12 and newer).
  ///   - execute: fills a module (`Py_mod_exec`).
  public init<let count: Int>(
    _ name: StaticString, methods: UnsafeMutablePointer<InlineArray<count, PyMethodDef>>,
    references: Int = 0, usesGIL: Bool = true,
    execute: @convention(c) (PyObjectPointer?) -> CInt
  ) {
    unsafe self.init(
      name, table: UnsafeMutableRawPointer(methods),
      isComplete: count > 0 && methods.pointee[count - 1].ml_name == nil, references: references,
      usesGIL: usesGIL,
      execute: execute)
  }

  /// A module without functions.
  public init(
    _ name: StaticString, references: Int = 0, usesGIL: Bool = true,
    execute: @convention(c) (PyObjectPointer?) -> CInt
  ) {
    unsafe self.init(
      name, table: nil, isComplete: true, references: references, usesGIL: usesGIL,
      execute: execute)
  }

  private init(
    _ name: StaticString, table: UnsafeMutableRawPointer?, isComplete: Bool, references: Int,
    usesGIL: Bool, execute: @convention(c) (PyObjectPointer?) -> CInt
  ) {
    self.name = name
    self.isComplete = isComplete
    guard let slots = unsafe calloc(4, MemoryLayout<PyModuleDef_Slot>.stride),
      let memory = unsafe calloc(1, MemoryLayout<PyModuleDef>.size)
    else {
      unsafe definition = nil
      return
    }
    let rows = unsafe slots.bindMemory(to: PyModuleDef_Slot.self, capacity: 4)
    unsafe rows[0] = PyModuleDef_Slot(
      slot: swiftbuf_exec_slot(), value: unsafeBitCast(execute, to: UnsafeMutableRawPointer.self))
    // Python rejects slots that it does not know, so those newer than it are left out.
    if !usesGIL {
      var next = 1
      if Py_Version >= 0x030C_0000 {
        unsafe rows[next] = swiftbuf_per_interpreter_gil()
        next += 1
      }
      if swiftbuf_is_free_threaded() != 0 { unsafe rows[next] = swiftbuf_gil_not_used() }
    }
    let definition = unsafe memory.bindMemory(to: PyModuleDef.self, capacity: 1)
    unsafe definition.pointee.m_name = name.cString
    unsafe definition.pointee.m_methods = table?.assumingMemoryBound(to: PyMethodDef.self)
    unsafe definition.pointee.m_slots = rows
    unsafe definition.pointee.m_size = max(references, 0) * MemoryLayout<PyObjectPointer?>.stride
    unsafe definition.pointee.m_traverse = traverseReferences
    unsafe definition.pointee.m_clear = clearReferences
    unsafe definition.pointee.m_free = freeReferences
    unsafe self.definition = definition
  }

  /// What the library's `PyInit_` function returns (`PyModuleDef_Init`).
  public func initialize() -> PyObjectPointer? {
    guard isComplete else {
      // CPython would read past its end.
      _ = Failure.value("\(name): the table of functions does not end with an empty row")
      return nil
    }
    guard let definition = unsafe definition else { return unsafe PyErr_NoMemory() }
    return unsafe PyModuleDef_Init(definition)
  }
}
