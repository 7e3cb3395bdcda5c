import CPython

/// What keeps the memory of an exporter alive.
@safe
package enum Owner {
  /// Nothing: the exporter is released.
  case none
  /// The exporter itself: a block.
  case block(Block)
  /// The exporter itself: a file map.
  case map(Mapping)
  /// Another exporter, through an export of its own.
  case foreign(ForeignBuffer)
  /// Swift code, through a strong reference.
  case storage(Unmanaged<Storage>)
  /// A strong reference to a Python object that frees the memory when it is deallocated.
  case object(Object)
  /// A view's root, through a strong reference and a pin. A root is never a view itself: chains are
  /// one level deep.
  case root(Buffer)

  /// The discriminator, which the exporter's struct stores next to the payload.
  package enum Kind: UInt8, Sendable {
    case none, block, map, foreign, storage, object, root
  }

  /// Releases whatever the owner holds. This can run arbitrary code.
  @inline(__always)
  func release() {
    switch self {
    case .none: break
    case .block(let block): block.free()
    case .map(let map): map.unmap()
    case .foreign(let export): export.giveBack()
    case .storage(let storage): unsafe storage.release()
    case .object(let object): unsafe swiftbuf_release(object.pointer)
    case .root(let root):
      root.unpin()
      unsafe swiftbuf_release(root.object.pointer)
    }
  }

  /// Visits the objects that the garbage collector can reach through it (`tp_traverse`).
  func visit(_ visit: (Object) -> CInt) -> CInt {
    switch self {
    case .none, .block, .map, .storage: return 0
    case .foreign(let export):
      let status = visit(export.source)
      guard status == 0, let exporter = export.exporter else { return status }
      return visit(exporter)
    case .object(let object): return visit(object)
    case .root(let root): return visit(root.object)
    }
  }
}

extension Buffer {
  /// What keeps the memory alive. It is stored in two fields, so read it only from an exporter that
  /// is pinned or closed, or that no other thread can reach.
  package internal(set) var owner: Owner {
    @inline(__always) get {
      let kind = ownerKind
      // `none`, `block` and maps may have no pointer; all other kinds have one.
      let pointer = unsafe fields.pointee.owner
      switch kind {
      case .none: return .none
      case .block:
        guard let start = unsafe fields.pointee.start else { return .none }
        return unsafe .block(Block(start: start, heap: pointer, byteCount: byteCount))
      case .map:
        guard let start = unsafe fields.pointee.start else { return .none }
        return unsafe .map(Mapping(start: start, byteCount: byteCount))
      case .foreign, .storage, .object, .root: break
      }
      guard let pointer = unsafe pointer else { return .none }
      switch kind {
      case .none, .block, .map: return .none
      case .foreign: return unsafe .foreign(ForeignBuffer(pointer))
      case .storage: return unsafe .storage(Unmanaged.fromOpaque(pointer))
      case .object: return unsafe .object(Object(pointer.assumingMemoryBound(to: PyObject.self)))
      case .root: return unsafe .root(Buffer(pointer.assumingMemoryBound(to: PyObject.self)))
      }
    }
    @inline(__always) nonmutating set {
      switch newValue {
      case .none: unsafe setOwner(.none, nil)
      case .block(let block): unsafe setOwner(.block, block.heap)
      case .map: unsafe setOwner(.map, nil)
      case .foreign(let export): unsafe setOwner(.foreign, export.owner)
      case .storage(let storage): unsafe setOwner(.storage, storage.toOpaque())
      case .object(let object): unsafe setOwner(.object, UnsafeMutableRawPointer(object.pointer))
      case .root(let root): unsafe setOwner(.root, UnsafeMutableRawPointer(root.object.pointer))
      }
    }
  }

  @inline(__always)
  private func setOwner(_ kind: Owner.Kind, _ pointer: UnsafeMutableRawPointer?) {
    unsafe swiftbuf_store_kind(&fields.pointee.ownerKind, kind.rawValue)
    unsafe fields.pointee.owner = pointer
  }

  /// The kind of the owner; reading it needs no pin.
  @inline(__always)
  var ownerKind: Owner.Kind {
    Owner.Kind(rawValue: unsafe swiftbuf_load_kind(&fields.pointee.ownerKind)) ?? .none
  }

  /// The exporter that holds the memory: the root of a view, otherwise itself.
  @inline(__always)
  package var root: Buffer {
    if case .root(let root) = owner { return root }
    return self
  }

  /// The object whose memory is exported, borrowed; nil if the memory is its own
  /// (`memoryview.obj`).
  package var shownObject: Object? {
    switch owner {
    case .none, .block, .map, .storage, .object: nil
    case .foreign(let export): export.source
    case .root(let root): root.object
    }
  }

  /// Bytes of memory that this object owns, not counting the object itself.
  package var ownedByteCount: Int {
    let dimensions = ndim < 2 ? 0 : 2 * ndim * MemoryLayout<Int>.size
    return dimensions + (ownerKind == .block ? byteCount : 0)
  }

  /// Releases the memory. The fields are cleared first: releasing an export or the last reference
  /// to a root can run arbitrary code, which then finds a released object.
  ///
  /// Precondition: no exports, and none can be taken, either because they are closed
  /// (`releaseIfFree`) or because there is no reference to the object.
  @inline(never)
  package func releaseMemory() {
    let owner = owner
    unsafe start = nil
    self.owner = .none
    owner.release()
  }

  /// Frees the lengths and strides if they have a separate block.
  package func freeDimensions() {
    if ndim > 1 { unsafe free(fields.pointee.dimensions) }
  }
}
