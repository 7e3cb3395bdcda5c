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
  /// nil if there was no memory.
  private let definition: UnsafeMutablePointer<swiftbuf_definition>?
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
    unsafe definition = swiftbuf_define(
      name.cString, table?.assumingMemoryBound(to: PyMethodDef.self),
      max(references, 0) * MemoryLayout<PyObjectPointer?>.stride, usesGIL ? 1 : 0, execute,
      traverseReferences, clearReferences, freeReferences)
  }

  /// What the library's `PyInit_` function returns (`PyModuleDef_Init`, or in abi3t its slots).
  public func initialize() -> PyObjectPointer? {
    guard isComplete else {
      // CPython would read past its end.
      _ = Failure.value("\(name): the table of functions does not end with an empty row")
      return nil
    }
    guard let definition = unsafe definition else { return unsafe PyErr_NoMemory() }
    return unsafe swiftbuf_initialize(definition)
  }
}
