import CPython

/// An exporter under construction: an instance gets its lengths and strides, then its memory, which
/// consumes this value. So the layout of an exporter in use cannot be changed.
///
/// Until then the instance is released, and the garbage collector or another thread may find it in
/// that state. If it never gets memory, it is freed with this value.
@safe
package struct UnfinishedBuffer: ~Copyable {
  private let object: OwnedObject

  private var buffer: Buffer { unsafe Buffer(object.object.pointer) }

  /// A new instance of `type`, whose struct must start with `BufferObject`, with room for the
  /// lengths and strides of `ndim` dimensions.
  package init(_ type: Object, ndim: Int) throws(Failure) {
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
    self.object = object
  }

  /// An instance that will export other memory. Precondition: it is closed to exports, and
  /// released.
  init(reopening buffer: Buffer) { object = buffer.object.retained() }

  /// The lengths and strides so far.
  package var layout: BufferLayout { buffer.layout }

  /// Sets a length, and the stride if it is given.
  @inline(__always)
  package mutating func set(_ dimension: Int, length: Int, stride: Int = 0) {
    let numbers = unsafe buffer.shapeStart
    unsafe numbers[dimension] = length
    unsafe numbers[buffer.ndim + dimension] = stride
  }

  /// Computes C-contiguous strides from the lengths, for elements of `format`.
  ///
  /// - Returns: the size of all elements in bytes; nil if it does not fit an address space.
  @inline(__always)
  package mutating func layOut(_ format: ElementFormat) -> Int? {
    unsafe buffer.fields.pointee.format = format
    guard buffer.ndim == 1 else { return layOutAny(format) }
    let length = layout.length(0)
    let (byteCount, overflow) = length.multipliedReportingOverflow(by: format.itemSize)
    set(0, length: length, stride: format.itemSize)
    return overflow ? nil : byteCount
  }

  @inline(never)
  private mutating func layOutAny(_ format: ElementFormat) -> Int? {
    let numbers = unsafe buffer.shapeStart
    let ndim = buffer.ndim
    guard
      unsafe BufferLayout.fillStrides(
        numbers + ndim, shape: numbers, ndim: ndim, itemSize: format.itemSize)
    else { return nil }
    return layout.byteCount
  }

  // Giving it memory: one function for each case of `Owner`.

  /// Gives it its own zeroed memory, C-contiguous and writable, for the lengths set so far.
  ///
  /// - Complexity: O(1) from `Block.pagesFrom` bytes on.
  package consuming func withZeros(
    _ format: ElementFormat, _ alignment: Alignment = .ordinary
  ) throws(Failure) -> OwnedObject {
    guard let byteCount = layOut(format) else { throw .tooLarge }
    let block = try Block(byteCount, zeroed: true, alignment)
    return unsafe finish(block.start, format, readOnly: false, .block(block))
  }

  /// Gives it its own C-contiguous memory, which `fill` writes before any other code can see it.
  ///
  /// - Throws: what `fill` throws.
  package consuming func filled(
    _ format: ElementFormat, readOnly: Bool = false, _ alignment: Alignment = .ordinary,
    _ fill: (_ start: UnsafeMutableRawPointer, _ byteCount: Int) throws(Failure) -> Void
  ) throws(Failure) -> OwnedObject {
    guard let byteCount = layOut(format) else { throw .tooLarge }
    let block = try Block(byteCount, zeroed: false, alignment)
    do throws(Failure) {
      unsafe try fill(block.start, byteCount)
    } catch {
      block.free()
      throw error
    }
    return unsafe finishApart(block.start, format, readOnly: readOnly, .block(block))
  }

  /// Exports the memory of `source` from `start` on, with the lengths and strides set so far.
  /// Read-only memory stays read-only. Precondition: `source` is pinned, and `start` belongs to
  /// that pin.
  @inline(never)
  package consuming func view(
    of source: Buffer, from start: UnsafeMutableRawPointer, _ format: ElementFormat,
    readOnly: Bool = false
  ) throws(Failure) -> OwnedObject {
    unsafe try viewHere(of: source, from: start, format, readOnly: readOnly)
  }

  /// The same, inlined for the most frequent kind of view.
  @inline(__always)
  package consuming func viewHere(
    of source: Buffer, from start: UnsafeMutableRawPointer, _ format: ElementFormat,
    readOnly: Bool = false
  ) throws(Failure) -> OwnedObject {
    let root = source.root
    guard unsafe root.pin() != nil else { throw root.released }
    unsafe swiftbuf_retain(root.object.pointer)
    return unsafe finish(start, format, readOnly: readOnly || source.isReadOnly, .root(root))
  }

  /// Exports the memory of a foreign export, from `offset` bytes on, with the lengths and strides
  /// set so far, and takes over that export.
  package consuming func showing(
    _ export: ForeignBuffer, offset: Int, _ format: ElementFormat, readOnly: Bool
  ) -> OwnedObject {
    let start = unsafe export.view.pointee.buf.map { unsafe $0 + offset }
    return unsafe finishApart(
      start, format, readOnly: readOnly || export.isReadOnly, .foreign(export))
  }

  /// Exports a file map, and unmaps it at the end.
  package consuming func showing(
    map start: UnsafeMutableRawPointer?, _ format: ElementFormat, readOnly: Bool
  ) -> OwnedObject {
    let start = unsafe start ?? Block.nowhere
    let map = unsafe Mapping(start: start, byteCount: layout.count * format.itemSize)
    return unsafe finishApart(start, format, readOnly: readOnly, .map(map))
  }

  /// `finish`, out of line for all but the most frequent kinds.
  @inline(never)
  package consuming func finishApart(
    _ start: UnsafeMutableRawPointer?, _ format: ElementFormat, readOnly: Bool, _ owner: Owner
  ) -> OwnedObject {
    unsafe finish(start, format, readOnly: readOnly, owner)
  }

  /// Exports memory from `start` on; nil if there are no elements. `owner` keeps it alive.
  @inline(__always)
  consuming func finish(
    _ start: UnsafeMutableRawPointer?, _ format: ElementFormat, readOnly: Bool, _ owner: Owner
  ) -> OwnedObject {
    let buffer = buffer
    unsafe buffer.fields.pointee.format = format
    let layout = buffer.layout
    var traits: BufferTraits = readOnly ? .readOnly : []
    if layout.isCContiguous { traits.insert(.cContiguous) }
    if layout.isFContiguous { traits.insert(.fContiguous) }
    unsafe buffer.fields.pointee.traits = traits
    unsafe buffer.fields.pointee.byteCount = layout.byteCount
    buffer.owner = owner
    // Last, because from here on other threads can see the memory.
    unsafe buffer.start = start ?? Block.nowhere
    return object
  }
}

extension Failure {
  static var tooLarge: Failure {
    .memory("shape: the size in bytes exceeds the address space")
  }
}
