import CPython

// Making an exporter: an instance, its lengths and strides, then its memory. Until it has memory it
// is in the released state, in which the garbage collector or another thread may find it.

extension Buffer {
  /// A new instance of `type`, whose struct must start with `BufferObject`, with room for the
  /// lengths and strides of `ndim` dimensions.
  package static func allocate(_ type: Object, ndim: Int) throws(Failure) -> OwnedObject {
    let object = unsafe try OwnedObject(new: swiftbuf_allocate(type.pointer))
    let buffer = unsafe Buffer(object.object.pointer)
    unsafe buffer.fields.pointee.ndim = UInt8(truncatingIfNeeded: ndim)
    if ndim == 1 {
      unsafe buffer.fields.pointee.dimensions = unsafe buffer.inlineDimensions
    } else if ndim > 1 {
      let size = 2 * ndim * MemoryLayout<Int>.stride
      guard let block = unsafe malloc(size) else { throw .noMemory(size) }
      unsafe memset(block, 0, size)
      unsafe buffer.fields.pointee.dimensions = block.assumingMemoryBound(to: Int.self)
    }
    return object
  }

  /// Sets a length, and the stride if it is known, while the exporter is being made.
  @inline(__always)
  package func set(_ dimension: Int, length: Int, stride: Int = 0) {
    unsafe shapeStart[dimension] = length
    unsafe shapeStart[ndim + dimension] = stride
  }

  /// Lays out the lengths that are set in C order, for elements of `format`.
  ///
  /// - Returns: the bytes of all elements; nil if no address space holds them.
  @inline(__always)
  package func layOut(_ format: ElementFormat) -> Int? {
    unsafe fields.pointee.format = format
    guard ndim == 1 else { return layOutAny(format) }
    let (byteCount, overflow) = layout.length(0).multipliedReportingOverflow(by: format.itemSize)
    set(0, length: layout.length(0), stride: format.itemSize)
    return overflow ? nil : byteCount
  }

  @inline(never)
  private func layOutAny(_ format: ElementFormat) -> Int? {
    guard
      unsafe BufferLayout.fillStrides(
        shapeStart + ndim, shape: shapeStart, ndim: ndim, itemSize: format.itemSize)
    else { return nil }
    return layout.byteCount
  }

  /// Gives it memory of its own, C-contiguous and writable, for the lengths that are set.
  ///
  /// - Parameter zeroed: false only where the caller writes every byte before anybody can read it.
  /// - Complexity: O(1) from `Block.pagesFrom` bytes on.
  package func adoptBlock(_ format: ElementFormat, zeroed: Bool = true) throws(Failure) {
    guard let byteCount = layOut(format) else {
      throw .tooLarge
    }
    let block = try Block(byteCount, zeroed: zeroed)
    unsafe adopt(block.start, format, traits: [], .block, owner: block.heap)
  }

  /// Shows the memory of `root`'s, from `offset` bytes after the first element of `source` on, in
  /// the lengths and strides that are set. `source` is `root` or a view of it. Read-only memory
  /// stays read-only. The caller has pinned `source`, so that its root has an export already.
  package func adoptView(
    of source: Buffer, offset: Int, _ format: ElementFormat, readOnly: Bool = false
  ) {
    adoptViewHere(of: source, offset: offset, format, readOnly: readOnly)
  }

  /// The same as a part of its caller, for the most frequent view.
  @inline(__always)
  package func adoptViewHere(
    of source: Buffer, offset: Int, _ format: ElementFormat, readOnly: Bool = false
  ) {
    let root = source.root
    guard let start = unsafe source.fields.pointee.start else { return }
    guard unsafe root.takeExport() != nil else { return }
    let traits: BufferTraits = readOnly || source.isReadOnly ? .readOnly : []
    unsafe adopt(
      start + offset, format, traits: traits, .root, owner: root.object.retained().take())
  }

  /// Shows the memory of an export, from `offset` bytes on, in the lengths and strides that are
  /// set, and takes the export over.
  package func adopt(
    _ foreign: ForeignBuffer, offset: Int, _ format: ElementFormat, readOnly: Bool
  ) {
    // An exporter of nothing may have no address; the released state must not be mistaken for it.
    let nowhere = unsafe UnsafeMutableRawPointer(bitPattern: Block.alignment)
    let start =
      unsafe foreign.view.pointee.buf.map { unsafe $0 + offset } ?? nowhere.unsafelyUnwrapped
    unsafe adopt(
      start, format, traits: readOnly ? .readOnly : [], .foreign, owner: foreign.owner)
  }

  /// Shows a file map, which it unmaps.
  package func adoptMap(
    _ start: UnsafeMutableRawPointer, _ format: ElementFormat, readOnly: Bool
  ) {
    unsafe adopt(start, format, traits: readOnly ? .readOnly : [], .map, owner: nil)
  }

  /// Makes memory of its own read-only, once it has been filled.
  package func forbidWriting() {
    unsafe fields.pointee.traits.insert(.readOnly)
  }

  @inline(__always)
  func adopt(
    _ start: UnsafeMutableRawPointer, _ format: ElementFormat, traits: BufferTraits,
    _ kind: Owner.Kind, owner: UnsafeMutableRawPointer?
  ) {
    unsafe fields.pointee.format = format
    let layout = layout
    var traits = traits
    if layout.isCContiguous { traits.insert(.cContiguous) }
    if layout.isFContiguous { traits.insert(.fContiguous) }
    unsafe fields.pointee.traits = traits
    unsafe fields.pointee.byteCount = layout.byteCount
    ownerKind = kind
    unsafe fields.pointee.owner = owner
    unsafe self.start = start
  }
}

extension Failure {
  static var tooLarge: Failure {
    .memory("shape: the elements would take more bytes than there are addresses")
  }
}
