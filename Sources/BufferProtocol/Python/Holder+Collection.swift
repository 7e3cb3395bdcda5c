import CPython

// The garbage collector's view of a held instance: the Python callables that it keeps.
//
// A closure is opaque, so methods that take one register it with the holder (`keep`). As long as
// the closure lives, which its Callback knows, the instance is assumed to own it. That is correct
// only if there is no other reference to the instance: each reference may be counted once (C API
// manual, "Supporting Cyclic Garbage Collection"), and another owner would be invisible.

/// The callbacks that an instance keeps, which leave the list when they end.
///
/// Invariant: each reference is to a live callback, which has the list for as long as it lives.
@safe
final class CallbackList {
  private var callbacks: [Unmanaged<Callback>] = unsafe []

  func append(_ callback: Callback) {
    unsafe callbacks.append(Unmanaged.passUnretained(callback))
  }

  func remove(_ callback: Callback) {
    let pointer = unsafe Unmanaged.passUnretained(callback).toOpaque()
    unsafe callbacks.removeAll { callback in unsafe callback.toOpaque() == pointer }
  }

  /// Stops if `visit` returns anything except 0, and returns that.
  func visit(_ visit: (Object) -> CInt) -> CInt {
    for index in unsafe callbacks.indices {
      let status = unsafe callbacks[index].takeUnretainedValue().visit(visit)
      guard status == 0 else { return status }
    }
    return 0
  }
}

extension Holder {
  /// Shows the garbage collector a callback that the held instance may keep.
  public func keep(_ callback: Callback?) {
    guard let callback else { return }
    if let list = unsafe fields.pointee.callbacks {
      callback.add(to: unsafe Unmanaged<CallbackList>.fromOpaque(list).takeUnretainedValue())
    } else {
      let list = CallbackList()
      unsafe fields.pointee.callbacks = unsafe Unmanaged.passRetained(list).toOpaque()
      callback.add(to: list)
    }
  }

  /// Whether there is no other reference to the held instance.
  private var isOnlyOwner: Bool {
    unsafe withUnsafeMutablePointer(to: &fields.pointee.held) { held in
      // A strong reference has the form of the pointer.
      let reference = unsafe UnsafeMutableRawPointer(held)
        .assumingMemoryBound(to: AnyObject?.self)
      return unsafe isKnownUniquelyReferenced(&reference.pointee)
    }
  }

  fileprivate func traverse(_ visit: visitproc, _ context: UnsafeMutableRawPointer?) -> CInt {
    // Instances of heap types hold a reference to their type (since Python 3.9).
    let status = unsafe visit(object.type.pointer, context)
    guard status == 0, let list = unsafe fields.pointee.callbacks, isOnlyOwner else {
      return status
    }
    return unsafe Unmanaged<CallbackList>.fromOpaque(list).takeUnretainedValue().visit {
      unsafe visit($0.pointer, context)
    }
  }
}

/// `tp_traverse`.
func holderTraverse(
  _ self: PyObjectPointer?, _ visit: visitproc?, _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard let visit = unsafe visit else { return 0 }
  return unsafe Holder(slot: self).traverse(visit, context)
}

/// `tp_clear`: ends the instance, and with it the closures that it keeps.
func holderClear(_ self: PyObjectPointer?) -> CInt {
  unsafe Holder(slot: self).letGo()
  return 0
}
