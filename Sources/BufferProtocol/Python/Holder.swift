import CPython

/// A borrowed reference to a Python object that holds one instance of a Swift class: a decoder, a
/// device, whatever makes exporters. A value of Swift is held in a box (`HeldValue`).
///
/// Invariant: the pointer is to a live instance of a type that `makeHolderType` made. For slots and
/// methods, CPython checks `self`.
@safe
public struct Holder {
  /// The C struct behind it. The fields are all trivial, and CPython allocates instances zeroed.
  @unsafe struct Fields {
    private var head: swiftbuf_head
    /// A strong reference, from `hold` to `tp_dealloc` or `tp_clear`.
    var held: UnsafeMutableRawPointer?
    /// A strong reference to a `CallbackList`, once there is a callback.
    var callbacks: UnsafeMutableRawPointer?
    /// An owned reference to the exporter of the memory that the instance provides, once there has
    /// been a view.
    var exporter: PyObjectPointer?
    /// Whether a call is under way that moves that memory.
    var isMoving: Bool
    /// What guards these two, and the taking of views, where there is no GIL (`locked`).
    var exportLock: UInt8
    /// CPython's list of weak references. Must be the last field: `weakListOffset` depends on it.
    var weakReferences: PyObjectPointer?

    static var weakListOffset: Int {
      unsafe MemoryLayout<Fields>.size - MemoryLayout<PyObjectPointer>.size
    }
  }

  let fields: UnsafeMutablePointer<Fields>

  /// The `self` of a slot or method, which CPython never passes as NULL.
  @unsafe
  public init(slot pointer: PyObjectPointer?) {
    unsafe fields = swiftbuf_fields(pointer.unsafelyUnwrapped)
      .assumingMemoryBound(to: Fields.self)
  }

  /// The object, borrowed.
  public var object: Object { unsafe Object(swiftbuf_object(fields)) }

  /// Where the types of the module are found.
  public var scope: Scope { Scope(type: object.type) }

  /// A new instance of `type`, which takes a reference to `instance`.
  ///
  /// - Parameter type: made by `makeHolderType`.
  /// - Throws: a MemoryError.
  public static func make(
    _ type: Object, holding instance: AnyObject
  ) throws(Failure) -> OwnedObject {
    let made = unsafe try OwnedObject(new: swiftbuf_allocate(type.pointer))
    unsafe Holder(slot: made.object.pointer).replace(instance)
    return made
  }

  /// Makes it hold `instance` instead of what it held before.
  func replace(_ instance: AnyObject) {
    let former = unsafe fields.pointee.held
    unsafe fields.pointee.held = unsafe Unmanaged.passRetained(instance).toOpaque()
    // Last: this can run any code.
    if let former = unsafe former { unsafe Unmanaged<AnyObject>.fromOpaque(former).release() }
  }

  /// The Swift object, for a type whose instances all hold a `Class`.
  ///
  /// - Throws: `.value` if it holds nothing yet, as where a derived class does not call
  ///   `super().__init__()`; `.type` if it holds something else.
  public func held<Class: AnyObject>(as type: Class.Type) throws(Failure) -> Class {
    guard let held = unsafe fields.pointee.held else {
      throw .value("operation on \(object) whose __init__() has not been called")
    }
    guard
      let instance = unsafe Unmanaged<AnyObject>.fromOpaque(held).takeUnretainedValue() as? Class
    else { throw .type("self: \(object) holds an object of another class") }
    return instance
  }

  fileprivate func dealloc() {
    unsafe PyObject_GC_UnTrack(UnsafeMutableRawPointer(object.pointer))
    if unsafe fields.pointee.weakReferences != nil { unsafe PyObject_ClearWeakRefs(object.pointer) }
    letGo()
    if let exporter = unsafe fields.pointee.exporter { unsafe swiftbuf_release(exporter) }
    if let list = unsafe fields.pointee.callbacks {
      unsafe Unmanaged<CallbackList>.fromOpaque(list).release()
    }
    unsafe swiftbuf_free(object.pointer)
  }

  /// Holds nothing from then on.
  ///
  /// Memory with views stays: what holds them is part of the same garbage, or this is none.
  func letGo() {
    guard exports == 0, let held = unsafe fields.pointee.held else { return }
    unsafe fields.pointee.held = nil
    unsafe Unmanaged<AnyObject>.fromOpaque(held).release()
  }
}

/// Makes a heap type whose instances hold a Swift object each (`PyType_FromModuleAndSpec`).
///
/// The shared slots are garbage collection and weak references.
///
/// - Parameters:
///   - name: module and name, such as `"video_plane.Decoder"`.
///   - slots: methods, iteration, documentation and the like. Without `new`, Python code can make
///     no instances: `Holder.make` makes them.
/// - Throws: what `PyType_FromModuleAndSpec` raises.
public func makeHolderType<let count: Int>(
  _ name: StaticString, module: Module, flags: TypeFlags = .immutable,
  slots: InlineArray<count, TypeSlot>
) throws(Failure) -> OwnedObject {
  let shared: InlineArray<4, TypeSlot> = unsafe [
    .dealloc { unsafe Holder(slot: $0).dealloc() }, .traverse(holderTraverse),
    .clear(holderClear), .members(&members),
  ]
  var flags = flags.union([.collected, .notInstantiable])
  for index in 0..<count where slots[index].isNew { flags.remove(.notInstantiable) }
  return unsafe try makeType(
    name, module: module, size: MemoryLayout<Holder.Fields>.size, flags: flags, slots: shared, slots
  )
}

/// `__weaklistoffset__` (C API manual, "PyMemberDef"). CPython keeps the table's address.
nonisolated(unsafe) private var members: InlineArray<2, PyMemberDef> = unsafe [
  PyMemberDef(
    name: ("__weaklistoffset__" as StaticString).cString, type: T_PYSSIZET,
    offset: Holder.Fields.weakListOffset, flags: swiftbuf_member_flags(), doc: nil),
  PyMemberDef(),
]
