import BufferProtocol
import CPython

// Export to Arrow libraries: capsules with the structs of its C data interface (the Arrow PyCapsule
// interface). Each struct has its own private block, because a consumer may move a child out and
// release its parent. Each dimension after the first is a fixed-size list.

extension Buffer {
  /// A capsule with the schema of this memory.
  ///
  /// - Throws: `.buffer` for memory that Arrow cannot describe.
  package func arrowSchemaCapsule() throws(Failure) -> OwnedObject {
    try checkArrow()
    guard let schema = unsafe zeroed(ArrowSchema.self) else { throw .noMemory }
    guard unsafe fill(schema, dimension: 0) else {
      unsafe free(schema)
      throw .noMemory
    }
    return unsafe try capsule(schema, ArrowName.schema, destroySchema) { unsafe release($0) }
  }

  /// A capsule with this memory as an array, which holds the memory.
  ///
  /// - Throws: `.buffer` for memory that Arrow cannot describe, and outside the main interpreter.
  /// - Complexity: O(number of dimensions).
  package func arrowArrayCapsule() throws(Failure) -> OwnedObject {
    unsafe try PinHandle.checkInterpreter()
    try checkArrow()
    guard let array = unsafe zeroed(ArrowArray.self) else { throw .noMemory }
    let isFilled = unsafe try pinned { elements throws(Failure) in
      unsafe fill(array, elements, dimension: 0, length: layout.length(0))
    }
    guard isFilled else {
      unsafe free(array)
      throw .noMemory
    }
    return unsafe try capsule(array, ArrowName.array, destroyArray) { unsafe release($0) }
  }

  private func checkArrow() throws(Failure) {
    guard format.kind.arrow != nil, !format.isSwapped else {
      throw .buffer(
        "Arrow has no type for format '\(format)' in memory\(format.remedy)\(fieldAdvice: format)")
    }
    guard ndim > 0 else { throw .buffer("an Arrow array needs at least one dimension") }
    guard traits.contains(.cContiguous) else {
      throw .buffer("an Arrow array must be C-contiguous, and this memory is not; a copy() is")
    }
    // A list has a length even if there are no lists.
    for dimension in 1..<max(ndim, 1) where Int32(exactly: layout.length(dimension)) == nil {
      throw .buffer("shape: Arrow's lists have at most 2147483647 elements each")
    }
  }

  /// Fills the schema of the dimensions from `dimension` on; on running out of memory returns false
  /// and leaves nothing allocated.
  private func fill(_ schema: UnsafeMutablePointer<ArrowSchema>, dimension: Int) -> Bool {
    guard let behind = unsafe zeroed(SchemaParts.self) else { return false }
    let isLeaf = dimension == ndim - 1
    unsafe schema.pointee.name = unsafe ("" as StaticString).cString
    unsafe schema.pointee.private_data = UnsafeMutableRawPointer(behind)
    unsafe schema.pointee.release = release
    guard !isLeaf else {
      unsafe schema.pointee.format = unsafe format.kind.arrow?.cString
      return true
    }
    unsafe schema.pointee.format = unsafe listFormat(
      layout.length(dimension + 1), in: UnsafeMutableRawPointer(behind))
    guard let child = unsafe zeroed(ArrowSchema.self) else {
      unsafe free(behind)
      return false
    }
    guard unsafe fill(child, dimension: dimension + 1) else {
      unsafe free(child)
      unsafe free(behind)
      return false
    }
    unsafe child.pointee.name = unsafe ("item" as StaticString).cString
    unsafe behind.pointee.child = unsafe child
    unsafe schema.pointee.children = unsafe SchemaParts.childPlace(behind)
    unsafe schema.pointee.n_children = 1
    return true
  }

  /// The same for the array; its innermost level holds the memory. `length` is the number of
  /// elements or lists.
  private func fill(
    _ array: UnsafeMutablePointer<ArrowArray>, _ elements: Elements, dimension: Int, length: Int
  ) -> Bool {
    guard let behind = unsafe zeroed(ArrayParts.self) else { return false }
    unsafe array.pointee.length = Int64(length)
    unsafe array.pointee.private_data = UnsafeMutableRawPointer(behind)
    unsafe array.pointee.release = release
    unsafe array.pointee.buffers = unsafe ArrayParts.bufferPlaces(behind)
    guard dimension < ndim - 1 else {
      unsafe array.pointee.n_buffers = 2
      unsafe behind.pointee.data = unsafe UnsafeRawPointer(elements.start)
      unsafe behind.pointee.held = unsafe PinHandle(pinning: self).pointer
      return true
    }
    unsafe array.pointee.n_buffers = 1
    guard let child = unsafe zeroed(ArrowArray.self) else {
      unsafe free(behind)
      return false
    }
    // Cannot overflow: it is at most the number of elements, or some length is zero.
    let count = length &* layout.length(dimension + 1)
    guard unsafe fill(child, elements, dimension: dimension + 1, length: count) else {
      unsafe free(child)
      unsafe free(behind)
      return false
    }
    unsafe behind.pointee.child = unsafe child
    unsafe array.pointee.children = unsafe ArrayParts.childPlace(behind)
    unsafe array.pointee.n_children = 1
    return true
  }

  private func capsule<Struct>(
    _ pointer: UnsafeMutablePointer<Struct>, _ name: StaticString, _ destroy: PyCapsule_Destructor,
    _ release: (UnsafeMutablePointer<Struct>) -> Void
  ) throws(Failure) -> OwnedObject {
    guard let capsule = unsafe PyCapsule_New(pointer, name.cString, destroy) else {
      unsafe release(pointer)
      unsafe free(pointer)
      throw .pending
    }
    return unsafe OwnedObject(owning: capsule)
  }
}

/// The names of capsules.
enum ArrowName {
  static var schema: StaticString { "arrow_schema" }
  static var array: StaticString { "arrow_array" }
}

/// The private data of a schema: its child, which `children` points to, and the text of a list's
/// format.
@unsafe private struct SchemaParts {
  /// Must be the first field: `childPlace` depends on it.
  var child: UnsafeMutablePointer<ArrowSchema>?
  /// `+w:` and a length of at most ten digits, with its NUL.
  var format: (UInt64, UInt64) = (0, 0)

  static var formatOffset: Int { unsafe MemoryLayout<UnsafeMutablePointer<ArrowSchema>?>.stride }

  static func childPlace(
    _ parts: UnsafeMutablePointer<SchemaParts>
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?> {
    unsafe UnsafeMutableRawPointer(parts)
      .assumingMemoryBound(to: UnsafeMutablePointer<ArrowSchema>?.self)
  }
}

/// The private data of an array: its buffers, the first of which is the (absent) null bitmap; its
/// child; and, on the innermost level, the hold on the memory.
@unsafe private struct ArrayParts {
  /// Must be the first two fields: `bufferPlaces` depends on it.
  var validity: UnsafeRawPointer?
  var data: UnsafeRawPointer?
  var child: UnsafeMutablePointer<ArrowArray>?
  var held: UnsafeMutableRawPointer?

  static func bufferPlaces(
    _ parts: UnsafeMutablePointer<ArrayParts>
  ) -> UnsafeMutablePointer<UnsafeRawPointer?> {
    unsafe UnsafeMutableRawPointer(parts).assumingMemoryBound(to: UnsafeRawPointer?.self)
  }

  static func childPlace(
    _ parts: UnsafeMutablePointer<ArrayParts>
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?> {
    unsafe (UnsafeMutableRawPointer(parts) + 2 * MemoryLayout<UnsafeRawPointer?>.stride)
      .assumingMemoryBound(to: UnsafeMutablePointer<ArrowArray>?.self)
  }
}

/// Zeroed memory for a struct; nil if there is none.
private func zeroed<Struct>(_ type: Struct.Type) -> UnsafeMutablePointer<Struct>? {
  unsafe calloc(1, MemoryLayout<Struct>.stride)?.assumingMemoryBound(to: type)
}

/// Writes the format of a list of `length` elements to the private data of a schema.
private func listFormat(
  _ length: Int, in parts: UnsafeMutableRawPointer
) -> UnsafePointer<CChar> {
  let text = unsafe (parts + SchemaParts.formatOffset).assumingMemoryBound(to: CChar.self)
  let prefix: StaticString = "+w:"
  unsafe memcpy(text, prefix.utf8Start, prefix.utf8CodeUnitCount)
  var digits = 1
  var rest = length / 10
  while rest > 0 {
    digits += 1
    rest /= 10
  }
  rest = length
  for place in (0..<digits).reversed() {
    unsafe text[prefix.utf8CodeUnitCount + place] = CChar(truncatingIfNeeded: 48 + rest % 10)
    rest /= 10
  }
  return unsafe UnsafePointer(text)
}

// The release callbacks. A struct that has been released or moved has none.

private func release(_ schema: UnsafeMutablePointer<ArrowSchema>?) {
  guard let schema = unsafe schema, let data = unsafe schema.pointee.private_data else { return }
  let parts = unsafe data.assumingMemoryBound(to: SchemaParts.self)
  if let child = unsafe parts.pointee.child {
    unsafe child.pointee.release?(child)
    unsafe free(child)
  }
  unsafe free(parts)
  unsafe schema.pointee.private_data = nil
  unsafe schema.pointee.release = nil
}

private func release(_ array: UnsafeMutablePointer<ArrowArray>?) {
  guard let array = unsafe array, let data = unsafe array.pointee.private_data else { return }
  let parts = unsafe data.assumingMemoryBound(to: ArrayParts.self)
  if let child = unsafe parts.pointee.child {
    unsafe child.pointee.release?(child)
    unsafe free(child)
  }
  if let held = unsafe parts.pointee.held { unsafe PinHandle(pointer: held).release() }
  unsafe free(parts)
  unsafe array.pointee.private_data = nil
  unsafe array.pointee.release = nil
}

// The capsules' destructors; the struct may have been moved out.

private func destroySchema(_ capsule: PyObjectPointer?) {
  guard let pointer = unsafe PyCapsule_GetPointer(capsule, ArrowName.schema.cString) else { return }
  let schema = unsafe pointer.assumingMemoryBound(to: ArrowSchema.self)
  unsafe schema.pointee.release?(schema)
  unsafe free(schema)
}

private func destroyArray(_ capsule: PyObjectPointer?) {
  guard let pointer = unsafe PyCapsule_GetPointer(capsule, ArrowName.array.cString) else { return }
  let array = unsafe pointer.assumingMemoryBound(to: ArrowArray.self)
  unsafe array.pointee.release?(array)
  unsafe free(array)
}

extension Failure {
  private static var structSize: Int { unsafe MemoryLayout<ArrowArray>.size }
  fileprivate static var noMemory: Failure { .noMemory(structSize) }
}
