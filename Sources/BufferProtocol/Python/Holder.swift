import CPython

/// A borrowed reference to a Python object that holds an instance of a Swift class and exports
/// nothing: a decoder, a device, or anything else that makes exporters.
///
/// Invariant: the pointer is to a live instance of a type that `makeHolderType` made. For slots and
/// methods, CPython checks `self`.
@safe
public struct Holder {
  /// The C struct behind it. `held` is a strong reference, from `make` to `tp_dealloc`.
  @unsafe struct Fields {
    var head: PyObject
    var held: UnsafeMutableRawPointer?
  }

  private let fields: UnsafeMutablePointer<Fields>

  /// The `self` of a slot or method, which CPython never passes as NULL.
  @unsafe
  public init(slot pointer: PyObjectPointer?) {
    unsafe fields = UnsafeMutableRawPointer(pointer.unsafelyUnwrapped)
      .assumingMemoryBound(to: Fields.self)
  }

  /// The object, borrowed.
  public var object: Object {
    unsafe Object(UnsafeMutableRawPointer(fields).assumingMemoryBound(to: PyObject.self))
  }

  /// A new instance of `type`, which takes a reference to `instance`.
  ///
  /// - Parameter type: made by `makeHolderType`.
  /// - Throws: a MemoryError.
  public static func make(
    _ type: Object, holding instance: AnyObject
  ) throws(Failure) -> OwnedObject {
    let made = unsafe try OwnedObject(new: swiftbuf_allocate(type.pointer))
    let holder = unsafe Holder(slot: made.object.pointer)
    unsafe holder.fields.pointee.held = unsafe Unmanaged.passRetained(instance).toOpaque()
    return made
  }

  /// The Swift object, for a type whose instances all hold a `Class`.
  ///
  /// - Throws: `.type` if it holds something else.
  public func held<Class: AnyObject>(as type: Class.Type) throws(Failure) -> Class {
    guard let held = unsafe fields.pointee.held,
      let instance = unsafe Unmanaged<AnyObject>.fromOpaque(held).takeUnretainedValue() as? Class
    else { throw .type("self: \(object) holds an object of another class") }
    return instance
  }

  fileprivate func dealloc() {
    if let held = unsafe fields.pointee.held {
      unsafe fields.pointee.held = nil
      unsafe Unmanaged<AnyObject>.fromOpaque(held).release()
    }
    unsafe swiftbuf_free(object.pointer)
  }
}

/// Makes a heap type whose instances each hold a Swift object (`PyType_FromModuleAndSpec`). Python
/// code can neither create instances nor derive from it: `Holder.make` creates them.
///
/// - Parameters:
///   - name: module and name, such as `"video_plane.Decoder"`.
///   - slots: methods, iteration, documentation and the like.
/// - Throws: what `PyType_FromModuleAndSpec` raises.
public func makeHolderType<let count: Int>(
  _ name: StaticString, module: Module, slots: InlineArray<count, TypeSlot>
) throws(Failure) -> OwnedObject {
  unsafe try makeType(
    name, module: module, size: MemoryLayout<Holder.Fields>.size,
    flags: [.immutable, .notInstantiable], slots: [.dealloc(holderDealloc)], slots)
}

extension Holder {
  /// A method without arguments, or a getter, of a type whose instances all hold a `Class`.
  @inline(__always)
  public static func method<Class: AnyObject>(
    _ self: PyObjectPointer?, holding type: Class.Type,
    _ body: (Holder, Class) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      let holder = unsafe Holder(slot: self)
      return try body(holder, holder.held(as: type))
    }
  }
}

private func holderDealloc(_ self: PyObjectPointer?) { unsafe Holder(slot: self).dealloc() }
