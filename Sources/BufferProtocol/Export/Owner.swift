import CPython

/// Who keeps the memory of an exporter, and what happens when the exporter lets go of it.
package enum Owner {
  package enum Kind: UInt8, Sendable {
    /// Nobody: nothing to give back.
    case none
    /// The exporter itself: a `Block` that starts at the first element; `owner` is its `heap`.
    case block
    /// The exporter itself: a file map, as `Mapping` knows it.
    case map
    /// Another exporter: `owner` is a `ForeignBuffer`, and gives the export back.
    case foreign
    /// Swift code: `owner` is a strong reference to a `Storage`.
    case storage
    /// A Python object that frees it at its end: `owner` is a strong reference.
    case object
    /// The exporter of which this one is a view: `owner` is a strong reference to it, and counts as
    /// one of its exports. It is never a view itself: chains are one level deep.
    case root
  }
}

extension Buffer {
  /// Only `released` looks at it without a pin.
  package internal(set) var ownerKind: Owner.Kind {
    get { Owner.Kind(rawValue: unsafe swiftbuf_load_kind(&fields.pointee.ownerKind)) ?? .none }
    nonmutating set { unsafe swiftbuf_store_kind(&fields.pointee.ownerKind, newValue.rawValue) }
  }

  /// The exporter whose memory this is: for a view its root, else itself.
  package var root: Buffer {
    guard ownerKind == .root, let root = unsafe fields.pointee.owner else { return self }
    return unsafe Buffer(root.assumingMemoryBound(to: PyObject.self))
  }

  /// The object whose memory is shown, borrowed; nil for memory of its own (`memoryview.obj`).
  package var shownObject: Object? {
    guard let owner = unsafe fields.pointee.owner else { return nil }
    switch ownerKind {
    case .none, .block, .map, .storage, .object: return nil
    case .foreign: return unsafe ForeignBuffer(owner).source
    case .root: return unsafe Object(owner.assumingMemoryBound(to: PyObject.self))
    }
  }

  /// Bytes of memory that are this object's own, beside the object.
  package var ownedByteCount: Int {
    let dimensions = ndim < 2 ? 0 : 2 * ndim * MemoryLayout<Int>.size
    return dimensions + (ownerKind == .block ? byteCount : 0)
  }

  /// Lets go of the memory. The fields are cleared first: giving back an export or the last
  /// reference to a root can run any code, which finds a released object.
  ///
  /// Only for what nothing stands on: its exports are closed (`releaseIfFree`), or nobody refers to
  /// it.
  package func releaseMemory() {
    let owner = unsafe fields.pointee.owner
    let start = unsafe self.start
    let kind = ownerKind
    unsafe self.start = nil
    unsafe fields.pointee.owner = nil
    ownerKind = .none
    if let start = unsafe start {
      if kind == .block { unsafe Block(start: start, heap: owner, byteCount: byteCount).free() }
      if kind == .map { unsafe Mapping.unmap(start, byteCount) }
    }
    guard let owner = unsafe owner else { return }
    switch kind {
    case .none, .block, .map: break
    case .foreign: unsafe ForeignBuffer(owner).giveBack()
    case .storage: unsafe Unmanaged<Storage>.fromOpaque(owner).release()
    case .object: unsafe swiftbuf_release(owner.assumingMemoryBound(to: PyObject.self))
    case .root:
      let root = unsafe Buffer(owner.assumingMemoryBound(to: PyObject.self))
      root.dropExport()
      unsafe swiftbuf_release(root.object.pointer)
    }
  }

  /// Frees the lengths and strides if they have a block of their own.
  package func freeDimensions() {
    if ndim > 1 { unsafe free(fields.pointee.dimensions) }
  }

  /// What the garbage collector can reach through the memory (`tp_traverse`).
  package func visitOwner(_ visit: (Object) -> CInt) -> CInt {
    guard let owner = unsafe fields.pointee.owner else { return 0 }
    switch ownerKind {
    case .none, .block, .map, .storage: return 0
    case .foreign:
      let foreign = unsafe ForeignBuffer(owner)
      let status = visit(foreign.source)
      guard status == 0, let exporter = foreign.exporter else { return status }
      return visit(exporter)
    case .root, .object: return unsafe visit(Object(owner.assumingMemoryBound(to: PyObject.self)))
    }
  }
}
